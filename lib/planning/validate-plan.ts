import { type Binding, leafBindings, nestedBindings } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import { maxSteps, type Plan, type Step } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import { maxItems } from "@/lib/domain/repeat";
import { offProblem, requiredInputs, type Tool } from "@/lib/domain/tool";
import { bindingSchemaOf, checkValue, isAssignable } from "./check-value";
import { conditionProblems } from "./condition-problems";
import { expectationProblems } from "./expectations";
import { problem, readingProblem, readSchema, type Surroundings } from "./read-schema";
import { limitProblems, repeatProblems } from "./repeat-problems";
import { findCycle, topologicalOrder } from "./topological-order";

/**
 * All that keeps a plan from being saved (`invalid`) or run (`open`), by step in the plan's order. The same
 * rules for plans by people, planners, models and programs.
 */
export function validatePlan(options: {
  plan: Pick<Plan, "steps">;
  tools: ReadonlyMap<ToolId, Tool>;
  connectedKinds: ReadonlySet<string>;
  /** Items a step may be repeated for in this installation. */
  mostItems?: number;
}): PlanProblem[] {
  const { plan, tools, connectedKinds, mostItems = maxItems } = options;
  const stepsById = new Map(plan.steps.map((step) => [step.id, step]));
  const problems: PlanProblem[] = [];
  if (plan.steps.length > maxSteps) {
    const message = `The plan has ${plan.steps.length} steps; at most ${maxSteps} are possible. Remove some.`;
    return [problem("invalid", "too-many-steps", null, null, message)];
  }
  if (plan.steps.length === 0) {
    problems.push(problem("open", "no-steps", null, null, "The plan has no steps. Add one to run it."));
  }
  const seen = new Set<StepId>();
  for (const step of plan.steps) {
    if (seen.has(step.id)) {
      const message = `Two steps have the id "${step.id}". Give one of them another.`;
      problems.push(problem("invalid", "duplicate-step", step.id, null, message));
    }
    seen.add(step.id);
    problems.push(
      ...stepProblems(step, { stepsById, tools }, connectedKinds),
      ...limitProblems(step, mostItems),
    );
  }
  if (topologicalOrder(plan.steps) === null) problems.push(cycleProblem(plan.steps));
  return problems;
}

/** Names the steps of one cycle, in the order of the plan. */
function cycleProblem(steps: readonly Step[]): PlanProblem {
  const cycle = findCycle(steps) ?? new Set<StepId>();
  const inOrder = steps.filter((step) => cycle.has(step.id)).map((step) => step.id);
  const message =
    inOrder.length === 1
      ? `Step ${inOrder[0]} waits for itself. Remove that link.`
      : `Steps ${inOrder.join(", ")} wait for each other in a circle. Remove one of the links between them.`;
  return problem("invalid", "cycle", inOrder[0] ?? null, null, message);
}

function stepProblems(
  step: Step,
  surroundings: Surroundings,
  connectedKinds: ReadonlySet<string>,
): PlanProblem[] {
  const tool = surroundings.tools.get(step.toolId);
  if (!tool) {
    const message = `There is no tool "${step.toolId}". Choose another for "${step.title}".`;
    return [problem("invalid", "unknown-tool", step.id, null, message)];
  }
  const off = offProblem(tool);
  const problems: PlanProblem[] = step.after
    .filter((id) => !surroundings.stepsById.has(id))
    .map((id) =>
      problem(
        "invalid",
        "unknown-step",
        step.id,
        null,
        `"${step.title}" comes after "${id}", which is not there.`,
      ),
    );
  if (off !== null) problems.push(problem("open", "tool-off", step.id, null, off));
  problems.push(...repeatProblems(step, surroundings), ...conditionProblems(step, surroundings));
  problems.push(...expectationProblems(step, tool));
  for (const [input, binding] of Object.entries(step.inputs)) {
    problems.push(...inputProblems({ step, tool, input, binding, surroundings }));
  }
  for (const input of requiredInputs(tool)) {
    if (Object.hasOwn(step.inputs, input)) continue;
    const message = `"${step.title}" needs ${labelOf(tool, input)}. Give it a value.`;
    problems.push(problem("open", "missing-input", step.id, input, message));
  }
  if (tool.connectionKind !== null && !connectedKinds.has(tool.connectionKind)) {
    const message = `"${tool.title}" needs a connection to ${tool.connectionKind}. Add one on the Connections page.`;
    problems.push(problem("open", "no-connection", step.id, null, message));
  }
  return problems;
}

