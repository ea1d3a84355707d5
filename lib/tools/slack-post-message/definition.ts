import { defineTool } from "@/lib/tools/define-tool";
import { tableOf } from "@/lib/tools/table-schemas";

export const slackPostMessage = defineTool({
  id: "slack.postMessage",
  title: "Post a message to Slack",
  description:
    "Posts a chat message to a Slack channel such as #sales or to a person such as @ada. Use it to share a result, a list or a table with a channel, or to notify, alert or message somebody in chat.",
  examples: [
    "Post the results to the #sales channel",
    "Send a Slack message to @ada",
    "Tell the team on Slack that the build is done",
    "Share this table in the #general channel",
    "Ask Ada whether the meeting is on",
    "Send a notification to the on-call engineer in chat",
  ],
  icon: "hash",
  effect: "irreversible",
  undo: { kind: "none" },
  lookUp: { kind: "itself" },
  input: {
    type: "object",
    properties: {
      destination: {
        type: "string",
        format: "chat-destination",
        title: "Channel or person",
        description: "#channel, or @handle for a direct message.",
        minLength: 1,
        maxLength: 100,
      },
      text: {
        type: "string",
        format: "text",
        title: "Message",
        description: "What the message says. Markdown is shown as Slack shows it.",
        minLength: 1,
        maxLength: 40_000,
      },
      table: tableOf("Table", "Rows to show below the message; the first 50 are shown."),
    },
    required: ["destination", "text"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      channel: { type: "string", title: "Channel ID", description: "Where Slack put the message." },
      timestamp: {
        type: "string",
        title: "Timestamp",
        description: "Slack's id of the message in its channel.",
      },
    },
    required: ["channel", "timestamp"],
    additionalProperties: false,
  },
  outputTrust: "trusted",
  controlInputs: ["destination"],
  connectionKind: "slack",
  timeoutMs: 30_000,
  retry: { attempts: 3, backoffMs: 1000 },
  idempotency: "none",
  asksPerson: false,
});
