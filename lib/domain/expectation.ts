// What has to be true of what a step gives, and how it came out: an answer with nothing in it is no success.
import { z } from "zod";
import { outputPathSchema } from "./binding";
import { type Test, testSchema } from "./condition";
import type { StepId } from "./ids";
import { jsonSchema } from "./json";

/** Expectations a step may have. */
export const maxExpectations = 10;

/** One comparison of what a step's tool gives: of a repeated step, for each item. */
export const expectationSchema = testSchema.omit({ value: true }).extend({
  /** Where in the output. */
  path: outputPathSchema,
});
export type Expectation = z.infer<typeof expectationSchema>;

/** Who expects something: a person said so, or tools of this kind usually give it. */
export const expectationSourceSchema = z.enum(["person", "usual"]);
export type ExpectationSource = z.infer<typeof expectationSourceSchema>;

/** An expectation as it came out. */
export const checkSchema = expectationSchema.extend({
  /** What was there; a long one shortened. Left out when nothing was. */
  found: jsonSchema.optional(),
  /** False too for what can't be compared. */
  holds: z.boolean(),
});
export type Check = z.infer<typeof checkSchema>;

/** A step's output judged: what it was expected to be, and what it was. */
export const observationSchema = z.object({
  verdict: z.enum(["met", "partly", "not-met"]),
  source: expectationSourceSchema,
  checks: z.array(checkSchema).min(1).max(maxExpectations),
});
export type Observation = z.infer<typeof observationSchema>;

/** An expectation as a test of the step's own output. */
export function testOf(stepId: StepId, { path, of, operator, operand }: Expectation): Test {
  return { value: { kind: "output", stepId, path }, of, operator, operand };
}

/** The expectation that a test of the step's own output states. */
export function expectationOf({ value, of, operator, operand }: Test): Expectation {
  return { path: value.kind === "question" ? [] : value.path, of, operator, operand };
}
