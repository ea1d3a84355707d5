import { z } from "zod";
import { parseInput } from "@/lib/tools/parse-input";
import { requireConnection } from "@/lib/tools/require-connection";
import { type ExecuteTool, ToolError } from "@/lib/tools/tool-contract";
import { slackPostMessage } from "./definition";
import { findPosted } from "./find-posted";
import { slackClient } from "./slack-client";

const inputSchema = z.object({ destination: z.string().min(1).max(100) });

/** Finds the message that a call with this key has posted, by the key it was given with it. */
export const lookUpSlackMessage: ExecuteTool = async (input, context) => {
  const { destination } = parseInput(inputSchema, input);
  const connection = requireConnection(context, slackPostMessage);
  const client = slackClient(connection, context.fetch, context.signal);
  const posted = await findPosted(client, { destination, key: context.idempotencyKey });
  if (posted.kind === "not-found") {
    const { seen } = posted;
    const message = `The message is not among the newest ${seen} of “${destination}”.`;
    throw new ToolError("not-found", message, { evidence: { seen } });
  }
  const output = { channel: posted.channel, timestamp: posted.ts };
  return { output, receipt: { reference: posted.ts, service: connection.name, detail: output } };
};
