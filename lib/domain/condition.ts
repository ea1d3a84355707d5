import { z } from "zod";
import { readingSchema } from "./binding";
import { jsonSchema } from "./json";
import { originSchema } from "./origin";

/** How a value is compared; closed, so that nothing a value says is ever evaluated. */
export const operatorSchema = z.enum([
  "is",
  "is-not",
  "above",
  "at-least",
  "below",
  "at-most",
  "contains",
  "does-not-contain",
  "is-empty",
  "is-not-empty",
]);
export type Operator = z.infer<typeof operatorSchema>;

export const operandSchema = z.union([z.string().max(1000), z.number(), z.boolean()]);

/** One comparison of a value the run has read with one the plan names. */
export const testSchema = z.strictObject({
  value: readingSchema,
  /** Where the path says "of every item": whether one of them is enough, or all have to fit. */
  of: z.enum(["any", "every"]),
  operator: operatorSchema,
  /** Null for operators that compare with nothing. A date is its ISO text. */
  operand: operandSchema.nullable(),
});
export type Test = z.infer<typeof testSchema>;

/** When a step is done; else it is skipped. */
export const conditionSchema = z.strictObject({
  match: z.enum(["all", "any"]),
  tests: z.array(testSchema).min(1).max(10),
  /** The words of the goal it was read from. */
  words: z.string().max(500).optional(),
});
export type Condition = z.infer<typeof conditionSchema>;

/** A test as it came out in a run, with what it was decided on. */
export const decidedTestSchema = testSchema.extend({
  /** What was read; a long one shortened. Left out when nothing was there. */
  found: jsonSchema.optional(),
  /** Who what was read came from. */
  origin: originSchema,
  holds: z.boolean(),
});
export type DecidedTest = z.infer<typeof decidedTestSchema>;

/** True for operators that compare with nothing. */
export function isUnary(operator: Operator): boolean {
  return operator === "is-empty" || operator === "is-not-empty";
}

const opposites: Record<Operator, Operator> = {
  is: "is-not",
  "is-not": "is",
  above: "at-most",
  "at-most": "above",
  below: "at-least",
  "at-least": "below",
  contains: "does-not-contain",
  "does-not-contain": "contains",
  "is-empty": "is-not-empty",
  "is-not-empty": "is-empty",
};

/** The condition that holds exactly where this one does not: what "unless" says. */
export function oppositeOf(condition: Condition): Condition {
  const tests = condition.tests.map((test) => ({
    ...test,
    of: test.of === "any" ? ("every" as const) : ("any" as const),
    operator: opposites[test.operator],
  }));
  return { ...condition, match: condition.match === "all" ? "any" : "all", tests };
}
