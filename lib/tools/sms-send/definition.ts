import { defineTool } from "@/lib/tools/define-tool";

export const smsSend = defineTool({
  id: "sms.send",
  title: "Send a text message (SMS)",
  description:
    "Sends an SMS text message to one or more phone numbers through Twilio. Use it for short, urgent notifications and alerts that should reach a phone: pages, reminders, codes.",
  examples: [
    "Text +1 415 555 0100 that I am running late",
    "Send an SMS to the on-call engineer",
    "Send a notification to the on-call engineer that the nightly backup failed",
    "Alert the support team by text message",
  ],
  icon: "smartphone",
  effect: "irreversible",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      to: {
        type: "array",
        title: "To",
        description: "Phone numbers with country code, one per entry: +14155550100.",
        items: { type: "string", format: "phone", title: "Phone number" },
        minItems: 1,
        maxItems: 50,
      },
      text: {
        type: "string",
        format: "text",
        title: "Message",
        description: "At most 1,600 characters.",
        minLength: 1,
        maxLength: 1600,
      },
    },
    required: ["to", "text"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      messageIds: {
        type: "array",
        title: "Message IDs",
        description: "Twilio's id of each message sent.",
        items: { type: "string" },
      },
      accepted: {
        type: "array",
        title: "Accepted",
        description: "Numbers the message was taken for.",
        items: { type: "string", format: "phone" },
      },
      rejected: {
        type: "array",
        title: "Rejected",
        description: "Numbers Twilio refused, and why.",
        items: {
          type: "object",
          properties: {
            to: { type: "string", format: "phone", title: "Phone number" },
            reason: { type: "string", title: "Reason" },
          },
          required: ["to", "reason"],
        },
      },
    },
    required: ["messageIds", "accepted", "rejected"],
    additionalProperties: false,
  },
  outputTrust: "trusted",
  controlInputs: ["to"],
  connectionKind: "twilio",
  timeoutMs: 30_000,
  retry: { attempts: 3, backoffMs: 1000 },
  idempotency: "none",
  asksPerson: false,
});
