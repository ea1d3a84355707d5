// What lists show of plans and runs.
import { z } from "zod";
import { planIdSchema, runIdSchema } from "./ids";
import { planningSummarySchema } from "./planning-record";

export const runStatusSchema = z.enum([
  "queued",
  "running",
  "waiting",
  "paused",
  "completed",
  "failed",
  "canceled",
]);

export const planSummarySchema = z.object({
  id: planIdSchema,
  goal: z.string(),
  revision: z.int(),
  stepCount: z.int(),
  updatedAt: z.iso.datetime(),
  lastRun: z.object({ id: runIdSchema, status: runStatusSchema }).nullable(),
  /** Null for a plan no planner made. */
  planning: planningSummarySchema.nullable(),
});
export type PlanSummary = z.infer<typeof planSummarySchema>;

export const runSummarySchema = z.object({
  id: runIdSchema,
  planId: planIdSchema,
  planRevision: z.int(),
  goal: z.string(),
  status: runStatusSchema,
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** The run it is a step of. */
  parentRunId: runIdSchema.nullable(),
  /** The run whose effects it takes back. */
  rollsBack: runIdSchema.nullable(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
