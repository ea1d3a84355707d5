// MCP servers, what they list, and what of it was allowed.
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Effect } from "@/lib/domain/effect";
import type { ToolId } from "@/lib/domain/ids";
import type {
  ListedTool,
  McpServer,
  McpServerSummary,
  ServerSignIn,
  ServerTool,
  ServerTransport,
} from "@/lib/domain/mcp-server";
import { storableJson } from "@/lib/domain/storable-json";
import type { Tool } from "@/lib/domain/tool";
import type { ReachableServer } from "@/lib/tools/mcp/connect-server";
import { hintedEffect, isHintedRepeatable, listedProblem, toolIdOf } from "@/lib/tools/mcp/make-tool";
import { toolPin } from "@/lib/tools/mcp/pins";
import { db, type Querier } from "./client";
import { mcpServers, mcpTools } from "./schema";
import { deleteTools, holdBackTools } from "./tools";

type ServerRow = typeof mcpServers.$inferSelect;
type ToolRow = typeof mcpTools.$inferSelect;

const iso = (date: Date | null) => date?.toISOString() ?? null;

function toServer(row: ServerRow): ReachableServer {
  const { id, title, transport, signIn, transportHash, confirmedHash, problem, about } = row;
  return {
    ...{ id, title, transport, signIn, transportHash, confirmedHash, problem, about },
    confirmedAt: iso(row.confirmedAt),
    checkedAt: iso(row.checkedAt),
    createdAt: row.createdAt.toISOString(),
  };
}

/** The server without what only starting it needs. */
export function publicServer({ confirmedHash: _, ...server }: ReachableServer): McpServer {
  return server;
}

export interface NewServer {
  id: string;
  title: string;
  transport: ServerTransport;
  signIn: ServerSignIn;
  transportHash: string;
  /** Over HTTP there is nothing to confirm: nothing is started. */
  isConfirmed: boolean;
}

export async function insertServer(server: NewServer, tx: Querier): Promise<ReachableServer> {
  const { isConfirmed, ...values } = server;
  const confirmed = isConfirmed ? { confirmedHash: values.transportHash, confirmedAt: sql`now()` } : {};
  const [row] = await tx
    .insert(mcpServers)
    .values({ ...values, ...confirmed })
    .returning();
  if (!row) throw new Error(`PostgreSQL returned no row for the new MCP server ${server.id}.`);
  return toServer(row);
}

