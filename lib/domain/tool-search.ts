import { z } from "zod";
import { candidateSchema } from "./candidate";
import { type Effect, effectSchema } from "./effect";
import { type ToolSource, toolSourceSchema } from "./tool";

export const sourceKindSchema = z.enum(
  toolSourceSchema.options.map((option) => option.shape.kind.value) as [
    ToolSource["kind"],
    ...ToolSource["kind"][],
  ],
);
export type SourceKind = z.infer<typeof sourceKindSchema>;

/** What a search of the catalogue keeps to; what isn't named isn't asked. */
export const toolFiltersSchema = z.object({
  source: sourceKindSchema.optional(),
  /** The id of an imported API or of an MCP server. */
  sourceId: z.string().max(200).optional(),
  effect: effectSchema.optional(),
  connected: z.boolean().optional(),
});
export type ToolFilters = z.infer<typeof toolFiltersSchema>;

const count = z.int().nonnegative();

/** How many of the tools found have what, each counted as if its own filter were not set. */
export const toolFacetsSchema = z.object({
  sources: z.array(z.object({ kind: sourceKindSchema, tools: count })),
  /** APIs and MCP servers, those with most tools first; at most 50. */
  origins: z.array(z.object({ kind: sourceKindSchema, id: z.string(), title: z.string(), tools: count })),
  effects: z.array(z.object({ effect: effectSchema, tools: count })),
  connected: z.object({ yes: count, no: count }),
});
export type ToolFacets = z.infer<typeof toolFacetsSchema>;

/** The answer to a search of the catalogue. */
export const toolSearchSchema = z.object({
  /** Best first; without a query, by title. */
  candidates: z.array(candidateSchema),
  /** How many there are. With a query no more than the 200 nearest count. */
  total: count,
  facets: toolFacetsSchema,
});
export type ToolSearch = z.infer<typeof toolSearchSchema>;

/** Tools that are alike in all that facets count. */
export interface ToolGroup {
  kind: SourceKind;
  /** Null for built-in tools. */
  id: string | null;
  title: string | null;
  effect: Effect;
  connected: boolean;
  tools: number;
}

const mostOrigins = 50;

/** Whether tools of a group are what the filters ask for; `but` names one that isn't looked at. */
export function isWanted(group: ToolGroup, filters: ToolFilters, but?: "origin" | "effect" | "connected") {
  const isFrom = (filters.source ?? group.kind) === group.kind && (filters.sourceId ?? group.id) === group.id;
  return (
    (but === "origin" || isFrom) &&
    (but === "effect" || (filters.effect ?? group.effect) === group.effect) &&
    (but === "connected" || (filters.connected ?? group.connected) === group.connected)
  );
}

/** The facets of groups that were found without looking at the filters. */
export function countFacets(groups: readonly ToolGroup[], filters: ToolFilters): ToolFacets {
  const sources = new Map<SourceKind, number>(sourceKindSchema.options.map((kind) => [kind, 0]));
  const origins = new Map<string, ToolFacets["origins"][number]>();
  const effects = new Map<Effect, number>(effectSchema.options.map((effect) => [effect, 0]));
  const connected = { yes: 0, no: 0 };
  for (const group of groups) {
    if (isWanted(group, filters, "origin")) {
      sources.set(group.kind, (sources.get(group.kind) ?? 0) + group.tools);
      if (group.id !== null) addOrigin(origins, { ...group, id: group.id });
    }
    if (isWanted(group, filters, "effect")) {
      effects.set(group.effect, (effects.get(group.effect) ?? 0) + group.tools);
    }
    if (isWanted(group, filters, "connected")) connected[group.connected ? "yes" : "no"] += group.tools;
  }
  return {
    sources: [...sources].map(([kind, tools]) => ({ kind, tools })),
    origins: [...origins.values()]
      .sort((a, b) => b.tools - a.tools || (a.title < b.title ? -1 : 1))
      .slice(0, mostOrigins),
    effects: [...effects].map(([effect, tools]) => ({ effect, tools })),
    connected,
  };
}

function addOrigin(
  origins: Map<string, ToolFacets["origins"][number]>,
  { kind, id, title, tools }: ToolGroup & { id: string },
): void {
  const key = `${kind} ${id}`;
  const known = origins.get(key);
  if (known) known.tools += tools;
  else origins.set(key, { kind, id, title: title ?? id, tools });
}

/** So many of the tools a query finds are shown; further ones have little to do with it. */
export const mostFound = 60;
