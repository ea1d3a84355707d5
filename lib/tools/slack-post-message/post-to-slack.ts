import type { WebClient } from "@slack/web-api";
import { ToolError } from "@/lib/tools/tool-contract";
import { nearestNames } from "@/lib/tools/words";
import { findChannel, notFound } from "./find-channel";
import { messageIdOf, metadataEvent } from "./message-key";
import { asToolError, platformErrorOf } from "./slack-errors";

/** Posts a text to a channel or a person, once for a key. Throws a ToolError. */
export async function postToSlack(
  client: WebClient,
  message: { destination: string; text: string; key: string; isPlain?: boolean },
): Promise<{ channel: string; ts: string }> {
  const channel = await findChannel(client, message.destination.trim());
  return post(client, { ...message, channel });
}

async function post(
  client: WebClient,
  message: { channel: string; destination: string; text: string; key: string; isPlain?: boolean },
): Promise<{ channel: string; ts: string }> {
  const { destination } = message;
  const id = messageIdOf(message.key);
  try {
    const answer = await client.chat.postMessage({
      channel: message.channel,
      text: message.text,
      mrkdwn: !message.isPlain,
      unfurl_links: false,
      unfurl_media: false,
      // Slack drops a message with an id it has seen, though it promises so nowhere. By its metadata a message is found.
      ...{ client_msg_id: id },
      metadata: { event_type: metadataEvent, event_payload: { id } },
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
