import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { runSummarySchema } from "@/lib/domain/summaries";
import { getJson } from "./api";

/** Runs, newest first; asks again every few seconds, as they go on by themselves. */
export const runsQuery = (limit = 50) =>
  queryOptions({
    queryKey: ["runs", { limit }],
    queryFn: async ({ signal }) =>
      (await getJson(`/api/runs?limit=${limit}`, z.object({ runs: z.array(runSummarySchema) }), signal)).runs,
    refetchInterval: 5000,
  });
