import { createHash } from "node:crypto";
import type { WebClient } from "@slack/web-api";
import { ToolError } from "@/lib/tools/tool-contract";
import { nearestNames } from "@/lib/tools/words";
import { asToolError, platformErrorOf } from "./slack-errors";

const maxPages = 20;

/** Posts a text to a channel or a person, once for a key. Throws a ToolError. */
export async function postToSlack(
  client: WebClient,
  message: { destination: string; text: string; key: string; isPlain?: boolean },
): Promise<{ channel: string; ts: string }> {
  const channel = await findChannel(client, message.destination.trim());
  return post(client, { ...message, channel });
}

/** What Slack calls the destination: `#channel` as it is; a person's handle by the id behind it. */
async function findChannel(client: WebClient, destination: string): Promise<string> {
  if (/^[CDGUW][A-Z0-9]{7,}$/.test(destination)) return destination;
  if (!destination.startsWith("@")) return `#${destination.replace(/^#/, "")}`;
  const handle = destination.slice(1).toLowerCase();
  const handles: string[] = [];
  try {
    let cursor: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const answer = await client.users.list({ limit: 200, ...(cursor ? { cursor } : {}) });
      for (const { id, name, profile, deleted } of answer.members ?? []) {
        const own = [name, profile?.display_name].flatMap((one) => (one ? [one] : []));
        if (id && !deleted && own.some((one) => one.toLowerCase() === handle)) return id;
        handles.push(...own.slice(0, 1));
      }
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) break;
    }
  } catch (error) {
    // A bot without the right to list people can still be given a channel of its own.
    if (platformErrorOf(error) === "missing_scope") return destination;
    throw asToolError(error, { effectUncertain: false });
  }
  const near = nearestNames(handle, handles).map((name) => `@${name}`);
  throw notFound(destination, near);
}

async function post(
  client: WebClient,
  message: { channel: string; destination: string; text: string; key: string; isPlain?: boolean },
): Promise<{ channel: string; ts: string }> {
  const { destination } = message;
  try {
    const answer = await client.chat.postMessage({
      channel: message.channel,
      text: message.text,
      mrkdwn: !message.isPlain,
      unfurl_links: false,
      unfurl_media: false,
      // Slack drops a message with an id it has seen, though it promises so nowhere.
      ...{ client_msg_id: uuidOf(message.key) },
    });
    if (!answer.channel || !answer.ts) {
      throw new ToolError("broken-tool", "Slack answered without saying where the message is.", {
        effectUncertain: true,
      });
    }
    return { channel: answer.channel, ts: answer.ts };
  } catch (error) {
    if (platformErrorOf(error) === "channel_not_found")
      throw notFound(destination, await nearChannels(client, destination));
    throw asToolError(error, { effectUncertain: true });
  }
}

async function nearChannels(client: WebClient, destination: string): Promise<string[]> {
  try {
    const { channels } = await client.conversations.list({ limit: 1000, exclude_archived: true });
    const names = (channels ?? []).flatMap(({ name }) => name ?? []);
    return nearestNames(destination, names).map((name) => `#${name}`);
  } catch {
    // The names would only be a help.
    return [];
  }
}

function notFound(destination: string, near: string[]): ToolError {
  const hint =
    near.length > 0 ? ` Did you mean ${near.join(", ")}?` : " Check the name, and that the bot was invited.";
  return new ToolError("not-found", `Slack has no “${destination}” that this bot can see.${hint}`, {
    evidence: { destination, near },
  });
}

/** The key as a UUID, the form Slack's own clients use. */
function uuidOf(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
