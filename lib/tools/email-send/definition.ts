import type { JsonSchema } from "@/lib/domain/json";
import { defineTool } from "@/lib/tools/define-tool";

const addresses = (title: string, description: string): JsonSchema => ({
  type: "array",
  title,
  description,
  items: { type: "string", format: "email", title: "E-mail address" },
  maxItems: 200,
});

export const emailSend = defineTool({
  id: "email.send",
  title: "Send an e-mail",
  description:
    "Sends an e-mail (email, mail) with a subject, a message and attachments to one or more people. Use it to mail a summary, report, notification, alert, invitation or file to a person or a team.",
  examples: [
    "Email a summary to the marketing team",
    "Send an e-mail to ada@example.com saying the report is ready",
    "Mail the chart to my manager",
    "Notify the team by email",
    "Send a notification to the on-call engineer",
    "Tell the guests that the party was put off",
  ],
  icon: "mail",
  effect: "irreversible",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      to: { ...addresses("To", "Who gets the message: one address per entry."), minItems: 1 },
      subject: {
        type: "string",
        title: "Subject",
        description: "One line that says what the message is about.",
        minLength: 1,
        maxLength: 500,
      },
      text: {
        type: "string",
        format: "text",
        title: "Message",
        description: "The body. Markdown (headings, lists, tables) is also sent as formatted HTML.",
        minLength: 1,
        maxLength: 500_000,
      },
      cc: addresses("Copy to", "Others who get a copy, seen by everybody."),
      bcc: addresses("Blind copy to", "Others who get a copy, seen by nobody."),
      attachments: {
        type: "array",
        title: "Attachments",
        description: "Files to send along: charts, tables, uploads.",
        items: { type: "string", format: "file", title: "File" },
        maxItems: 20,
      },
      replyTo: {
        type: "string",
        format: "email",
        title: "Answers go to",
        description: "Left out: to the sender.",
      },
      markdown: {
        type: "string",
        title: "Formatted message",
        description: "Markdown for the HTML part, when it is to differ from the message.",
        maxLength: 500_000,
      },
      html: {
        type: "string",
        title: "HTML",
        description: "The HTML part as it is, instead of one made from the message.",
        maxLength: 1_000_000,
      },
    },
    required: ["to", "subject", "text"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      messageId: { type: "string", title: "Message ID", description: "As in the message's header." },
      accepted: {
        type: "array",
        title: "Accepted",
        description: "Addresses the mail server took the message for.",
        items: { type: "string", format: "email" },
      },
      rejected: {
        type: "array",
        title: "Rejected",
        description: "Addresses the mail server refused.",
        items: { type: "string", format: "email" },
      },
    },
    required: ["messageId", "accepted", "rejected"],
    additionalProperties: false,
  },
  outputTrust: "trusted",
  controlInputs: ["to", "cc", "bcc", "replyTo", "attachments"],
  connectionKind: "smtp",
  timeoutMs: 60_000,
  retry: { attempts: 3, backoffMs: 2000 },
  // SMTP has no key against repeats; the Message-ID helps mailboxes that drop duplicates, no more.
  idempotency: "none",
  asksPerson: false,
});
