import type { Effect } from "@/lib/domain/effect";
import type { SourceKind, ToolFacets, ToolFilters } from "@/lib/domain/tool-search";

export const sourceNames: Record<SourceKind, string> = {
  builtin: "Built in",
  openapi: "APIs",
  mcp: "MCP servers",
  plan: "Your plans",
};

export const effectNames: Record<Effect, string> = {
  read: "Read",
  write: "Write",
  irreversible: "Irreversible",
};

/** The filters that are set, each with its name and the filters without it. */
export function setFilters(
  filters: ToolFilters,
  facets: ToolFacets | undefined,
): { name: string; without: ToolFilters }[] {
  const { source, sourceId, effect, connected } = filters;
  const origin = facets?.origins.find(
    ({ kind, id }) => (source === undefined || kind === source) && id === sourceId,
  );
  const from = sourceId === undefined ? source && sourceNames[source] : (origin?.title ?? sourceId);
  return [
    ...(from ? [{ name: from, without: { ...filters, source: undefined, sourceId: undefined } }] : []),
    ...(effect ? [{ name: effectNames[effect], without: { ...filters, effect: undefined } }] : []),
    ...(connected === undefined
      ? []
      : [
          {
            name: connected ? "Ready to use" : "Not connected",
            without: { ...filters, connected: undefined },
          },
        ]),
  ];
}
