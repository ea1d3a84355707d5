import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import type { RunId, StepId } from "@/lib/domain/ids";
import { repairProposalSchema } from "@/lib/domain/repair";
import { ledgerSchema } from "@/lib/domain/rollback";
import { runSummarySchema } from "@/lib/domain/summaries";
import { askJson, getJson } from "./api";
import { runSchema } from "./run-schema";

/** Runs, newest first; asks again every few seconds, as they go on by themselves. */
export const runsQuery = (limit = 50) =>
  queryOptions({
    queryKey: ["runs", { limit }],
    queryFn: async ({ signal }) =>
      (await getJson(`/api/runs?limit=${limit}`, z.object({ runs: z.array(runSummarySchema) }), signal)).runs,
    refetchInterval: 5000,
  });

/** One run with all its steps, as it was at a moment; a page that follows a run has `useRun`. */
export const runQuery = (runId: RunId, asOf: string) =>
  queryOptions({
    queryKey: ["runs", runId, asOf],
    queryFn: ({ signal }) => getJson(`/api/runs/${runId}`, runSchema, signal),
  });

/** What is proposed for a step in trouble. @param state of the step: a proposal is for that one only */
export const repairQuery = (runId: RunId, stepId: StepId, state: string) =>
  queryOptions({
    queryKey: ["runs", runId, "repair", stepId, state],
    queryFn: ({ signal }) =>
      getJson(`/api/runs/${runId}/steps/${stepId}/repair`, repairProposalSchema, signal),
    // The same until something happens to the step, which is another state.
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });

/** What is proposed once the model in use was asked: waits for it, and costs what it costs once for each state. */
export const modelRepairQuery = (runId: RunId, stepId: StepId, state: string) =>
  queryOptions({
    queryKey: ["runs", runId, "model-repair", stepId, state],
    queryFn: ({ signal }) =>
      askJson(`/api/runs/${runId}/steps/${stepId}/repair/model`, {
        ...{ body: {}, schema: repairProposalSchema, signal },
      }),
    staleTime: Number.POSITIVE_INFINITY,
    // Only a person has it asked once more.
    ...{ retry: false, refetchOnMount: false, refetchOnReconnect: false, refetchOnWindowFocus: false },
  });

/** Stops the asking; whoever waits for it is told. */
export const stopModelRepair = (runId: RunId, stepId: StepId) =>
  askJson(`/api/runs/${runId}/steps/${stepId}/repair/model/stop`, {
    ...{ body: {}, schema: z.object({ canceled: z.boolean() }) },
  });

/** What a run did and what of it can be undone; looked at again while a rollback goes on. */
export const ledgerQuery = (runId: RunId) =>
  queryOptions({
    queryKey: ["runs", runId, "ledger"],
    queryFn: ({ signal }) => getJson(`/api/runs/${runId}/rollback`, ledgerSchema, signal),
    refetchInterval: ({ state }) => (state.data?.start.kind === "under-way" ? 2000 : false),
  });
