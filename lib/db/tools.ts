// The catalogue in PostgreSQL: what the vector index is rebuilt from.
import { createHash } from "node:crypto";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { PlanId, ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { keptEdits, type ToolEdits } from "@/lib/domain/tool-edits";
import { editedTool, sealedTool } from "@/lib/tools/define-tool";
import { batched } from "./batched";
import { db, type Querier } from "./client";
import { tools } from "./schema";
import { keepVersions } from "./tool-history";
import { toolColumns, toolOf } from "./tool-row";

/** Rows of one statement: PostgreSQL takes at most 65,535 parameters. */
const rowsPerStatement = 1000;

export interface ToolsChange {
  added: ToolId[];
  /** Known before, with another version. */
  changed: ToolId[];
  removed: ToolId[];
}

/**
 * Stores tools, whole or not at all; a tool whose version is unchanged is not written.
 * @param apiId the imported API they belong to; null for built-in ones.
 */
export async function upsertTools(
  list: readonly Tool[],
  apiId: string | null,
  querier?: Querier,
): Promise<ToolsChange> {
  return inTransaction(querier, (tx) => writeTools(list, { apiId }, tx));
}

/** Stores tools of an MCP server, like `upsertTools`. */
export async function upsertServerTools(
  list: readonly Tool[],
  serverId: string,
  tx: Querier,
): Promise<ToolsChange> {
  return writeTools(list, { serverId }, tx);
}

/** Stores the tool a plan is to others, like `upsertTools`. */
export async function upsertPlanTool(tool: Tool, planId: PlanId, tx: Querier): Promise<void> {
  await writeTools([tool], { planId }, tx);
}

/**
 * Switches tools off since what their server says of them has changed: they stay where plans find them, with another
 * version, so that every approval of them is void (M2). Returns those that were on.
 */
export async function holdBackTools(ids: readonly ToolId[], tx: Querier): Promise<Tool[]> {
  const held: Tool[] = [];
  for (const id of ids) {
    const stored = await lockTool(id, tx);
    if (!stored || stored.imported.off === "changed") continue;
    const { version: _, ...rest } = stored.imported;
    const definition = sealedTool({ ...rest, off: "changed" });
    const tool = editedTool(definition, stored.edits);
    await keepVersions([{ id, version: tool.version }], tx);
    await tx
      .update(tools)
      .set({ definition, version: tool.version, updatedAt: sql`now()` })
      .where(eq(tools.id, id));
    held.push(tool);
  }
  return held;
}

/** Removes these tools; returns the ids of those that were there. */
export async function deleteTools(ids: readonly ToolId[], tx: Querier): Promise<ToolId[]> {
  if (ids.length === 0) return [];
  const gone = await tx
    .delete(tools)
    .where(inArray(tools.id, [...ids]))
    .returning({ id: tools.id });
  return gone.map((row) => row.id);
}

/** Like `upsertTools`, and removes the other tools of the same API (of the built-in ones for null). */
export async function replaceTools(
  list: readonly Tool[],
  apiId: string | null,
  querier?: Querier,
): Promise<ToolsChange> {
  return inTransaction(querier, async (tx) => {
    const removed = await removeOtherTools(
      list.map(({ id }) => id),
      apiId,
      tx,
    );
    return { ...(await writeTools(list, { apiId }, tx)), removed };
  });
}

/** Removes the tools of an API (the built-in ones for null) but those with these ids; returns the ids of the removed. */
export async function removeOtherTools(
  ids: readonly ToolId[],
  apiId: string | null,
  querier: Querier,
): Promise<ToolId[]> {
  const gone = await querier
    .delete(tools)
    .where(and(belongsTo(apiId), sql`${tools.id} <> all(${sql.param(ids)}::text[])`))
    .returning({ id: tools.id });
  return gone.map((row) => row.id);
}

/** Removes the tools of an imported API; returns their ids. */
export async function removeApiTools(apiId: string, querier: Querier = db()): Promise<ToolId[]> {
  const gone = await querier.delete(tools).where(eq(tools.apiId, apiId)).returning({ id: tools.id });
  return gone.map((row) => row.id);
}

/** Tools in the order of their titles; of one API, of the built-in ones (`apiId: null`), or all; also those that are off. */
export async function listTools(filter: { apiId?: string | null } = {}): Promise<Tool[]> {
  const rows = await db()
    .select(toolColumns)
    .from(tools)
    .where(filter.apiId === undefined ? undefined : belongsTo(filter.apiId));
  return rows.map(toolOf).sort((a, b) => compare(a.title, b.title) || compare(a.id, b.id));
}

/** What an API reads at a path, and at the paths of single things below it: `GET /orders`, `GET /orders/{id}`. */
export async function readsOfPath(apiId: string, path: string): Promise<Tool[]> {
  const at = sql`${tools.definition}->'source'->>'path'`;
  const isBelow = sql`starts_with(${at}, ${`${path}/{`}) and ${at} not like ${`${path.replace(/[\\%_]/g, "\\$&")}/%/%`}`;
  const rows = await db()
    .select(toolColumns)
    .from(tools)
    .where(
      and(
        eq(tools.apiId, apiId),
        sql`${tools.definition}->'source'->>'method' = 'get'`,
        sql`(${at} = ${path} or ${isBelow})`,
      ),
    )
    .orderBy(sql`length(${at})`, asc(tools.id))
    .limit(10);
  return rows.map(toolOf);
}

/** The tools of an MCP server that only read, up to some hundred. */
export async function readsOfServer(serverId: string): Promise<Tool[]> {
  const rows = await db()
    .select(toolColumns)
    .from(tools)
    .where(and(eq(tools.serverId, serverId), eq(tools.isOn, true)))
    .orderBy(asc(tools.id))
    .limit(500);
  return rows.map(toolOf).filter(({ effect }) => effect === "read");
}

/** Every tool that may be used, in the order of their ids. */
export async function allTools(): Promise<Tool[]> {
  const rows = await db().select(toolColumns).from(tools).where(eq(tools.isOn, true)).orderBy(asc(tools.id));
  return rows.map(toolOf);
}

/** The tools with these ids, also those that are off; unknown ids are left out. */
export async function findTools(ids: Iterable<ToolId>): Promise<Map<ToolId, Tool>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db().select(toolColumns).from(tools).where(inArray(tools.id, wanted));
  return new Map(rows.map((row) => [row.id, toolOf(row)]));
}

// Tools as they were read last, by id: what a tool is, is settled by its version.
const keptTools = new Map<ToolId, Tool>();
const maxKeptTools = 2000;

const findCurrent = batched(async (lists: ToolId[][]): Promise<Map<ToolId, Tool>[]> => {
  const wanted = [...new Set(lists.flat())];
  const rows = await db()
    .select({ id: tools.id, version: tools.version })
    .from(tools)
    .where(inArray(tools.id, wanted));
  const found = new Map<ToolId, Tool>();
  for (const { id, version } of rows) {
    const kept = keptTools.get(id);
    if (kept?.version === version) found.set(id, kept);
  }
  const changed = rows.map((row) => row.id).filter((id) => !found.has(id));
  for (const [id, tool] of await findTools(changed)) {
    found.set(id, tool);
    keptTools.delete(id);
    keptTools.set(id, tool);
  }
  for (const id of keptTools.keys()) {
    if (keptTools.size <= maxKeptTools) break;
    keptTools.delete(id);
  }
  return lists.map((ids) => new Map(ids.flatMap((id) => entryOf(id, found.get(id)))));
});

const entryOf = (id: ToolId, tool: Tool | undefined): [ToolId, Tool][] => (tool ? [[id, tool]] : []);

/**
 * Like `findTools` and as new, for those who look at the same tools again and again: one query for all who look at the
 * same moment, which reads only what has changed since. The same version is the same object.
 */
export function findCurrentTools(ids: Iterable<ToolId>): Promise<Map<ToolId, Tool>> {
  return findCurrent([...new Set(ids)]);
}

export async function findTool(id: ToolId): Promise<Tool | null> {
  return (await findTools([id])).get(id) ?? null;
}

/** A tool as it is, as it was imported, and what a person changed of it. */
export interface StoredTool {
  tool: Tool;
  imported: Tool;
  edits: ToolEdits | null;
}

/** Null when there is no such tool. */
export async function findStoredTool(id: ToolId, querier: Querier = db()): Promise<StoredTool | null> {
  const [row] = await querier.select(toolColumns).from(tools).where(eq(tools.id, id));
  return row ? { tool: toolOf(row), imported: row.definition, edits: row.edits } : null;
}

/** The tools with these ids; unknown ids are left out. */
export async function findStoredTools(ids: readonly ToolId[]): Promise<Map<ToolId, StoredTool>> {
  if (ids.length === 0) return new Map();
  const rows = await db()
    .select(toolColumns)
    .from(tools)
    .where(inArray(tools.id, [...ids]));
  return new Map(
    rows.map((row) => [row.id, { tool: toolOf(row), imported: row.definition, edits: row.edits }]),
  );
}

/** The ids of all tools of an imported API, in their order. */
export async function apiToolIds(apiId: string, querier: Querier = db()): Promise<ToolId[]> {
  const rows = await querier
    .select({ id: tools.id })
    .from(tools)
    .where(eq(tools.apiId, apiId))
    .orderBy(asc(tools.id));
  return rows.map((row) => row.id);
}

/** Like `findStoredTool`; until the transaction ends nobody else changes the tool. */
export async function lockTool(id: ToolId, tx: Querier): Promise<StoredTool | null> {
  await tx.execute(sql`select 1 from ${tools} where ${tools.id} = ${id} for update`);
  return findStoredTool(id, tx);
}

/** Stores what a person changed of a tool; null for nothing. Returns the tool as it is then. */
export async function setToolEdits(imported: Tool, edits: ToolEdits | null, tx: Querier): Promise<Tool> {
  const tool = editedTool(imported, edits);
  await keepVersions([tool], tx);
  await tx
    .update(tools)
    .set({ edits, version: tool.version, updatedAt: sql`now()` })
    .where(eq(tools.id, imported.id));
  return tool;
}

/** Id and version of every tool that may be used: what the vector index is compared with. */
export async function toolVersions(): Promise<Map<ToolId, string>> {
  const rows = await db()
    .select({ id: tools.id, version: tools.version })
    .from(tools)
    .where(eq(tools.isOn, true));
  return new Map(rows.map((row) => [row.id, row.version]));
}

/** `<count>:<hash>` over ids and versions, in whatever order: equal when nothing changed. */
export function fingerprintOf(versions: ReadonlyMap<string, string>): string {
  const lines = [...versions].map(([id, version]) => `${id}:${version}`).sort();
  const hash = createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
  return `${lines.length}:${hash}`;
}

/** Any number: the name of the lock that writers of the search index hold. */
const indexLock = 7_305_118;
let lastWriter: Promise<unknown> = Promise.resolve();

/**
 * Does something to the search index while nobody else writes it, in this process or another one. Not reentrant.
 * Writers of one process queue before they take a connection, lest waiting ones use up the pool.
 */
export function withIndexLock<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastWriter.then(() =>
    db().transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${indexLock})`);
      return work();
    }),
  );
  lastWriter = turn.catch(() => {});
  return turn;
}

const compare = (one: string, other: string) => one.localeCompare(other, "en");

const belongsTo = (apiId: string | null) =>
  apiId === null
    ? and(isNull(tools.apiId), isNull(tools.serverId), isNull(tools.planId))
    : eq(tools.apiId, apiId);

/** In the caller's transaction when there is one. */
async function inTransaction<T>(querier: Querier | undefined, work: (tx: Querier) => Promise<T>): Promise<T> {
  return querier ? work(querier) : db().transaction(work);
}

/** What a tool goes with; nothing for a built-in one. */
type Owner = { apiId: string | null } | { serverId: string } | { planId: PlanId };

async function writeTools(list: readonly Tool[], owner: Owner, tx: Querier): Promise<ToolsChange> {
  // The last definition of an id wins: one statement can't write a row twice.
  const byId = new Map(list.map((tool) => [tool.id, tool]));
  const known = new Map<ToolId, { definition: Tool; edits: ToolEdits | null }>();
  for (const ids of chunks([...byId.keys()])) {
    const rows = await tx.select(toolColumns).from(tools).where(inArray(tools.id, ids));
    for (const { id, ...row } of rows) known.set(id, row);
  }
  const fresh = [...byId.values()].filter((tool) => known.get(tool.id)?.definition.version !== tool.version);
  for (const part of chunks(fresh)) {
    const rows = part.map((tool) => ({ ...rowOf(tool, known.get(tool.id)), ...owner }));
    await keepVersions(
      rows.filter(({ id }) => known.has(id)),
      tx,
    );
    await tx
      .insert(tools)
      .values(rows)
      .onConflictDoUpdate({
        target: tools.id,
        set: {
          version: sql`excluded.version`,
          definition: sql`excluded.definition`,
          edits: sql`excluded.edits`,
          apiId: sql`excluded.api_id`,
          serverId: sql`excluded.server_id`,
          planId: sql`excluded.plan_id`,
          updatedAt: sql`now()`,
        },
      });
  }
  return {
    added: fresh.filter((tool) => !known.has(tool.id)).map((tool) => tool.id),
    changed: fresh.filter((tool) => known.has(tool.id)).map((tool) => tool.id),
    removed: [],
  };
}

function rowOf(tool: Tool, before: { definition: Tool; edits: ToolEdits | null } | undefined) {
  const edits = before?.edits ? keptEdits(before.edits, before.definition, tool) : null;
  return { id: tool.id, version: editedTool(tool, edits).version, definition: tool, edits };
}

function chunks<T>(list: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < list.length; start += rowsPerStatement) {
    parts.push(list.slice(start, start + rowsPerStatement));
  }
  return parts;
}