/** Until the transaction ends, nobody else adds a server: ids are chosen by what is there. */
export async function lockServers(tx: Querier): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('MCP servers', 0))`);
}

export async function findServer(id: string, querier: Querier = db()): Promise<ReachableServer | null> {
  const [row] = await querier.select().from(mcpServers).where(eq(mcpServers.id, id));
  return row ? toServer(row) : null;
}

/** The ids that are taken. */
export async function serverIds(querier: Querier = db()): Promise<Set<string>> {
  const rows = await querier.select({ id: mcpServers.id }).from(mcpServers);
  return new Set(rows.map((row) => row.id));
}

/** By title. */
export async function listServers(): Promise<McpServer[]> {
  const rows = await db().select().from(mcpServers).orderBy(asc(mcpServers.title), asc(mcpServers.id));
  return rows.map((row) => publicServer(toServer(row)));
}

/** By title, with how many of their tools are in each state; what can't be used counts as new. */
export async function summarizeServers(): Promise<McpServerSummary[]> {
  const state = sql<ServerTool["state"]>`case
    when ${mcpTools.allowedPin} is null then 'new'
    when not ${mcpTools.isListed} then 'gone'
    when ${mcpTools.pin} = ${mcpTools.allowedPin} then 'allowed'
    else 'changed' end`;
  const counted = await db()
    .select({ serverId: mcpTools.serverId, state, count: sql<number>`count(*)::int` })
    .from(mcpTools)
    .groupBy(mcpTools.serverId, state);
  return (await listServers()).map((server) => {
    const tools = { new: 0, allowed: 0, changed: 0, gone: 0, unusable: 0 };
    for (const row of counted) if (row.serverId === server.id) tools[row.state] = row.count;
    return { ...server, tools };
  });
}

/** Records that the operator confirmed this very command. Null when it is another one. */
export async function confirmServer(id: string, transportHash: string): Promise<ReachableServer | null> {
  const [row] = await db()
    .update(mcpServers)
    .set({ confirmedHash: transportHash, confirmedAt: sql`now()` })
    .where(and(eq(mcpServers.id, id), eq(mcpServers.transportHash, transportHash)))
    .returning();
  return row ? toServer(row) : null;
}

/** Records how the last look at a server went. */
export async function recordCheck(
  id: string,
  { problem, about }: { problem: string | null; about?: McpServer["about"] },
): Promise<void> {
  await db()
    .update(mcpServers)
    .set({ problem, checkedAt: sql`now()`, ...(about === undefined ? {} : { about }) })
    .where(eq(mcpServers.id, id));
}

/** Removes a server; its tools go with it. */
export async function deleteServer(id: string, tx: Querier): Promise<boolean> {
  const gone = await tx.delete(mcpServers).where(eq(mcpServers.id, id)).returning({ id: mcpServers.id });
  return gone.length > 0;
}

/** Problems are worked out from what is listed; a row whose tool is allowed has none. */
function stateOf(row: ToolRow): ServerTool["state"] {
  if (row.allowedPin === null) return listedProblem(row.listed) === null ? "new" : "unusable";
  if (!row.isListed) return "gone";
  return row.pin === row.allowedPin ? "allowed" : "changed";
}

function toServerTool(row: ToolRow): ServerTool {
  const { serverId, name, listed, pin, allowed, allowedEffect } = row;
  return {
    id: toolIdOf(serverId, name),
    state: stateOf(row),
    problem: listedProblem(listed),
    pin,
    listed,
    allowed,
    allowedAt: iso(row.allowedAt),
    hintedEffect: hintedEffect(listed),
    effect: allowedEffect,
    isRepeatable: isHintedRepeatable(listed),
  };
}

/** Everything a server lists, or listed when it was allowed, by name. */
export async function listServerTools(serverId: string, querier: Querier = db()): Promise<ServerTool[]> {
  const rows = await querier
    .select()
    .from(mcpTools)
    .where(eq(mcpTools.serverId, serverId))
    .orderBy(asc(mcpTools.name));
  return rows.map(toServerTool);
}

/** What a tool was allowed with; null when it is not allowed. */
export async function findAllowedPin(serverId: string, name: string): Promise<string | null> {
  const [row] = await db()
    .select({ pin: mcpTools.allowedPin })
    .from(mcpTools)
    .where(and(eq(mcpTools.serverId, serverId), eq(mcpTools.name, name)));
  return row?.pin ?? null;
}

export interface RecordedListing {
  /** Tools that were in use and are held back now. */
  heldBack: Tool[];
}

/**
 * Records what a server lists. A tool that was allowed and is not what it was, or is not there any more, is switched
 * off at once (M2); whole or not at all.
 */
export async function recordListing(
  server: Pick<ReachableServer, "id" | "transportHash">,
  listed: readonly ListedTool[],
): Promise<RecordedListing> {
  return db().transaction(async (tx) => {
    await tx.execute(sql`select 1 from ${mcpServers} where ${mcpServers.id} = ${server.id} for update`);
    const before = await tx.select().from(mcpTools).where(eq(mcpTools.serverId, server.id));
    const known = new Map(before.map((row) => [row.name, row]));
    const rows = listed.map((tool) => ({ tool, pin: toolPin(tool, server.transportHash) }));
    const fresh = rows.filter(({ tool, pin }) => {
      const row = known.get(tool.name);
      return !row || row.pin !== pin || !row.isListed;
    });
    for (let start = 0; start < fresh.length; start += 1000) {
      await tx
        .insert(mcpTools)
        .values(
          fresh.slice(start, start + 1000).map(({ tool, pin }) => ({
            ...{ serverId: server.id, name: tool.name, listed: storableJson(tool), pin, isListed: true },
          })),
        )
        .onConflictDoUpdate({
          target: [mcpTools.serverId, mcpTools.name],
          set: { listed: sql`excluded.listed`, pin: sql`excluded.pin`, isListed: true },
        });
    }
    const names = new Set(listed.map(({ name }) => name));
    const gone = before.filter((row) => !names.has(row.name));
    const forgotten = gone.filter((row) => row.allowedPin === null).map((row) => row.name);
    const missing = gone.filter((row) => row.allowedPin !== null).map((row) => row.name);
    const of = (list: string[]) => and(eq(mcpTools.serverId, server.id), inArray(mcpTools.name, list));
    if (forgotten.length > 0) await tx.delete(mcpTools).where(of(forgotten));
    if (missing.length > 0) await tx.update(mcpTools).set({ isListed: false }).where(of(missing));
    const changed = fresh.flatMap(({ tool, pin }) => {
      const allowedPin = known.get(tool.name)?.allowedPin ?? null;
      return allowedPin !== null && allowedPin !== pin ? [tool.name] : [];
    });
    const ids = [...changed, ...missing].map((name) => toolIdOf(server.id, name));
    return { heldBack: await holdBackTools(ids, tx) };
  });
}

/** Records that the operator allowed a tool as it is with this pin. Null when it is another one by now. */
export async function allowTool(
  serverId: string,
  { name, pin, effect }: { name: string; pin: string; effect: Effect },
  tx: Querier,
): Promise<ListedTool | null> {
  const [row] = await tx
    .update(mcpTools)
    .set({
      allowed: sql`${mcpTools.listed}`,
      allowedPin: pin,
      allowedEffect: effect,
      allowedAt: sql`now()`,
    })
    .where(
      and(
        eq(mcpTools.serverId, serverId),
        eq(mcpTools.name, name),
        eq(mcpTools.pin, pin),
        eq(mcpTools.isListed, true),
      ),
    )
    .returning();
  return row?.listed ?? null;
}

/** Takes the permission of tools back and removes them from the catalogue; the ids of those that were in it. */
export async function forbidTools(
  serverId: string,
  names: readonly string[],
  tx: Querier,
): Promise<ToolId[]> {
  if (names.length === 0) return [];
  const of = and(eq(mcpTools.serverId, serverId), inArray(mcpTools.name, [...names]));
  await tx.delete(mcpTools).where(and(of, eq(mcpTools.isListed, false)));
  await tx
    .update(mcpTools)
    .set({ allowed: null, allowedPin: null, allowedEffect: null, allowedAt: null })
    .where(of);
  return deleteTools(
    names.map((name) => toolIdOf(serverId, name)),
    tx,
  );
}
