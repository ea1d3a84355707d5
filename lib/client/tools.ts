import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { toolSchema } from "@/lib/domain/tool";
import { getJson } from "./api";
import { candidatesSchema } from "./plans";

/** The catalogue searched by meaning; what was found before stays until the new results are there. */
export const toolSearchQuery = (query: string, limit = 30) =>
  queryOptions({
    queryKey: ["tools", "search", query, limit],
    queryFn: async ({ signal }) =>
      (
        await getJson(
          `/api/tools/search?q=${encodeURIComponent(query)}&limit=${limit}`,
          candidatesSchema,
          signal,
        )
      ).candidates,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

/** One tool with its schemas. */
export const toolQuery = (toolId: string) =>
  queryOptions({
    queryKey: ["tools", toolId],
    queryFn: ({ signal }) => getJson(`/api/tools/${encodeURIComponent(toolId)}`, toolSchema, signal),
  });
