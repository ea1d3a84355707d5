import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { validatePlan } from "./validate-plan";

/**
 * What keeps a run from going on with a plan that was changed to mend one of its steps. What has no value would only be
 * asked for in the plan, where the run does not come by again. A step that has lost what it read fails when it is its
 * turn, and can be changed then.
 */
export function revisionProblems(options: {
  /** With the changes. */
  plan: Plan;
  changes: readonly PlanChange[];
  mends: StepId;
  tools: ReadonlyMap<ToolId, Tool>;
  connectedKinds: ReadonlySet<string>;
  mostItems: number;
}): PlanProblem[] {
  const { plan, changes, mends, tools, connectedKinds, mostItems } = options;
  const named = new Set(
    changes.flatMap((change): StepId[] => {
      if (change.kind === "add-step") return [change.step.id];
      return change.kind === "swap-tool" ? [change.stepId] : [];
    }),
  ).add(mends);
  const problems = validatePlan({ plan, tools, connectedKinds, mostItems });
  return problems.filter(({ stepId }) => stepId === null || named.has(stepId));
}
