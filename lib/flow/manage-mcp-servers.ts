// Adding MCP servers, looking at what they list, and allowing tools of theirs. Only people at this product's own pages
// get here: what can be started as a program is decided by whoever runs it (M1).
import { z } from "zod";
import type { FieldProblem } from "@/lib/connections/connection-form";
import { openServerConnection } from "@/lib/connections/oauth/server-grants";
import { listApis, lockApis } from "@/lib/db/apis";
import { db } from "@/lib/db/client";
import { deleteConnection, listConnections } from "@/lib/db/connections";
import {
  allowTool,
  confirmServer,
  deleteServer,
  findServer,
  forbidTools,
  insertServer,
  listServerTools,
  lockServers,
  publicServer,
  recordCheck,
  recordListing,
  serverIds,
} from "@/lib/db/mcp-servers";
import { upsertServerTools } from "@/lib/db/tools";
import { effectSchema } from "@/lib/domain/effect";
import {
  type McpServer,
  needsConnection,
  type ServerTool,
  serverConnectionKind,
  serverOrigin,
} from "@/lib/domain/mcp-server";
import { planToolPrefix } from "@/lib/domain/plan-tool";
import type { Tool } from "@/lib/domain/tool";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { builtinTools } from "@/lib/tools/definitions";
import { connectServer, type ReachableServer } from "@/lib/tools/mcp/connect-server";
import { listTools } from "@/lib/tools/mcp/list-tools";
import { listedProblem, makeTool } from "@/lib/tools/mcp/make-tool";
import { toMcpError } from "@/lib/tools/mcp/mcp-error";
import { transportHash } from "@/lib/tools/mcp/pins";
import { shortLine } from "@/lib/tools/mcp/visible-text";
import { apiIdOf } from "@/lib/tools/openapi/names";
import { ToolError } from "@/lib/tools/tool-contract";
import { followInIndex } from "./follow-in-index";
import { addConnection } from "./manage-connections";
import { type NewServerRequest, newServerSchema, readNewServer } from "./read-new-server";

export type AddedServer =
  | { kind: "added"; server: McpServer }
  | { kind: "refused"; problems: FieldProblem[] };

/** Adds a server and stores its secrets. Nothing is started and nothing is fetched (M1). */
export async function addServer(request: NewServerRequest): Promise<AddedServer> {
  const parsed = newServerSchema.safeParse(request);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      ...{ field: issue.path.map(String).join(".") || null, message: issue.message },
    }));
    return { kind: "refused", problems };
  }
  const read = readNewServer(parsed.data);
  if (read.kind === "refused") return read;
  const { title, transport, signIn, secrets } = read.server;
  const server = await db().transaction(async (tx) => {
    // Ids of APIs and servers stand at the same place of a tool's id: none may shadow another (M3).
    await lockApis(tx);
    await lockServers(tx);
    const taken = new Set([
      ...builtinTools.map((tool) => tool.id.split(".")[0] ?? ""),
      planToolPrefix,
      ...(await listApis(tx)).map((api) => api.id),
      ...(await serverIds(tx)),
    ]);
    const suggested = apiIdOf(title, transport.kind === "http" ? new URL(transport.url).hostname : "server");
    const id = freeId(suggested.slice(0, 34), taken);
    const isConfirmed = transport.kind === "http";
    const hash = transportHash(transport);
    const added = await insertServer({ id, title, transport, signIn, transportHash: hash, isConfirmed }, tx);
    if (needsConnection(added)) {
      const origin = serverOrigin(transport, id);
      await addConnection({ kind: serverConnectionKind(id), name: title, origin, config: {}, secrets }, tx);
    }
    return added;
  });
  return { kind: "added", server: publicServer(server) };
}

function freeId(suggested: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? suggested : `${suggested}-${count}`;
    if (!taken.has(id)) return id;
  }
}

const confirmSchema = z.strictObject({ serverId: z.string(), transportHash: z.string() });

/** The operator has seen the program and each of its arguments, and wants exactly them started (M1). */
export async function confirmCommand(
  request: z.input<typeof confirmSchema>,
): Promise<{ kind: "confirmed"; server: McpServer } | { kind: "conflict" }> {
  const { serverId, transportHash: hash } = confirmSchema.parse(request);
  const server = await confirmServer(serverId, hash);
  return server ? { kind: "confirmed", server: publicServer(server) } : { kind: "conflict" };
}

