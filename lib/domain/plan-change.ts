import { z } from "zod";
import { bindingSchema } from "./binding";
import { conditionSchema } from "./condition";
import { expectationSchema, maxExpectations } from "./expectation";
import { stepIdSchema, toolIdSchema } from "./ids";
import { policySchema, stepSchema } from "./plan";
import { repeatSchema } from "./repeat";

/** One edit of a plan. The canvas, the planners, undo and the HTTP API all speak these. */
export const planChangeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("add-step"), step: stepSchema }),
  z.strictObject({ kind: z.literal("remove-step"), stepId: stepIdSchema }),
  z.strictObject({ kind: z.literal("rename-step"), stepId: stepIdSchema, title: z.string().min(1).max(200) }),
  /** Another tool for the same step, with all its inputs; readers of outputs it doesn't have become questions. */
  z.strictObject({
    kind: z.literal("swap-tool"),
    stepId: stepIdSchema,
    toolId: toolIdSchema,
    inputs: z.record(z.string().max(200), bindingSchema),
  }),
  z.strictObject({
    kind: z.literal("bind-input"),
    stepId: stepIdSchema,
    input: z.string().max(200),
    binding: bindingSchema,
  }),
  z.strictObject({ kind: z.literal("clear-input"), stepId: stepIdSchema, input: z.string().max(200) }),
  z.strictObject({ kind: z.literal("add-dependency"), stepId: stepIdSchema, dependsOn: stepIdSchema }),
  z.strictObject({ kind: z.literal("remove-dependency"), stepId: stepIdSchema, dependsOn: stepIdSchema }),
  /** When the step is done; null: always. */
  z.strictObject({
    kind: z.literal("set-condition"),
    stepId: stepIdSchema,
    condition: conditionSchema.nullable(),
  }),
  /** What the step is repeated over; null: it is done once. */
  z.strictObject({ kind: z.literal("set-repeat"), stepId: stepIdSchema, repeat: repeatSchema.nullable() }),
  /** What the step is expected to give; null: what its tool usually gives. */
  z.strictObject({
    kind: z.literal("set-expectations"),
    stepId: stepIdSchema,
    expect: z.array(expectationSchema).max(maxExpectations).nullable(),
  }),
  z.strictObject({
    kind: z.literal("move-step"),
    stepId: stepIdSchema,
    position: z.strictObject({ x: z.number(), y: z.number() }).nullable(),
  }),
  z.strictObject({ kind: z.literal("set-policy"), policy: policySchema }),
  /** Back to steps and policy as they were: what undo, redo and "restore this revision" send. */
  z.strictObject({ kind: z.literal("restore"), steps: z.array(stepSchema).max(1000), policy: policySchema }),
]);
export type PlanChange = z.infer<typeof planChangeSchema>;
export const planChangesSchema = z.array(planChangeSchema).min(1).max(2000);
