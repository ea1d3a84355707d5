import { z } from "zod";
import { bindingSchema } from "./binding";
import { canonicalJson } from "./canonical-json";
import { planIdSchema, runIdSchema, stepIdSchema } from "./ids";
import { jsonSchema } from "./json";
import { originSchema } from "./origin";
import type { Step } from "./plan";

/** What started a run where no person did. */
export const triggerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("schedule") }),
  /** `messageId`: what its sender calls the message. */
  z.object({ kind: z.literal("webhook"), messageId: z.string() }),
  /** A step of another run: a nested run. */
  z.object({
    kind: z.literal("run"),
    runId: runIdSchema,
    goal: z.string(),
    stepId: stepIdSchema,
    stepTitle: z.string(),
    item: z.int().nonnegative().nullable(),
    /** The plans of the runs above it, the outermost first: none of them may come again. */
    above: z.array(planIdSchema),
  }),
]);
export type Trigger = z.infer<typeof triggerSchema>;

/** An input of a step that what starts the run gives a value, and where in it the value is: `order.items[0].email`. */
export const fedInputSchema = z.strictObject({
  stepId: stepIdSchema,
  input: z.string().min(1).max(200),
  path: z.string().max(500),
});
export type FedInput = z.infer<typeof fedInputSchema>;

/** A value that came from outside for an input of a step. */
export const givenValueSchema = z.object({
  stepId: stepIdSchema,
  input: z.string(),
  value: jsonSchema,
  /** What the plan has there: the value is in place of exactly that; null for nothing. */
  instead: bindingSchema.nullable(),
  /** How far it is to be trusted: left out, not at all. */
  origin: originSchema.optional(),
});
export type GivenValue = z.infer<typeof givenValueSchema>;

/** The values given to a step: those whose place is still as it was when they were given. */
export function givenTo(step: Pick<Step, "id" | "inputs">, given: readonly GivenValue[]): GivenValue[] {
  return given.filter(
    ({ stepId, input, instead }) =>
      stepId === step.id && canonicalJson(bindingAt(step, input)) === canonicalJson(instead),
  );
}

/** What a step has for an input; null for nothing. */
export const bindingAt = (step: Pick<Step, "inputs">, input: string) =>
  Object.hasOwn(step.inputs, input) ? (step.inputs[input] ?? null) : null;

/** `order.items[0].email` as a path of own properties and places; null when it can't be read as one. */
export function parsePath(text: string): (string | number)[] | null {
  const trimmed = text.trim().replace(/^\$\.?/, "");
  if (trimmed === "") return [];
  const segment = /(?:^|\.)([^.[\]\s]{1,200})|\[(\d{1,6})\]/y;
  const path: (string | number)[] = [];
  while (segment.lastIndex < trimmed.length) {
    const found = segment.exec(trimmed);
    if (!found || path.length === 20) return null;
    path.push(found[1] ?? Number(found[2]));
  }
  return path;
}
