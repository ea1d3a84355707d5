// A plan gone through with simulated effects: what a run of it would come to, without one.
import { z } from "zod";
import { planIdSchema, runIdSchema, stepIdSchema, toolIdSchema } from "./ids";
import { jsonSchema } from "./json";
import { toolErrorKindSchema, toolFailureSchema } from "./tool-error";

/** What comes back: what is usual, as little as may be, or a failure. */
export const rehearsalCaseSchema = z.enum(["normal", "empty", "erroneous"]);
export type RehearsalCase = z.infer<typeof rehearsalCaseSchema>;

/** What a call of a tool came to in a past run. */
export const pastOutputSchema = z.object({
  toolId: toolIdSchema,
  planId: planIdSchema,
  stepId: stepIdSchema,
  runId: runIdSchema,
  at: z.iso.datetime(),
  output: jsonSchema,
});
export type PastOutput = z.infer<typeof pastOutputSchema>;

/** Where a simulated output comes from: a call of the same tool in a past run, or the tool's output schema alone. */
export const simulatedFromSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("past"), runId: runIdSchema, at: z.iso.datetime() }),
  z.object({ kind: z.literal("schema") }),
]);
export type SimulatedFrom = z.infer<typeof simulatedFromSchema>;

/** What a rehearsal adds to how a step stands in its run. */
export const rehearsedStepSchema = z.object({
  stepId: stepIdSchema,
  /** Null where it is not called. */
  from: simulatedFromSchema.nullable(),
  /** Approvals a run would ask for: of a repeated step, one for each item. */
  approvals: z.int().nonnegative(),
  /** Why it would ask. */
  reasons: z.array(z.string()),
  /** True for a step whose call leaves this machine: one that can fail with an error of a service. */
  callsOutside: z.boolean(),
});
export type RehearsedStep = z.infer<typeof rehearsedStepSchema>;

/** Something worth knowing before the run. */
export const rehearsalFindingSchema = z.object({
  /**
   * `stops`: the run would stop there for a person. `skips`: the step would be left out. `nothing`: it would be given
   * nothing. `repeats`: how often it would be done. `asks`: for an approval or an answer. `assumed`: taken for granted here.
   */
  kind: z.enum(["stops", "skips", "nothing", "repeats", "asks", "assumed"]),
  stepId: stepIdSchema,
  message: z.string(),
  /** Steps that would not be reached because of it. */
  waiting: z.array(stepIdSchema),
});
export type RehearsalFinding = z.infer<typeof rehearsalFindingSchema>;

/** What the run would do if one step's calls failed. */
export const rehearsedFailureSchema = z.object({
  stepId: stepIdSchema,
  failure: toolFailureSchema,
  /** `past`: the tool's last failure here. `typical`: of its kind. `chosen`: asked for. */
  from: z.enum(["past", "typical", "chosen"]),
  /** Calls before it is left to a person. */
  calls: z.int().positive(),
  /** Milliseconds waited between them, at most. */
  waitMs: z.number().nonnegative(),
  /** `outcome-unknown`: its effect may have taken place all the same. */
  ends: z.enum(["failed", "outcome-unknown"]),
  /** What the run would do, in sentences. */
  message: z.string(),
  /** Steps that would be done by then. */
  done: z.array(stepIdSchema),
  /** Steps that would not have happened yet, the failing one included. */
  notDone: z.array(stepIdSchema),
});
export type RehearsedFailure = z.infer<typeof rehearsedFailureSchema>;

export const rehearsalBaseSchema = z.object({
  case: rehearsalCaseSchema,
  planId: planIdSchema,
  planRevision: z.int().positive(),
  /** The step that fails in `run`; null where none does. */
  failing: z.object({ stepId: stepIdSchema, error: toolErrorKindSchema }).nullable(),
  steps: z.array(rehearsedStepSchema),
  findings: z.array(rehearsalFindingSchema),
  /** In the erroneous case: each step that calls something outside, failing in turn. */
  failures: z.array(rehearsedFailureSchema),
});