export type CheckedServer =
  | { kind: "listed"; server: McpServer; tools: ServerTool[] }
  | { kind: "failed"; message: string; needsSignIn: boolean }
  | { kind: "not-found" };

const checkTimeoutMs = 60_000;

/** Connects to a server, lists its tools, and compares them with what was allowed. For a program: starts it. */
export async function checkServer(serverId: string): Promise<CheckedServer> {
  const server = await findServer(serverId);
  if (!server) return { kind: "not-found" };
  let scrub = secretScrubber([]);
  try {
    const connection = await openServerConnection(server);
    scrub = secretScrubber(Object.values(connection?.secret ?? {}));
    const { listed, about } = await listFrom(server, connection);
    const { heldBack } = await recordListing(server, listed);
    await recordCheck(serverId, { problem: null, about });
    await followInIndex({ removed: heldBack.map(({ id }) => id) });
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const message = scrub(error.message);
    await recordCheck(serverId, { problem: message });
    return { kind: "failed", message, needsSignIn: error.kind === "credentials" };
  }
  const checked = await findServer(serverId);
  if (!checked) return { kind: "not-found" };
  return { kind: "listed", server: publicServer(checked), tools: await listServerTools(serverId) };
}

async function listFrom(server: ReachableServer, connection: Parameters<typeof connectServer>[1]) {
  const signal = AbortSignal.timeout(checkTimeoutMs);
  const session = await connectServer(server, connection, { signal });
  try {
    const { tools } = await listTools(session.client, signal);
    const self = session.client.getServerVersion();
    const about = {
      name: shortLine(self?.name ?? "", 100),
      version: shortLine(self?.version ?? "", 60),
      protocol: session.client.getNegotiatedProtocolVersion() ?? "",
    };
    return { listed: tools, about };
  } catch (error) {
    const cause = error instanceof ToolError ? error : (session.lastError() ?? error);
    throw toMcpError(cause, { serverTitle: server.title, isCall: false, process: session.process() });
  } finally {
    await session.close();
  }
}

const allowSchema = z.strictObject({
  serverId: z.string(),
  tools: z.array(z.strictObject({ name: z.string(), pin: z.string(), effect: effectSchema })).max(10_000),
});

export type AllowedTools =
  | {
      kind: "allowed";
      tools: Tool[] /** Changed since they were looked at: not allowed. */;
      outdated: string[];
    }
  | { kind: "not-found" };

/** Lets tools into the catalogue as they are: each by the pin of what the operator saw (M2). */
export async function allowServerTools(request: z.input<typeof allowSchema>): Promise<AllowedTools> {
  const { serverId, tools: wanted } = allowSchema.parse(request);
  const allowed = await db().transaction(async (tx) => {
    const server = await findServer(serverId, tx);
    if (!server) return null;
    const made: Tool[] = [];
    const outdated: string[] = [];
    for (const { name, pin, effect } of wanted) {
      const listed = await allowTool(serverId, { name, pin, effect }, tx);
      if (!listed || listedProblem(listed) !== null) outdated.push(name);
      else made.push(makeTool(server, listed, { effect, pin }));
    }
    await upsertServerTools(made, serverId, tx);
    return { tools: made, outdated };
  });
  if (!allowed) return { kind: "not-found" };
  await followInIndex({ written: allowed.tools });
  return { kind: "allowed", ...allowed };
}

const forbidSchema = z.strictObject({ serverId: z.string(), names: z.array(z.string()).max(10_000) });

/** Takes tools out of the catalogue. Steps that use them say so when they run. */
export async function forbidServerTools(request: z.input<typeof forbidSchema>): Promise<void> {
  const { serverId, names } = forbidSchema.parse(request);
  const removed = await db().transaction((tx) => forbidTools(serverId, names, tx));
  await followInIndex({ removed });
}

/** Removes a server, its tools and its connections. */
export async function removeServer(serverId: string): Promise<{ kind: "removed" } | { kind: "not-found" }> {
  const removed = await db().transaction(async (tx) => {
    if (!(await findServer(serverId, tx))) return null;
    const names = (await listServerTools(serverId, tx)).map((tool) => tool.listed.name);
    const ids = await forbidTools(serverId, names, tx);
    for (const { id } of await listConnections(serverConnectionKind(serverId), tx)) {
      await deleteConnection(id, tx);
    }
    await deleteServer(serverId, tx);
    return ids;
  });
  if (!removed) return { kind: "not-found" };
  await followInIndex({ removed });
  return { kind: "removed" };
}
