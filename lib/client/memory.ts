import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { episodeSchema, similarEpisodeSchema } from "@/lib/domain/episode";
import { rememberedValueSchema } from "@/lib/domain/remembered-value";
import { getJson } from "./api";

const pageSize = 30;
const pageSchema = z.object({ episodes: z.array(episodeSchema) });
const similarSchema = z.object({ episodes: z.array(similarEpisodeSchema) });
const valuesSchema = z.object({ values: z.array(rememberedValueSchema) });

/** What became of earlier plans, newest first, page by page. */
export const episodesQuery = infiniteQueryOptions({
  queryKey: ["memory", "episodes"],
  queryFn: async ({ pageParam, signal }) => {
    const before = pageParam ? `&before=${encodeURIComponent(pageParam)}` : "";
    return (await getJson(`/api/episodes?limit=${pageSize}${before}`, pageSchema, signal)).episodes;
  },
  initialPageParam: "",
  getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.finishedAt),
});

/** Goals shorter than this say too little. */
const shortest = 3;

/** Plans that have run for a goal like the one being typed. */
export const similarEpisodesQuery = (goal: string, limit = 3) =>
  queryOptions({
    queryKey: ["memory", "similar", goal, limit],
    queryFn: async ({ signal }) => {
      const params = new URLSearchParams({ q: goal.slice(0, 2000), limit: String(limit) });
      return (await getJson(`/api/episodes?${params}`, similarSchema, signal)).episodes;
    },
    enabled: goal.length >= shortest,
    // What was found for the letters before stays until then.
    placeholderData: goal.length >= shortest ? keepPreviousData : undefined,
    retry: false,
    staleTime: 10_000,
  });

/** Values a person has given inputs. */
export const rememberedValuesQuery = queryOptions({
  queryKey: ["memory", "values"],
  queryFn: async ({ signal }) => (await getJson("/api/remembered-values", valuesSchema, signal)).values,
});
