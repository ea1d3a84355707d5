// What tools were before they changed: by another import, by a person, by another version of Lamplight.
import { desc, eq, sql } from "drizzle-orm";
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { db, type Querier } from "./client";
import { toolHistory, tools } from "./schema";
import { toolOf } from "./tool-row";

/** Versions of a tool that are kept: a server that changes its tools all the time must not fill the disk. */
const mostVersions = 50;

/** A tool as it was for a while. */
export interface FormerTool {
  tool: Tool;
  since: string;
  until: string;
}

/** Keeps tools as they are before they become these versions; one that stays what it is is not kept. */
export async function keepVersions(
  next: readonly { id: ToolId; version: string }[],
  tx: Querier,
): Promise<void> {
  if (next.length === 0) return;
  const ids = sql.param(next.map(({ id }) => id));
  const versions = sql.param(next.map(({ version }) => version));
  await tx.execute(sql`
    insert into ${toolHistory} (tool_id, version, definition, edits, since, until)
    select former.id, former.version, former.definition, former.edits, former.updated_at, now()
    from ${tools} former
    join unnest(${ids}::text[], ${versions}::text[]) as next(id, version) on next.id = former.id
    where next.version <> former.version`);
  await tx.execute(sql`
    delete from ${toolHistory} where id in (
      select id from (
        select id, row_number() over (partition by tool_id order by id desc) as place
        from ${toolHistory} where tool_id = any(${ids}::text[])
      ) kept where place > ${mostVersions}
    )`);
}

/** What a tool was before, newest first. */
export async function formerVersions(toolId: ToolId): Promise<FormerTool[]> {
  const rows = await db()
    .select()
    .from(toolHistory)
    .where(eq(toolHistory.toolId, toolId))
    .orderBy(desc(toolHistory.id));
  return rows.map(({ since, until, ...row }) => ({
    tool: toolOf({ ...row, id: toolId }),
    since: since.toISOString(),
    until: until.toISOString(),
  }));
}
