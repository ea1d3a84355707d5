import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { candidateSchema } from "@/lib/domain/candidate";
import { planEstimateSchema } from "@/lib/domain/estimate";
import type { PlanId, StepId } from "@/lib/domain/ids";
import { planSchema } from "@/lib/domain/plan";
import { planProblemSchema } from "@/lib/domain/plan-problem";
import { planningRecordSchema, planningSummarySchema } from "@/lib/domain/planning-record";
import { refinementSchema } from "@/lib/domain/refinement";
import type { RehearsalCase } from "@/lib/domain/rehearsal";
import { toolSchema } from "@/lib/domain/tool";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { askJson, getJson } from "./api";
import { rehearsalSchema } from "./rehearsal-schema";

const planReviewSchema = planSchema
  .extend({
    tools: z.array(toolSchema),
    problems: z.array(planProblemSchema),
    planning: planningSummarySchema.nullable(),
  })
  .transform(({ tools, problems, planning: _, ...plan }) => ({ plan, tools, problems }));

/** How a plan came about, with all a model was sent. */
export const planningQuery = (planId: PlanId) =>
  queryOptions({
    queryKey: ["plans", planId, "planning"],
    queryFn: ({ signal }) => getJson(`/api/plans/${planId}/planning`, planningRecordSchema, signal),
  });

/** What a revision is expected to take. @param before what was expected of a run queued at this moment. */
export const estimateQuery = (planId: PlanId, revision: number, before?: string) =>
  queryOptions({
    queryKey: ["plans", planId, revision, "estimate", before ?? "now"],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ revision: String(revision), ...(before ? { before } : {}) });
      return getJson(`/api/plans/${planId}/estimate?${params}`, planEstimateSchema, signal);
    },
    // An edit makes another revision; what was expected of the one before stays until then.
    placeholderData: keepPreviousData,
  });

/** What a run of a revision would come to, simulated. */
export const rehearsalQuery = (
  planId: PlanId,
  revision: number,
  choice: { case: RehearsalCase; failing: StepId | null; error: ToolErrorKind | null },
) =>
  queryOptions({
    queryKey: ["plans", planId, revision, "rehearsal", choice.case, choice.failing, choice.error],
    queryFn: ({ signal }) => {
      const { failing, error } = choice;
      const chosen = { ...(failing ? { failing } : {}), ...(failing && error ? { error } : {}) };
      const params = new URLSearchParams({ revision: String(revision), case: choice.case, ...chosen });
      return getJson(`/api/plans/${planId}/rehearsal?${params}`, rehearsalSchema, signal);
    },
    // Another case or another failing step: what was shown stays until it is known.
    placeholderData: (before, query) => (query?.queryKey[2] === revision ? before : undefined),
  });

/** A plan with its tools and problems; the newest revision unless one is named. */
export const planQuery = (planId: PlanId, revision?: number) =>
  queryOptions({
    queryKey: ["plans", planId, revision ?? "newest"],
    queryFn: ({ signal }) =>
      getJson(`/api/plans/${planId}${revision ? `?revision=${revision}` : ""}`, planReviewSchema, signal),
  });

/** What a request in words would change of a revision. */
export const askRefinement = (
  planId: PlanId,
  { signal, ...body }: { revision: number; request: string; signal: AbortSignal },
) => askJson(`/api/plans/${planId}/refinement`, { body, schema: refinementSchema, signal });

export const candidatesSchema = z.object({ candidates: z.array(candidateSchema) });

/** Tools that could do a step, best first. Depends on the revision, as the steps around it decide what can be filled. */
export const candidatesQuery = (planId: PlanId, revision: number, stepId: StepId, limit = 6) =>
  queryOptions({
    queryKey: ["plans", planId, revision, "candidates", stepId, limit],
    queryFn: async ({ signal }) =>
      (
        await getJson(
          `/api/plans/${planId}/steps/${stepId}/candidates?limit=${limit}`,
          candidatesSchema,
          signal,
        )
      ).candidates,
    // An edit makes another revision; what was proposed for the one before stays until then.
    placeholderData: keepPreviousData,
  });
