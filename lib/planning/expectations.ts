// What a step is expected to give: what the person said, or what its tool usually gives.
import type { OutputPath } from "@/lib/domain/binding";
import { type Expectation, type ExpectationSource, testOf } from "@/lib/domain/expectation";
import type { JsonSchema } from "@/lib/domain/json";
import { type Plan, readStepsOf, type Step } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { testMismatch } from "./condition-problems";
import { schemaAt, typeOf } from "./output-fields";
import { problem } from "./read-schema";

export interface Expected {
  source: ExpectationSource;
  expectations: readonly Expectation[];
}

/**
 * What a step of a plan is expected to give. Where the person said nothing: that a list another step goes on with is
 * not empty, unless a condition or a repetition says what becomes of an empty one, and that nothing is among what the
 * service says it refused.
 */
export function expectedOf(plan: Pick<Plan, "steps">, step: Step, tool: Tool): Expected {
  if (step.expect) return { source: "person", expectations: step.expect };
  const expectations = usualExpectations(tool).filter(
    ({ operator }) => operator !== "is-not-empty" || isGoneOnWith(plan, step),
  );
  return { source: "usual", expectations };
}

/** True where a step reads what this one gives, and none says what becomes of it when it is nothing. */
function isGoneOnWith({ steps }: Pick<Plan, "steps">, { id }: Step): boolean {
  const isRead = steps.some((other) => other.id !== id && readStepsOf(other).includes(id));
  const isForeseen = steps.some(
    ({ condition, repeat }) =>
      condition?.tests.some(({ value }) => value.kind === "output" && value.stepId === id) ||
      (repeat?.over.kind === "output" && repeat.over.stepId === id),
  );
  return isRead && !isForeseen;
}

/** What services call the list they answer with. */
const listNames = new Set([
  ...["items", "results", "data", "rows", "records", "entries", "values", "list", "hits", "matches"],
  ...["content", "elements", "objects", "resources"],
]);
/** What services call those parts of a request that they did not do. */
const refusedNames = /^(rejected|refused|failed|failures|errors|undelivered|bounced|not_?found)$/i;

/** What a tool's output schema lets expect of a good answer. */
export function usualExpectations(tool: Pick<Tool, "effect" | "output">): Expectation[] {
  const refused = Object.entries(tool.output.properties ?? {}).flatMap(([name, schema]) =>
    refusedNames.test(name) && typeOf(schema) === "array" ? [name] : [],
  );
  const list = tool.effect === "read" ? mainList(tool.output) : null;
  return [
    ...(list ? [{ path: list, of: "any" as const, operator: "is-not-empty" as const, operand: null }] : []),
    ...refused.map((name) => {
      return { path: [name], of: "any" as const, operator: "is-empty" as const, operand: null };
    }),
  ];
}

/** Where in an output its one list or table is; null where there is none, or nobody can say which. */
function mainList(schema: JsonSchema): OutputPath | null {
  if (isList(schema)) return [];
  const lists = Object.entries(schema.properties ?? {}).filter(
    ([name, property]) => isList(property) && !refusedNames.test(name),
  );
  const named = lists.filter(([name]) => listNames.has(name.toLowerCase()));
  const ofObjects = lists.filter(
    ([, { items = {}, format }]) => format === "table" || typeOf(items) === "object",
  );
  const found = [lists, named, ofObjects].find((some) => some.length === 1);
  return found?.[0] ? [found[0][0]] : null;
}

const isList = (schema: JsonSchema) => typeOf(schema) === "array" || schema.format === "table";

/** What is wrong with what a step is expected to give. */
export function expectationProblems(step: Step, tool: Pick<Tool, "output">): PlanProblem[] {
  return (step.expect ?? []).flatMap((expectation) => {
    const schema = schemaAt(tool.output, expectation.path);
    const place = expectation.path.join(" › ");
    const wrong = schema
      ? testMismatch(testOf(step.id, expectation), schema)
      : `speaks of "${place}", which its tool doesn't give`;
    if (wrong === null) return [];
    return [
      problem("invalid", "wrong-expectation", step.id, null, `An expectation of "${step.title}" ${wrong}.`),
    ];
  });
}

/** The step with those expectations that another tool's output can be compared with. */
export function withFittingExpectations(step: Step, tool: Pick<Tool, "output">): Step {
  if (!step.expect) return step;
  const { expect, ...rest } = step;
  const fitting = expect.filter((one) => expectationProblems({ ...step, expect: [one] }, tool).length === 0);
  // Where none is left, what the other tool usually gives is expected of it.
  return fitting.length > 0 || expect.length === 0 ? { ...rest, expect: fitting } : rest;
}
