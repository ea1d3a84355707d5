import { z } from "zod";
import { stepIdSchema } from "./ids";

/** A figure with the bounds it is expected to lie in. */
export const intervalSchema = z.object({ low: z.number(), likely: z.number(), high: z.number() });
export type Interval = z.infer<typeof intervalSchema>;

/** What past calls of its tool say about a step. */
export const stepEstimateSchema = z.object({
  stepId: stepIdSchema,
  /** Past calls it rests on. */
  calls: z.int().nonnegative(),
  /** Milliseconds of one call: 10th percentile, median, 90th; null when none was completed. */
  ms: intervalSchema.nullable(),
  /** 0 to 1: how likely it fails for good. Null when too few past calls tell. */
  failure: intervalSchema.nullable(),
  /** US dollars, of one item where it is repeated; null where no cost is known, which is not the same as nothing. */
  usd: intervalSchema.nullable(),
});
export type StepEstimate = z.infer<typeof stepEstimateSchema>;

/** How long a plan will work, how likely it fails and what it costs, from past calls of its tools; waiting for people is not in it. */
export const planEstimateSchema = z.object({
  steps: z.array(stepEstimateSchema),
  /** Milliseconds of the longest way through the steps that are known. Null when none is. */
  ms: intervalSchema.nullable(),
  /** 0 to 1: how likely at least one of the steps that are known fails. Null when none is. */
  failure: intervalSchema.nullable(),
  /** US dollars of the steps whose cost is known: a repeated step from one item to its limit. Null when none is. */
  usd: intervalSchema.nullable(),
  /** Steps that are not in these odds: their tools were called too seldom. */
  unknown: z.array(stepIdSchema),
});
export type PlanEstimate = z.infer<typeof planEstimateSchema>;
