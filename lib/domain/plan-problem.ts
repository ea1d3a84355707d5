import { z } from "zod";
import { stepIdSchema } from "./ids";

/**
 * Something that keeps a plan from running. `invalid`: can't be saved (a cycle, an unknown tool, a wrong type);
 * `open`: can be saved, must be settled before a run (a missing value, an unanswered question).
 */
export const planProblemSchema = z.strictObject({
  severity: z.enum(["invalid", "open"]),
  code: z.enum([
    "unknown-step",
    "duplicate-step",
    "unknown-tool",
    "tool-off",
    "unknown-input",
    "missing-input",
    "open-question",
    "wrong-type",
    "dangling-binding",
    "unknown-output",
    "wrong-condition",
    "wrong-repeat",
    "wrong-expectation",
    "cycle",
    "no-connection",
    "no-steps",
    "too-many-steps",
    "too-many-items",
    "rollback",
    "nesting",
  ]),
  stepId: stepIdSchema.nullable(),
  input: z.string().nullable(),
  /** One sentence: what is wrong and what to do. */
  message: z.string(),
});
export type PlanProblem = z.infer<typeof planProblemSchema>;
