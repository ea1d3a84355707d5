// What a call cost, in US dollars: as models are priced, and as a person says a tool is.
import { z } from "zod";
import type { StepId } from "./ids";
import type { Run } from "./run";

/** A question to a language model in the middle of a call. */
export const modelUseSchema = z.object({
  /** `<provider>/<model>` */
  model: z.string(),
  /** Null where its service doesn't say. */
  inputTokens: z.int().nonnegative().nullable(),
  outputTokens: z.int().nonnegative().nullable(),
  /** At the model's price of then; null where there is none or the tokens are unknown. */
  costUsd: z.number().nonnegative().nullable(),
});
export type ModelUse = z.infer<typeof modelUseSchema>;

export const callCostSchema = z.object({
  /** What the person said a call of the tool costs, as it was then; null where nobody has, or nothing took place. */
  priceUsd: z.number().nonnegative().nullable(),
  models: z.array(modelUseSchema),
});
export type CallCost = z.infer<typeof callCostSchema>;

/** What a person may say a call of a tool costs. */
export const toolPriceSchema = z.number().nonnegative().max(10_000);

/** What is known to have been paid; `isWhole` is false where something of it isn't known. Null where nothing is known. */
export function knownCost(costs: readonly CallCost[]): { usd: number; isWhole: boolean } | null {
  const parts = costs.flatMap(({ priceUsd, models }) => [
    ...(priceUsd === null ? [] : [priceUsd]),
    ...models.map(({ costUsd }) => costUsd),
  ]);
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  return { usd: known.reduce((sum, part) => sum + part, 0), isWhole: known.length === parts.length };
}

/** What calls of a run cost, of one step and its items or of all. */
export function costsIn(run: Pick<Run, "steps">, stepId?: StepId): CallCost[] {
  return Object.values(run.steps)
    .filter((step) => stepId === undefined || step.stepId === stepId)
    .flatMap(({ attempts }) => attempts.flatMap(({ cost }) => cost ?? []));
}
