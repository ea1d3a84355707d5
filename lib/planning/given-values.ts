// Values that come with what starts a run, for inputs that were chosen when the plan was published.
import { leafBindings } from "@/lib/domain/binding";
import type { Json } from "@/lib/domain/json";
import type { Plan } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { bindingAt, type FedInput, type GivenValue, parsePath } from "@/lib/domain/trigger";
import { readPath } from "./resolve-binding";

/** What is wrong with the inputs that are to be given values; null when nothing is. */
export function fedProblem(
  plan: Pick<Plan, "steps">,
  tools: readonly Tool[],
  fed: readonly FedInput[],
): string | null {
  const seen = new Set<string>();
  for (const { stepId, input, path } of fed) {
    const step = plan.steps.find((one) => one.id === stepId);
    const tool = tools.find((one) => one.id === step?.toolId);
    if (!step || !tool) return `The plan has no step "${stepId}".`;
    const title = inputTitle(tool, input);
    if (title === null) return `"${step.title}" has no input "${input}".`;
    if (seen.has(`${stepId}/${input}`)) return `"${title}" of "${step.title}" is given a value twice.`;
    seen.add(`${stepId}/${input}`);
    const leaves = leafBindings(
      bindingAt(step, input) ?? { kind: "literal", value: null, origin: "constant" },
    );
    if (leaves.some(({ kind }) => kind === "output" || kind === "item")) {
      return `"${title}" of "${step.title}" comes from an earlier step already.`;
    }
    if (parsePath(path) === null) {
      return `“${path.slice(0, 60)}” can't be read as a place. Write it as order.items[0].email.`;
    }
  }
  return null;
}

/** The problems that are left when these inputs are given values. */
export function problemsBut(problems: readonly PlanProblem[], fed: readonly FedInput[]): PlanProblem[] {
  return problems.filter(
    ({ severity, stepId, input }) =>
      severity !== "open" || !fed.some((one) => one.stepId === stepId && one.input === input),
  );
}

export type GivenValues = { kind: "values"; given: GivenValue[] } | { kind: "problem"; message: string };

/**
 * Reads the values out of what came. `check`: what is wrong with a value for an input. One value is a list of one
 * where a list is wanted; nothing else is made to fit: what is missing or of another type starts no run.
 */
export function readGiven(options: {
  plan: Pick<Plan, "steps">;
  tools: readonly Tool[];
  fed: readonly FedInput[];
  from: Json;
  check: (tool: Tool, input: string, value: Json) => string | null;
}): GivenValues {
  const { plan, tools, fed, from, check } = options;
  const given: GivenValue[] = [];
  for (const { stepId, input, path } of fed) {
    const step = plan.steps.find((one) => one.id === stepId);
    const tool = tools.find((one) => one.id === step?.toolId);
    if (!step || !tool) return { kind: "problem", message: `The plan has no step "${stepId}".` };
    const title = inputTitle(tool, input) ?? input;
    const found = readPath(from, parsePath(path) ?? []);
    if (found === undefined) {
      return { kind: "problem", message: `There is nothing at "${path}", which gives "${title}" its value.` };
    }
    const isList = tool.input.properties?.[input]?.type === "array";
    const value = isList && !Array.isArray(found) ? [found] : found;
    const wrong = check(tool, input, value);
    if (wrong !== null)
      return { kind: "problem", message: `What is at "${path}" does not fit "${title}": ${wrong}.` };
    given.push({ stepId, input, value, instead: bindingAt(step, input) });
  }
  return { kind: "values", given };
}

/** What an input is called; null when the tool has none of this name. */
function inputTitle(tool: Tool, input: string): string | null {
  const properties = tool.input.properties ?? {};
  if (!Object.hasOwn(properties, input)) return null;
  return properties[input]?.title ?? input;
}
