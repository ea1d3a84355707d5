import { type Binding, mapLeaves, type OutputPath, sourceSteps } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Tool } from "@/lib/domain/tool";
import type { ReadBinding } from "./check-value";
import { lostValue, withoutMisreadings, withoutReadingsOf } from "./lost-readings";
import { readingProblem, surroundingsOf } from "./read-schema";
import { inputProblemsOf } from "./validate-plan";

/**
 * A step that is repeated gives a list: what read one output of it reads that of every result, where that fits, and the
 * other way round. What can't be read any more becomes a question.
 */
export function setRepeat(
  plan: Plan,
  { stepId, repeat }: Extract<PlanChange, { kind: "set-repeat" }>,
  tools: ReadonlyMap<ToolId, Tool>,
): Plan {
  const wasRepeated = plan.steps.some((step) => step.id === stepId && step.repeat);
  const steps = plan.steps.map((step) => {
    if (step.id !== stepId) return step;
    const { repeat: _before, ...once } = step;
    return repeat ? { ...once, repeat } : once;
  });
  const changed: Plan = {
    ...plan,
    steps:
      wasRepeated === Boolean(repeat) ? steps : steps.map((step) => moved(step, stepId, Boolean(repeat))),
  };
  return withoutMisreadings(withoutUnfit(changed, stepId, tools), stepId, tools);
}

/** A reader of a step whose output became a list of results, or ceased to be one. */
function moved(reader: Step, stepId: StepId, isRepeated: boolean): Step {
  const pathNow = (path: OutputPath): OutputPath => {
    if (isRepeated) return ["results", "*", ...path];
    return path[0] === "results" && path[1] === "*" ? path.slice(2) : path;
  };
  const inputs = Object.entries(reader.inputs).map(([input, binding]): [string, Binding] => [
    input,
    mapLeaves(binding, (leaf) =>
      leaf.kind === "output" && leaf.stepId === stepId ? { ...leaf, path: pathNow(leaf.path) } : leaf,
    ),
  ]);
  return { ...reader, inputs: Object.fromEntries(inputs) };
}

/** Without readings of the step, or of its items, that are not there now or of a kind that does not fit. */
function withoutUnfit(plan: Plan, stepId: StepId, tools: ReadonlyMap<ToolId, Tool>): Plan {
  const surroundings = surroundingsOf(plan, tools);
  const isLost = (read: ReadBinding, step: Step) => {
    const isOfStep = read.kind === "item" ? step.id === stepId : read.stepId === stepId;
    return isOfStep && readingProblem(read, step, surroundings) !== null;
  };
  const isUnfit = (step: Step, input: string, binding: Binding) => {
    const tool = tools.get(step.toolId);
    if (!tool || !sourceSteps(binding).includes(stepId)) return false;
    const problems = inputProblemsOf({ step, tool, input, binding, plan, tools });
    return problems.some(({ severity }) => severity === "invalid");
  };
  return {
    ...plan,
    steps: plan.steps.map((step) => {
      const kept = withoutReadingsOf(step, (read) => isLost(read, step));
      const inputs = Object.entries(kept.inputs).map(([input, binding]): [string, Binding] => [
        input,
        isUnfit(kept, input, binding) ? lostValue(step, input) : binding,
      ]);
      return { ...kept, inputs: Object.fromEntries(inputs) };
    }),
  };
}