function labelOf(tool: Tool, input: string): string {
  const schema = tool.input.properties?.[input];
  return `"${schema?.title ?? input}"`;
}

/** What is wrong with one input of a step: for judging a value before it is put there. */
export function inputProblemsOf(place: {
  step: Step;
  tool: Tool;
  input: string;
  binding: Binding;
  plan: Pick<Plan, "steps">;
  tools: ReadonlyMap<ToolId, Tool>;
}): PlanProblem[] {
  const { plan, tools, ...rest } = place;
  const stepsById = new Map(plan.steps.map((step) => [step.id, step]));
  return inputProblems({ ...rest, surroundings: { stepsById, tools } });
}

function inputProblems(place: {
  step: Step;
  tool: Tool;
  input: string;
  binding: Binding;
  surroundings: Surroundings;
}): PlanProblem[] {
  const { step, tool, input, binding, surroundings } = place;
  const properties = tool.input.properties ?? {};
  if (!Object.hasOwn(properties, input) && tool.input.additionalProperties !== true) {
    const known = Object.keys(properties).join(", ") || "none";
    const message = `"${tool.title}" has no input "${input}". Its inputs are: ${known}.`;
    return [problem("invalid", "unknown-input", step.id, input, message)];
  }
  const schema = properties[input] ?? {};
  const leaves = leafBindings(binding).flatMap((leaf) => leafProblems(leaf, place));
  if (leaves.some((leaf) => leaf.severity === "invalid")) return leaves;
  const mismatch = typeMismatch(binding, schema, { step, surroundings });
  if (mismatch === null) return leaves;
  const message = `${labelOf(tool, input)} of "${step.title}" ${mismatch}.`;
  return [...leaves, problem("invalid", "wrong-type", step.id, input, message)];
}

function leafProblems(
  leaf: Binding,
  { step, tool, input, surroundings }: { step: Step; tool: Tool; input: string; surroundings: Surroundings },
): PlanProblem[] {
  if (leaf.kind === "question") return [problem("open", "open-question", step.id, input, leaf.question)];
  if (leaf.kind !== "output" && leaf.kind !== "item") return [];
  const wrong = readingProblem(leaf, step, surroundings);
  if (wrong === null) return [];
  const message = `${labelOf(tool, input)} of "${step.title}" ${wrong.message}.`;
  return [problem("invalid", wrong.code, step.id, input, message)];
}

/** What is certainly wrong with the type of a bound value; null when it fits or can't be known yet. */
function typeMismatch(
  binding: Binding,
  schema: JsonSchema,
  read: { step: Step; surroundings: Surroundings },
): string | null {
  if (binding.kind === "literal") return checkValue(binding.value, schema);
  const given = bindingSchemaOf(binding, (reading) => readSchema(reading, read.step, read.surroundings));
  if (!isAssignable(given, schema)) {
    return `must be ${articled(schema.format ?? String(schema.type))}, and is ${articled(given.format ?? String(given.type))}`;
  }
  if (binding.kind === "object" && schema.properties) {
    for (const [name, field] of Object.entries(binding.fields)) {
      const known = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      if (!known && schema.additionalProperties === false) return `must not have "${name}"`;
      const inner = typeMismatch(field, known ?? {}, read);
      if (inner) return `has "${name}", which ${inner}`;
    }
  }
  if (binding.kind === "list" && schema.items) {
    for (const item of nestedBindings(binding)) {
      // A list inside a list is joined into it, so an item may be of the list's own type too.
      const inner = typeMismatch(item, schema.items, read);
      if (inner && typeMismatch(item, schema, read)) return `has an item that ${inner}`;
    }
  }
  return null;
}

function articled(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
