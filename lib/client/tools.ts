import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type CataloguePage, cataloguePageSchema } from "@/lib/domain/catalogue-page";
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

/** A page with what it was asked for: while the next is being found, what is shown answers an earlier query. */
export interface AnsweredPage extends CataloguePage {
  query: string;
}

/** How many tools a page of the catalogue has. */
export const cataloguePageSize = 30;

/** The catalogue in brief, page by page; what was found before stays until the new results are there. */
export const catalogueQuery = ({ query, ...filters }: ToolFilters & { query: string }) =>
  infiniteQueryOptions({
    queryKey: ["tools", "catalogue", query, filters],
    queryFn: async ({ signal, pageParam }): Promise<AnsweredPage> => {
      const params = new URLSearchParams({
        q: query,
        limit: String(cataloguePageSize),
        offset: String(pageParam),
      });
      for (const [name, value] of Object.entries(filters)) {
        if (value !== undefined) params.set(name, String(value));
      }
      return { ...(await getJson(`/api/catalogue?${params}`, cataloguePageSchema, signal)), query };
    },
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => {
      const next = offset + cataloguePageSize;
      return next < last.total ? next : null;
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
