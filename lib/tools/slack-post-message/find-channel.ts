import type { WebClient } from "@slack/web-api";
import { ToolError } from "@/lib/tools/tool-contract";
import { nearestNames } from "@/lib/tools/words";
import { asToolError, platformErrorOf } from "./slack-errors";

export const maxPages = 20;

/** What Slack calls the destination: `#channel` as it is; a person's handle by the id behind it. */
export async function findChannel(client: WebClient, destination: string): Promise<string> {
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

/** Slack shows the bot no such destination. */
export function notFound(destination: string, near: string[]): ToolError {
  const hint =
    near.length > 0 ? ` Did you mean ${near.join(", ")}?` : " Check the name, and that the bot was invited.";
  return new ToolError("not-found", `Slack has no “${destination}” that this bot can see.${hint}`, {
    evidence: { destination, near },
  });
}
