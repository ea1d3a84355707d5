import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import {
  directoryApiSchema,
  directoryHitSchema,
  directoryOperationSchema,
  directoryStateSchema,
  isInstalling,
} from "@/lib/domain/api-directory";
import { apiImportSchema, isUnderWay } from "@/lib/domain/api-import";
import { apiUseSchema, importedApiSchema } from "@/lib/domain/imported-api";
import { getJson } from "./api";

const lookAgainMs = 400;

/** An import; looked at again while somebody works on it. */
export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ["imports", importId],
    queryFn: ({ signal }) => getJson(`/api/imports/${encodeURIComponent(importId)}`, apiImportSchema, signal),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.status) ? lookAgainMs : false),
  });

/** The imported APIs by title. */
export const importedApisQuery = queryOptions({
  queryKey: ["apis"],
  queryFn: ({ signal }) => getJson("/api/apis", z.object({ apis: z.array(importedApiSchema) }), signal),
  select: ({ apis }) => apis,
});

/** What hangs on an imported API. */
export const apiUseQuery = (apiId: string) =>
  queryOptions({
    queryKey: ["apis", apiId, "use"],
    queryFn: ({ signal }) => getJson(`/api/apis/${encodeURIComponent(apiId)}/use`, apiUseSchema, signal),
  });

/** How far the API directory is installed; looked at again while it is being. */
export const directoryQuery = queryOptions({
  queryKey: ["api-directory"],
  queryFn: ({ signal }) => getJson("/api/api-directory", directoryStateSchema, signal),
  refetchInterval: ({ state }) => (state.data && isInstalling(state.data.status) ? lookAgainMs : false),
});

export const directorySearchQuery = (query: string, limit: number) =>
  queryOptions({
    queryKey: ["api-directory", "search", query, limit],
    queryFn: ({ signal }) =>
      getJson(
        `/api/api-directory/search?${new URLSearchParams({ q: query, limit: String(limit) })}`,
        z.object({ hits: z.array(directoryHitSchema), total: z.int() }),
        signal,
      ),
    placeholderData: keepPreviousData,
  });

/** An API of the directory with all of its operations. */
export const directoryApiQuery = (id: string) =>
  queryOptions({
    queryKey: ["api-directory", "operations", id],
    queryFn: ({ signal }) =>
      getJson(
        `/api/api-directory/operations?${new URLSearchParams({ id })}`,
        z.object({ api: directoryApiSchema, operations: z.array(directoryOperationSchema) }),
        signal,
      ),
  });
