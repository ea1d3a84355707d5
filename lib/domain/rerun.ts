// A run that takes up what an earlier one of the same plan has recorded, instead of doing it again.
import { z } from "zod";
import { runIdSchema, stepIdSchema } from "./ids";

/** `from`: the step and all that needs it; `only`: the step alone. Either with what has to be there and isn't recorded. */
export const rerunScopeSchema = z.enum(["from", "only"]);
export type RerunScope = z.infer<typeof rerunScopeSchema>;

export const rerunSchema = z.object({
  /** The earlier run. */
  runId: runIdSchema,
  stepId: stepIdSchema,
  scope: rerunScopeSchema,
  /** Steps that changed something then, or may have: each asks before it does it once more (R2). */
  repeats: z.array(stepIdSchema),
});
export type Rerun = z.infer<typeof rerunSchema>;

/** Where what a step gave was recorded, when it was not in this run. */
export const takenFromSchema = z.object({
  runId: runIdSchema,
  /** When the step ended there. */
  at: z.iso.datetime(),
});
export type TakenFrom = z.infer<typeof takenFromSchema>;
