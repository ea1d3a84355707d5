import { isUnary, type Operator, type Test } from "@/lib/domain/condition";
import type { JsonSchema } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import { typeOf } from "./output-fields";
import { problem, readingProblem, readSchema, type Surroundings } from "./read-schema";

/** What a value is compared as. */
export type ComparedType = "text" | "number" | "date" | "boolean" | "count" | "unknown";

const orders: Operator[] = ["above", "at-least", "below", "at-most"];
const numeric: Operator[] = ["is", "is-not", ...orders];
const emptiness: Operator[] = ["is-empty", "is-not-empty"];
const operatorsOf: Record<ComparedType, readonly Operator[]> = {
  // Files and services often write numbers and dates as texts.
  text: ["is", "is-not", "contains", "does-not-contain", ...emptiness, ...orders],
  number: [...numeric, ...emptiness],
  date: [...numeric, ...emptiness],
  boolean: ["is", "is-not"],
  count: [...numeric, "contains", "does-not-contain", ...emptiness],
  unknown: [...numeric, "contains", "does-not-contain", ...emptiness],
};

/** The comparisons there are for a kind of value. */
export function operatorsFor(type: ComparedType): readonly Operator[] {
  return operatorsOf[type];
}

/** What a test compares: where the path says "of every item", each item by itself; else a list by its length. */
export function comparedType(schema: JsonSchema, test: Pick<Test, "value">): ComparedType {
  const isOfEvery = test.value.kind !== "question" && test.value.path.includes("*");
  const compared = isOfEvery ? (schema.items ?? {}) : schema;
  const type = typeOf(compared);
  if (type === "array" || compared.format === "table") return "count";
  if (type === "number" || type === "integer") return "number";
  if (type === "boolean") return "boolean";
  if (type === "string") {
    return compared.format === "date" || compared.format === "date-time" ? "date" : "text";
  }
  return "unknown";
}

/** What is wrong with a step's condition. */
export function conditionProblems(step: Step, surroundings: Surroundings): PlanProblem[] {
  return (step.condition?.tests ?? []).flatMap((test) => {
    const { value } = test;
    if (value.kind === "question") {
      return [problem("open", "open-question", step.id, null, value.question)];
    }
    const condition = `The condition of "${step.title}"`;
    const found = readingProblem(value, step, surroundings);
    if (found) return [problem("invalid", found.code, step.id, null, `${condition} ${found.message}.`)];
    const mismatch = testMismatch(test, readSchema(value, step, surroundings) ?? {});
    if (mismatch === null) return [];
    return [problem("invalid", "wrong-condition", step.id, null, `${condition} ${mismatch}.`)];
  });
}

/** What is certainly wrong with a comparison, as the end of a sentence; null when nothing is. */
export function testMismatch(test: Test, schema: JsonSchema): string | null {
  const { operator, operand } = test;
  const type = comparedType(schema, test);
  if (!operatorsFor(type).includes(operator)) {
    return `can't ask whether ${named[type]} ${operator.replaceAll("-", " ")} something`;
  }
  if (isUnary(operator)) return null;
  if (operand === null || operand === "") return "has nothing to compare with";
  const isContaining = operator === "contains" || operator === "does-not-contain";
  switch (type) {
    case "number":
      return typeof operand === "number" ? null : "compares a number with something that is none";
    case "count":
      if (isContaining || typeof operand === "number") return null;
      return "compares how many there are with something that is no number";
    case "boolean":
      return typeof operand === "boolean" ? null : "compares a yes or no with something that is neither";
    case "date":
      return isDate(operand) ? null : "compares a date with something that is none";
    case "text":
      if (orders.includes(operator)) {
        return typeof operand === "number" || isDate(operand)
          ? null
          : "compares with something that is neither a number nor a date";
      }
      return typeof operand === "string" ? null : "compares a text with something that is none";
    case "unknown":
      return null;
    default:
      return type satisfies never;
  }
}

const isDate = (operand: Test["operand"]) =>
  typeof operand === "string" && /^\d{4}-\d{2}-\d{2}/.test(operand) && !Number.isNaN(Date.parse(operand));

const named: Record<ComparedType, string> = {
  text: "a text",
  number: "a number",
  date: "a date",
  boolean: "a yes or no",
  count: "a list",
  unknown: "a value",
};
