import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { approvalSchema } from "@/lib/domain/approval";
import { envelopeSchema } from "@/lib/domain/envelope";
import type { ApprovalId } from "@/lib/domain/ids";
import { planIdSchema, runIdSchema, stepIdSchema } from "@/lib/domain/ids";
import { questionSchema } from "@/lib/domain/question";
import { troubledStepStatuses } from "@/lib/domain/run";
import { runSummarySchema } from "@/lib/domain/summaries";
import { toolFailureSchema } from "@/lib/domain/tool-error";
import { triggerSchema } from "@/lib/domain/trigger";
import { getJson } from "./api";

const countsSchema = z.object({ approvals: z.int(), questions: z.int(), attention: z.int() });

const attentionSchema = z.object({
  runId: runIdSchema,
  planId: planIdSchema,
  goal: z.string(),
  stepId: stepIdSchema,
  item: z.int().nullable(),
  stepTitle: z.string(),
  status: z.enum(troubledStepStatuses),
  failure: toolFailureSchema.nullable(),
  since: z.iso.datetime(),
});

const inboxSchema = z.object({
  approvals: z.array(approvalSchema),
  questions: z.array(questionSchema),
  attention: z.array(attentionSchema),
  counts: countsSchema,
  runs: z.array(runSummarySchema),
  /** Those of them that a step of another run started. */
  nested: z.array(z.object({ runId: runIdSchema, in: triggerSchema })),
});
export type InboxContents = z.infer<typeof inboxSchema>;
export type AttentionItem = z.infer<typeof attentionSchema>;

/** What waits for a person the longest, so many of each kind; asks again every three seconds. */
export const inboxQuery = (limit: number, approval: ApprovalId | null) =>
  queryOptions({
    queryKey: ["inbox", "contents", limit, approval],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ limit: String(limit), ...(approval ? { approval } : {}) });
      return getJson(`/api/inbox?${params}`, inboxSchema, signal);
    },
    refetchInterval: 3000,
    // More of them: what was shown stays until they are there.
    placeholderData: keepPreviousData,
  });

/** How many things wait for a person. */
export const inboxCountQuery = queryOptions({
  queryKey: ["inbox", "count"],
  queryFn: async ({ signal }) => {
    const { counts } = await getJson("/api/inbox?only=counts", z.object({ counts: countsSchema }), signal);
    return counts.approvals + counts.questions + counts.attention;
  },
  refetchInterval: 4000,
  staleTime: 2000,
});

/** One approval, decided or not: for a link to one that doesn't wait any more. */
export const approvalQuery = (approvalId: ApprovalId) =>
  queryOptions({
    queryKey: ["approvals", approvalId],
    queryFn: ({ signal }) => getJson(`/api/approvals/${approvalId}`, approvalSchema, signal),
    staleTime: 0,
  });

/** What is done without asking, within bounds a person has set. */
export const envelopesQuery = queryOptions({
  queryKey: ["envelopes"],
  queryFn: async ({ signal }) =>
    (await getJson("/api/envelopes", z.object({ envelopes: z.array(envelopeSchema) }), signal)).envelopes,
  refetchInterval: 10_000,
});
