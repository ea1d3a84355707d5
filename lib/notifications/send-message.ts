// One message through a connection: the e-mail and Slack tools' own code, without their markup.
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection } from "@/lib/connections/open-connection";
import type { MessageOutcome } from "@/lib/db/notifications";
import type { ConnectionId } from "@/lib/domain/ids";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { parseAddress } from "@/lib/tools/email-send/addresses";
import { buildMessage, messageIdOf } from "@/lib/tools/email-send/build-message";
import { deliver } from "@/lib/tools/email-send/deliver";
import { senderOf } from "@/lib/tools/email-send/sender-of";
import { postToSlack } from "@/lib/tools/slack-post-message/post-to-slack";
import { slackClient } from "@/lib/tools/slack-post-message/slack-client";
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import type { ComposedMessage } from "./compose-message";

const timeoutMs = 60_000;

/** Sends a message, and says what came of it: `failed` only when it surely has not gone out. */
export async function sendMessage(request: {
  connectionId: ConnectionId;
  address: string;
  message: ComposedMessage;
  /** Of this message alone. */
  key: string;
}): Promise<MessageOutcome> {
  const signal = AbortSignal.timeout(timeoutMs);
  let scrub = (text: string) => text;
  try {
    const connection = await openConnection(request.connectionId);
    const scrubber = secretScrubber(Object.values(connection.secret));
    scrub = (text) => String(scrubber(text));
    await (connection.kind === "smtp" ? mail : post)(connection, { ...request, signal });
    return { kind: "sent" };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { kind: error.effectUncertain ? "uncertain" : "failed", problem: scrub(error.message) };
  }
}

interface Sending {
  address: string;
  message: ComposedMessage;
  key: string;
  signal: AbortSignal;
}

async function mail(connection: OpenConnection, { address, message, key, signal }: Sending): Promise<void> {
  const sender = senderOf(connection);
  const to = [parseAddress(address, "Address")];
  const bytes = await buildMessage({
    ...message,
    sender,
    to,
    cc: [],
    replyTo: null,
    html: null,
    attachments: [],
    messageId: messageIdOf(key, sender),
    date: new Date(),
    isAutomatic: true,
  });
  await deliver(connection, { envelope: { from: sender.address, to }, bytes, signal });
}

async function post(connection: OpenConnection, { address, message, key, signal }: Sending): Promise<void> {
  const escaped = message.text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const client = slackClient(connection, guardedFetch, signal);
  await postToSlack(client, { destination: address, text: escaped, key, isPlain: true });
}
