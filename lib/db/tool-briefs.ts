// Tools as lists show them: a page of thirty reads no schema, however large those of their APIs are.
import { asc, inArray, sql } from "drizzle-orm";
import type { ToolBrief } from "@/lib/domain/catalogue-page";
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import type { ToolFilters } from "@/lib/domain/tool-search";
import { db } from "./client";
import { tools } from "./schema";
import { conditionOf } from "./tool-list";
import { toolOf } from "./tool-row";

const longestDescription = 400;

const columns = {
  id: tools.id,
  version: tools.version,
  definition: sql<
    Omit<Tool, "input" | "output" | "examples">
  >`${tools.definition} - array['input', 'output', 'examples']`,
  edits: tools.edits,
};

type Row = Pick<typeof tools.$inferSelect, "id" | "version" | "edits"> & {
  definition: Omit<Tool, "input" | "output" | "examples">;
};

function briefOf(row: Row): ToolBrief {
  const tool = toolOf({ ...row, definition: { ...row.definition, input: {}, output: {}, examples: [] } });
  const { id, title, source, icon, effect, connectionKind, off } = tool;
  const description = tool.description.slice(0, longestDescription);
  return { id, title, description, source, icon, effect, connectionKind, ...(off ? { off } : {}) };
}

/** One page of the tools that the filters ask for, in the order of their titles; also of those that are off. */
export async function pageOfBriefs(request: {
  filters: ToolFilters;
  connectedKinds: ReadonlySet<string>;
  limit: number;
  offset: number;
}): Promise<ToolBrief[]> {
  const rows = await db()
    .select(columns)
    .from(tools)
    .where(conditionOf(request.filters, request.connectedKinds))
    .orderBy(asc(tools.title), asc(tools.id))
    .limit(request.limit)
    .offset(request.offset);
  return rows.map(briefOf);
}

/** The tools with these ids in brief; unknown ids are left out. */
export async function findBriefs(ids: readonly ToolId[]): Promise<Map<ToolId, ToolBrief>> {
  if (ids.length === 0) return new Map();
  const rows = await db()
    .select(columns)
    .from(tools)
    .where(inArray(tools.id, [...ids]));
  return new Map(rows.map((row) => [row.id, briefOf(row)]));
}

/** What facets count of a tool, from columns of their own. */
export interface ToolTraits {
  kind: ToolBrief["source"]["kind"];
  sourceId: string | null;
  sourceTitle: string | null;
  effect: ToolBrief["effect"];
  connectionKind: string | null;
}

/** The traits of the tools with these ids; unknown ids are left out. */
export async function findTraits(ids: readonly ToolId[]): Promise<Map<ToolId, ToolTraits>> {
  if (ids.length === 0) return new Map();
  const rows = await db()
    .select({
      id: tools.id,
      kind: tools.sourceKind,
      sourceId: tools.sourceId,
      sourceTitle: tools.sourceTitle,
      effect: tools.effect,
      connectionKind: tools.connectionKind,
    })
    .from(tools)
    .where(inArray(tools.id, [...ids]));
  return new Map(rows.map(({ id, ...traits }) => [id, traits]));
}
