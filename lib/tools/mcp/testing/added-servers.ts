// Servers added as the product adds them, for tests.
import type { ServerTool } from "@/lib/domain/mcp-server";
import { addServer, allowServerTools, checkServer, confirmCommand } from "@/lib/flow/manage-mcp-servers";
import type { NewServerRequest } from "@/lib/flow/read-new-server";

type Reach = NewServerRequest["reach"];

export const programReach = (command: string, args: string[] = []): Reach => ({
  kind: "stdio",
  command,
  args,
});
export const httpReach = (url: string): Reach => ({ kind: "http", url, isPrivate: true });

/** Adds a server and confirms its command; nothing is started yet. */
export async function addConfirmed(title: string, reach: Reach): Promise<string> {
  const added = await addServer({ title, reach });
  if (added.kind === "refused") throw new Error(JSON.stringify(added.problems));
  const { id, transportHash } = added.server;
  const confirmed = await confirmCommand({ serverId: id, transportHash });
  if (confirmed.kind !== "confirmed") throw new Error(confirmed.kind);
  return id;
}

/** Allows every tool a server lists, with the effect its hints tell. */
export async function allowAll(serverId: string): Promise<ServerTool[]> {
  const checked = await checkServer(serverId);
  if (checked.kind !== "listed") throw new Error(JSON.stringify(checked));
  const tools = checked.tools
    .filter(({ state }) => state !== "gone" && state !== "unusable")
    .map(({ listed, pin, hintedEffect: effect }) => ({ name: listed.name, pin, effect }));
  const allowed = await allowServerTools({ serverId, tools });
  if (allowed.kind !== "allowed" || allowed.outdated.length > 0) throw new Error(JSON.stringify(allowed));
  return checked.tools;
}

/** Adds a server, confirms, lists, and allows everything. */
export async function addAllowed(title: string, reach: Reach): Promise<{ id: string; tools: ServerTool[] }> {
  const id = await addConfirmed(title, reach);
  return { id, tools: await allowAll(id) };
}
