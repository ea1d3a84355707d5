// What a step gives and what it may read: the same answers for validation, swaps, pickers and planners.
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import { repeatedOutputSchema } from "@/lib/domain/repeat";
import type { Tool } from "@/lib/domain/tool";
import { bindingSchemaOf, type ReadBinding } from "./check-value";
import { schemaAt, typeOf } from "./output-fields";
import { pathText } from "./resolve-binding";

/** The steps and tools a step is judged among. */
export interface Surroundings {
  stepsById: ReadonlyMap<StepId, Step>;
  tools: ReadonlyMap<ToolId, Tool>;
}

export function surroundingsOf(plan: Pick<Plan, "steps">, tools: ReadonlyMap<ToolId, Tool>): Surroundings {
  return { stepsById: new Map(plan.steps.map((step) => [step.id, step])), tools };
}

export function problem(
  severity: PlanProblem["severity"],
  code: PlanProblem["code"],
  stepId: StepId | null,
  input: string | null,
  message: string,
): PlanProblem {
  return { severity, code, stepId, input, message };
}

/** What a step gives: what its tool does, or a list of that where the step is repeated. */
export function outputSchemaOf(step: Pick<Step, "repeat">, tool: Pick<Tool, "output">): JsonSchema {
  return step.repeat ? repeatedOutputSchema(tool.output) : tool.output;
}

/** What an item of the list a step is repeated over is; null for a step that is done once. */
export function itemSchemaOf(step: Step, surroundings: Surroundings): JsonSchema | null {
  if (!step.repeat) return null;
  const { over } = step.repeat;
  if (over.kind === "literal") {
    const first = Array.isArray(over.value) ? over.value[0] : undefined;
    return first === undefined ? {} : bindingSchemaOf({ ...over, value: first }, () => null);
  }
  const list = bindingSchemaOf(over, (read) => readSchema(read, step, surroundings));
  // The columns of a table are known once it is read.
  return list.format === "table" ? { type: "object" } : (list.items ?? {});
}

/** The schema of what a binding reads; null when there is no such place. */
export function readSchema(read: ReadBinding, step: Step, surroundings: Surroundings): JsonSchema | null {
  if (read.kind === "item") {
    const item = itemSchemaOf(step, surroundings);
    return item && schemaAt(item, read.path);
  }
  const source = surroundings.stepsById.get(read.stepId);
  const tool = source && surroundings.tools.get(source.toolId);
  return source && tool ? schemaAt(outputSchemaOf(source, tool), read.path) : null;
}

/** What is wrong with a reading, as the end of a sentence; null when nothing is, or when it can't be known. */
export function readingProblem(
  read: ReadBinding,
  step: Step,
  surroundings: Surroundings,
): { code: PlanProblem["code"]; message: string } | null {
  if (read.kind === "item") {
    const item = itemSchemaOf(step, surroundings);
    if (!item) {
      return { code: "dangling-binding", message: "reads an item of a list, but the step is not repeated" };
    }
    if (schemaAt(item, read.path) !== null) return null;
    return { code: "unknown-output", message: `reads "${pathText(read.path)}", which the items don't have` };
  }
  const source = surroundings.stepsById.get(read.stepId);
  if (!source) {
    return { code: "dangling-binding", message: `reads step "${read.stepId}", which is not there` };
  }
  const tool = surroundings.tools.get(source.toolId);
  if (!tool || schemaAt(outputSchemaOf(source, tool), read.path) !== null) return null;
  const place = pathText(read.path);
  const known = source.repeat ? `"${source.title}", which is repeated,` : `"${tool.title}"`;
  return { code: "unknown-output", message: `reads "${place}", which ${known} does not give` };
}

/** True for what can be gone through item by item: a list, a table, or what may turn out to be one. */
export function isListLike(schema: JsonSchema): boolean {
  const type = typeOf(schema);
  return type === null || type === "array" || schema.format === "table";
}
