import type { WebClient } from "@slack/web-api";
import { ToolError } from "@/lib/tools/tool-contract";
import { findChannel, maxPages, notFound } from "./find-channel";
import { messageIdOf, metadataEvent } from "./message-key";
import { asToolError } from "./slack-errors";

/** Messages of a channel that are looked through, the newest first: what was posted a moment ago is among them. */
const messagePages = 5;

export type Posted = { kind: "found"; channel: string; ts: string } | { kind: "not-found"; seen: number };

/** The message that was posted with a key. Throws a ToolError, of another kind where it is the channel that is not found. */
export async function findPosted(
  client: WebClient,
  wanted: { destination: string; key: string },
): Promise<Posted> {
  try {
    return await findAmongMessages(client, wanted);
  } catch (error) {
    if (!(error instanceof ToolError && error.kind === "not-found")) throw error;
    const { message, evidence } = error;
    throw new ToolError("refused", message, { evidence, cause: error });
  }
}

async function findAmongMessages(
  client: WebClient,
  { destination, key }: { destination: string; key: string },
): Promise<Posted> {
  const id = messageIdOf(key);
  const channel = await conversationOf(client, destination.trim());
  let seen = 0;
  let cursor: string | undefined;
  for (let page = 0; page < messagePages; page += 1) {
    const answer = await asked(() =>
      client.conversations.history({
        ...{ channel, limit: 200, include_all_metadata: true },
        ...(cursor ? { cursor } : {}),
      }),
    );
    const messages = answer.messages ?? [];
    seen += messages.length;
    const own = messages.find((message) => idOf(message) === id);
    if (own?.ts) return { kind: "found", channel, ts: own.ts };
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return { kind: "not-found", seen };
}

/** The id a message was posted with: in its metadata, which Slack keeps; some workspaces show it as the client's id as well. */
function idOf(message: {
  client_msg_id?: string | undefined;
  metadata?: { event_type?: string | undefined; event_payload?: unknown } | undefined;
}): string | null {
  const { metadata } = message;
  const payload = metadata?.event_type === metadataEvent ? metadata.event_payload : null;
  const own = typeof payload === "object" && payload !== null && "id" in payload ? payload.id : null;
  return typeof own === "string" ? own : (message.client_msg_id ?? null);
}

/** Whose history is asked for: what takes a message by name gives its messages by id alone. */
async function conversationOf(client: WebClient, destination: string): Promise<string> {
  const found = await findChannel(client, destination);
  if (/^[UW][A-Z0-9]{7,}$/.test(found)) {
    const { channel } = await asked(() => client.conversations.open({ users: found }));
    if (channel?.id) return channel.id;
    throw notFound(destination, []);
  }
  if (!found.startsWith("#")) return found;
  const wanted = found.slice(1).toLowerCase();
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await asked(() =>
      client.conversations.list({
        ...{ limit: 1000, exclude_archived: true, types: "public_channel,private_channel" },
        ...(cursor ? { cursor } : {}),
      }),
    );
    const channel = (answer.channels ?? []).find(({ name }) => name?.toLowerCase() === wanted);
    if (channel?.id) return channel.id;
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  throw notFound(destination, []);
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw asToolError(error, { effectUncertain: false });
  }
}
