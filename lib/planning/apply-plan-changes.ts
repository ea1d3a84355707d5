import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { withFittingExpectations } from "./expectations";
import { withoutMisreadings, withoutReadings } from "./lost-readings";
import { schemaAt } from "./output-fields";
import { outputSchemaOf } from "./read-schema";
import { setRepeat } from "./set-repeat";
import { validatePlan } from "./validate-plan";

export type AppliedChanges = { kind: "applied"; plan: Plan } | { kind: "refused"; problems: PlanProblem[] };

/**
 * The plan after some changes, all or none. Refused when one names a step that is not there or the result would be
 * `invalid` where it was not before: a plan two of whose tools were removed is mended one step at a time. The revision
 * is not counted up; storing does that.
 */
export function applyPlanChanges(
  plan: Plan,
  changes: readonly PlanChange[],
  tools: ReadonlyMap<ToolId, Tool>,
): AppliedChanges {
  let next = plan;
  for (const change of changes) {
    const missing = missingStep(next, change);
    if (missing !== null) {
      return {
        kind: "refused",
        problems: [
          {
            severity: "invalid",
            code: "unknown-step",
            stepId: missing,
            input: null,
            message: `There is no step "${missing}" in this plan, so "${change.kind}" can't be done.`,
          },
        ],
      };
    }
    next = applyOne(next, change, tools);
  }
  const problems = newProblems(plan, next, tools);
  return problems.length > 0 ? { kind: "refused", problems } : { kind: "applied", plan: next };
}

/** What is `invalid` in the next plan and was not in the one before. */
function newProblems(before: Plan, next: Plan, tools: ReadonlyMap<ToolId, Tool>): PlanProblem[] {
  const invalid = (plan: Plan) =>
    validatePlan({ plan, tools, connectedKinds: new Set() }).filter(({ severity }) => severity === "invalid");
  const problems = invalid(next);
  if (problems.length === 0) return [];
  const placeOf = ({ code, stepId, input }: PlanProblem) => JSON.stringify([code, stepId, input]);
  const known = new Set(invalid(before).map(placeOf));
  return problems.filter((problem) => !known.has(placeOf(problem)));
}

/** The first step a change speaks of that the plan doesn't have. */
function missingStep(plan: Plan, change: PlanChange): StepId | null {
  const named = "stepId" in change ? [change.stepId] : [];
  if (change.kind === "add-dependency") named.push(change.dependsOn);
  return named.find((id) => !plan.steps.some((step) => step.id === id)) ?? null;
}

function applyOne(plan: Plan, change: PlanChange, tools: ReadonlyMap<ToolId, Tool>): Plan {
  const update = (stepId: StepId, edit: (step: Step) => Step): Plan => ({
    ...plan,
    steps: plan.steps.map((step) => (step.id === stepId ? edit(step) : step)),
  });
  switch (change.kind) {
    case "add-step":
      return { ...plan, steps: [...plan.steps, change.step] };
    case "remove-step":
      return removeStep(plan, change.stepId);
    case "rename-step":
      return update(change.stepId, (step) => ({ ...step, title: change.title }));
    case "swap-tool":
      return swapTool(plan, change, tools);
    case "bind-input":
      return update(change.stepId, (step) => ({
        ...step,
        inputs: { ...step.inputs, [change.input]: change.binding },
      }));
    case "clear-input":
      return update(change.stepId, (step) => ({
        ...step,
        inputs: Object.fromEntries(Object.entries(step.inputs).filter(([name]) => name !== change.input)),
      }));
    case "add-dependency":
      return update(change.stepId, (step) => ({
        ...step,
        after: [...new Set([...step.after, change.dependsOn])],
      }));
    case "remove-dependency":
      return update(change.stepId, (step) => ({
        ...step,
        after: step.after.filter((id) => id !== change.dependsOn),
      }));
    case "set-condition":
      return update(change.stepId, ({ condition: _before, ...step }) => ({
        ...step,
        ...(change.condition ? { condition: change.condition } : {}),
      }));
    case "set-repeat":
      return setRepeat(plan, change, tools);
    case "set-expectations":
      return update(change.stepId, ({ expect: _before, ...step }) => ({
        ...step,
        ...(change.expect ? { expect: change.expect } : {}),
      }));
    case "move-step":
      return update(change.stepId, (step) => ({ ...step, position: change.position }));
    case "set-policy":
      return { ...plan, policy: change.policy };
    case "restore":
      return { ...plan, steps: change.steps, policy: change.policy };
    default:
      return change satisfies never;
  }
}

function removeStep(plan: Plan, stepId: StepId): Plan {
  const without = withoutReadings(plan, (output) => output.stepId === stepId);
  const removed = plan.steps.find((step) => step.id === stepId);
  return {
    ...without,
    steps: without.steps
      .filter((step) => step.id !== stepId)
      // What came after the removed step comes after what that came after: the order people saw stays.
      .map((step) =>
        step.after.includes(stepId)
          ? {
              ...step,
              after: [...new Set([...step.after, ...(removed?.after ?? [])])].filter((id) => id !== stepId),
            }
          : step,
      ),
  };
}

function swappedStep(
  step: Step,
  { toolId, inputs }: { toolId: ToolId; inputs: Step["inputs"] },
  tool?: Tool,
): Step {
  const swapped = { ...step, toolId, inputs };
  return tool ? withFittingExpectations(swapped, tool) : swapped;
}

function swapTool(
  plan: Plan,
  change: Extract<PlanChange, { kind: "swap-tool" }>,
  tools: ReadonlyMap<ToolId, Tool>,
): Plan {
  const tool = tools.get(change.toolId);
  const step = plan.steps.find((one) => one.id === change.stepId);
  const given = step && tool ? outputSchemaOf(step, tool) : null;
  const kept = given
    ? withoutReadings(
        plan,
        (output) => output.stepId === change.stepId && schemaAt(given, output.path) === null,
      )
    : plan;
  const swapped: Plan = {
    ...kept,
    steps: kept.steps.map((one) => (one.id === change.stepId ? swappedStep(one, change, tool) : one)),
  };
  return withoutMisreadings(swapped, change.stepId, tools);
}
