// How a plan came about: who planned it, how long that took, and what a model was sent and answered.
import { z } from "zod";

/** One question to a model and its answer. */
export const modelExchangeSchema = z.object({
  /**
   * `plan`: the whole plan. `improvement`: of the embedded planner's draft. `refinement`: what a person asks of a plan.
   * `repair`: of a step in trouble. `correction`: what was refused of those. `tool`, `text`: a single decision.
   */
  purpose: z.enum(["plan", "improvement", "refinement", "repair", "correction", "tool", "text"]),
  /** All it was sent, as text. */
  sent: z.string(),
  /** What it answered, cut where it is very long. */
  answered: z.string(),
  /** What of it was refused, and why. */
  refused: z.array(z.string()),
  tookMs: z.int().nonnegative(),
  /** Null where its service doesn't say. */
  inputTokens: z.int().nonnegative().nullable(),
  outputTokens: z.int().nonnegative().nullable(),
});
export type ModelExchange = z.infer<typeof modelExchangeSchema>;

export const planningSummarySchema = z.object({
  /** `<provider>/<model>` of the model that was asked; null when none was. */
  model: z.string().nullable(),
  tookMs: z.int().nonnegative(),
  /** Of all exchanges; null where no service said. */
  inputTokens: z.int().nonnegative().nullable(),
  outputTokens: z.int().nonnegative().nullable(),
  /** At the model's price of then; null where there is none or the tokens are unknown. */
  costUsd: z.number().nonnegative().nullable(),
});
export type PlanningSummary = z.infer<typeof planningSummarySchema>;

export const planningRecordSchema = planningSummarySchema.extend({ exchanges: z.array(modelExchangeSchema) });
export type PlanningRecord = z.infer<typeof planningRecordSchema>;
