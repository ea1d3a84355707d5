import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { toolSchema } from "@/lib/domain/tool";
import { type ToolFilters, toolSearchSchema } from "@/lib/domain/tool-search";
import { getJson } from "./api";

/** What the catalogue is asked for. */
export interface CatalogueSearch extends ToolFilters {
  query: string;
  limit?: number;
  offset?: number;
}

/** The catalogue searched by meaning; what was found before stays until the new results are there. */
export const toolSearchQuery = ({ query, limit = 30, ...rest }: CatalogueSearch) =>
  queryOptions({
    queryKey: ["tools", "search", query, limit, rest],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ q: query, limit: String(limit) });
      for (const [name, value] of Object.entries(rest)) {
        if (value !== undefined) params.set(name, String(value));
      }
      return getJson(`/api/tools/search?${params}`, toolSearchSchema, signal);
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

/** One tool with its schemas. */
export const toolQuery = (toolId: string) =>
  queryOptions({
    queryKey: ["tools", toolId],
    queryFn: ({ signal }) => getJson(`/api/tools/${encodeURIComponent(toolId)}`, toolSchema, signal),
  });
