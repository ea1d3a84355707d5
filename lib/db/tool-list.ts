// The catalogue as a list, by title, without reading more of it than is shown.
import { and, asc, eq, inArray, isNotNull, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Tool } from "@/lib/domain/tool";
import type { ToolFilters, ToolGroup } from "@/lib/domain/tool-search";
import { db } from "./client";
import { tools } from "./schema";
import { toolColumns, toolOf } from "./tool-row";

/** One page of the tools that the filters ask for, in the order of their titles; also of those that are off. */
export async function pageOfTools(request: {
  filters: ToolFilters;
  connectedKinds: ReadonlySet<string>;
  limit: number;
  offset: number;
}): Promise<Tool[]> {
  const rows = await db()
    .select(toolColumns)
    .from(tools)
    .where(conditionOf(request.filters, request.connectedKinds))
    .orderBy(asc(tools.title), asc(tools.id))
    .limit(request.limit)
    .offset(request.offset);
  return rows.map(toolOf);
}

/** All tools, counted by what facets are made of. */
export async function toolGroups(connectedKinds: ReadonlySet<string>): Promise<ToolGroup[]> {
  const rows = await db()
    .select({
      kind: tools.sourceKind,
      id: tools.sourceId,
      title: tools.sourceTitle,
      effect: tools.effect,
      connectionKind: tools.connectionKind,
      tools: sql<number>`count(*)::int`,
    })
    .from(tools)
    .groupBy(tools.sourceKind, tools.sourceId, tools.sourceTitle, tools.effect, tools.connectionKind);
  return rows.map(({ connectionKind, ...row }) => ({
    ...row,
    connected: connectionKind === null || connectedKinds.has(connectionKind),
  }));
}

/** The condition that the filters make. */
export function conditionOf(filters: ToolFilters, connectedKinds: ReadonlySet<string>): SQL | undefined {
  const kinds = [...connectedKinds];
  const has = or(isNull(tools.connectionKind), inArray(tools.connectionKind, kinds));
  const lacks = and(isNotNull(tools.connectionKind), notInArray(tools.connectionKind, kinds));
  return and(
    filters.source === undefined ? undefined : eq(tools.sourceKind, filters.source),
    filters.sourceId === undefined ? undefined : eq(tools.sourceId, filters.sourceId),
    filters.effect === undefined ? undefined : eq(tools.effect, filters.effect),
    filters.connected === undefined ? undefined : filters.connected ? has : lacks,
  );
}
