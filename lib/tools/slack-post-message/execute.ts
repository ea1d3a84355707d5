import { z } from "zod";
import { tableSchema } from "@/lib/domain/table";
import { parseInput } from "@/lib/tools/parse-input";
import { requireConnection } from "@/lib/tools/require-connection";
import { type ExecuteTool, ToolError } from "@/lib/tools/tool-contract";
import { slackPostMessage } from "./definition";
import { postToSlack } from "./post-to-slack";
import { slackClient } from "./slack-client";
import { tableToSlackText, toSlackText } from "./slack-text";

const inputSchema = z.object({
  destination: z.string().min(1).max(100),
  text: z.string().min(1).max(40_000),
  table: tableSchema.optional(),
});

const maxTextLength = 40_000;

/** Posts one message as the connection's bot. */
export const executeSlackPostMessage: ExecuteTool = async (input, context) => {
  const { destination, text, table } = parseInput(inputSchema, input);
  const connection = requireConnection(context, slackPostMessage);
  const client = slackClient(connection, context.fetch, context.signal);
  const message = [toSlackText(text), ...(table ? [tableToSlackText(table)] : [])].join("\n\n");
  if (message.length > maxTextLength) {
    throw new ToolError(
      "bad-input",
      "The message is longer than 40,000 characters, the most Slack takes. Shorten it.",
    );
  }
  const posted = await postToSlack(client, { destination, text: message, key: context.idempotencyKey });
  const output = { channel: posted.channel, timestamp: posted.ts };
  return { output, receipt: { reference: posted.ts, service: connection.name, detail: output } };
};
