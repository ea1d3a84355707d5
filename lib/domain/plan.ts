import { z } from "zod";
import { bindingSchema, sourceSteps } from "./binding";
import { conditionSchema } from "./condition";
import { expectationSchema, maxExpectations } from "./expectation";
import { fileIdSchema, planIdSchema, type StepId, stepIdSchema, toolIdSchema } from "./ids";
import { repeatSchema } from "./repeat";

/** One call of one tool. */
export const stepSchema = z.strictObject({
  id: stepIdSchema,
  /** What this step is for, in the person's words: "Send the summary to marketing". */
  title: z.string().min(1).max(200),
  toolId: toolIdSchema,
  inputs: z.record(z.string().max(200), bindingSchema),
  /** Steps that must finish first although no value flows from them. */
  after: z.array(stepIdSchema).max(200),
  /** When the step is done; always where there is none. */
  condition: conditionSchema.optional(),
  /** What the step is repeated over; done once where there is none. */
  repeat: repeatSchema.optional(),
  /** What has to be true of what it gives, each item's where it is repeated; what is usual where nobody has said. */
  expect: z.array(expectationSchema).max(maxExpectations).optional(),
  /** Why this step and this tool are here: the words of the goal it serves, and one sentence. */
  why: z.strictObject({ words: z.string().max(500), reason: z.string().max(500) }),
  /** Where the person put it on the canvas, in pixels; null: laid out automatically. */
  position: z.strictObject({ x: z.number(), y: z.number() }).nullable(),
});
export type Step = z.infer<typeof stepSchema>;

/** Steps a plan may have (R10). */
export const maxSteps = 1000;

/** Which steps ask before they run. Irreversible ones always do. */
export const policySchema = z.strictObject({
  reads: z.enum(["run", "ask"]),
  /** Tools whose writes may run without asking, as long as no untrusted value chooses what they reach. */
  trustedWrites: z.array(toolIdSchema),
});
export type Policy = z.infer<typeof policySchema>;
export const defaultPolicy: Policy = { reads: "run", trustedWrites: [] };

/** A part of the goal no tool serves, with the nearest tools. */
export const unservedSchema = z.strictObject({
  words: z.string(),
  nearest: z.array(z.strictObject({ toolId: toolIdSchema, title: z.string(), score: z.number() })),
});
export type Unserved = z.infer<typeof unservedSchema>;

/** An immutable revision of a graph for a goal. */
export const planSchema = z.strictObject({
  id: planIdSchema,
  revision: z.int().positive(),
  goal: z.string(),
  /** Files the person attached to the goal. */
  fileIds: z.array(fileIdSchema),
  planner: z.enum(["embedded", "model"]),
  /** What the planner wants the person to know: assumptions, a model that failed. */
  notes: z.array(z.string()),
  steps: z.array(stepSchema).max(maxSteps),
  unserved: z.array(unservedSchema),
  policy: policySchema,
  /** Calendar and time zone of relative dates: IANA name. */
  timeZone: z.string(),
  createdAt: z.iso.datetime(),
});
export type Plan = z.infer<typeof planSchema>;

/** The steps whose outputs a step reads: into its inputs, its condition, or the list it is repeated over. */
export function readStepsOf(step: Pick<Step, "inputs" | "condition" | "repeat">): StepId[] {
  const bindings = [
    ...Object.values(step.inputs),
    ...(step.condition?.tests ?? []).map((test) => test.value),
    ...(step.repeat ? [step.repeat.over] : []),
  ];
  return [...new Set(bindings.flatMap(sourceSteps))];
}

/** The steps a step waits for: those it reads from and those it comes after, each once. */
export function dependenciesOf(step: Step): StepId[] {
  return [...new Set([...readStepsOf(step), ...step.after])];
}
