// What is searched for in the catalogue, as it stands in the address: to be sent, kept and come back to. Pure.
import type { InAddress } from "@/components/ui/keep-in-address";
import { effectSchema } from "@/lib/domain/effect";
import { sourceKindSchema, type ToolFilters } from "@/lib/domain/tool-search";

export interface CatalogueView {
  query: string;
  filters: ToolFilters;
}

/** The view an address asks for; what can't be read is left out. */
export function viewOf(params: { get(name: string): string | null }): CatalogueView {
  const filters: ToolFilters = {};
  const source = sourceKindSchema.safeParse(params.get("source"));
  const effect = effectSchema.safeParse(params.get("effect"));
  const sourceId = params.get("sourceId");
  const connected = params.get("connected");
  if (source.success) filters.source = source.data;
  if (sourceId !== null && sourceId !== "" && sourceId.length <= 200) filters.sourceId = sourceId;
  if (effect.success) filters.effect = effect.data;
  if (connected === "true" || connected === "false") filters.connected = connected === "true";
  return { query: (params.get("q") ?? "").slice(0, 10_000), filters };
}

/** A view's values in the address. */
export function inAddress({ query, filters }: CatalogueView): InAddress {
  const { source, sourceId, effect, connected } = filters;
  return { q: query === "" ? null : query, source, sourceId, effect, connected: connected?.toString() };
}

/** The address of a view, after the path: `?q=…&effect=read`, or nothing. */
export function addressOf(view: CatalogueView): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(inAddress(view))) {
    if (typeof value === "string") params.set(name, value);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
