// Plans of the goal workspace, and what requests in words would make of them.
import { planIdSchema } from "@/lib/domain/ids";
import { defaultPolicy, type Plan } from "@/lib/domain/plan";
import { changesOf } from "@/lib/domain/refinement";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import { refinePlan } from "@/lib/planning/embedded/refine/refine-plan";
import type { GoalWorkspace } from "@/lib/planning/goals/goal-workspace";
import { outline } from "@/lib/planning/goals/outline";

/** A plan as the embedded planner makes it of a goal. */
export async function planOf(workspace: GoalWorkspace, goal: string): Promise<Plan> {
  const { steps } = await workspace.plan(goal);
  return {
    id: planIdSchema.parse("plan_0123456789abcdef"),
    revision: 1,
    goal,
    fileIds: [],
    planner: "embedded",
    notes: [],
    steps,
    unserved: [],
    policy: defaultPolicy,
    timeZone: "Europe/Berlin",
    createdAt: "2026-11-23T09:00:00.000Z",
  };
}

export async function refined(workspace: GoalWorkspace, plan: Plan, request: string) {
  return refinePlan(plan, await workspace.requestFor(request));
}

/** The plan with some parts of a refinement taken. Throws where that is not possible: parts on offer always are. */
export function withParts(
  workspace: GoalWorkspace,
  plan: Plan,
  { parts, chosen }: { parts: Parameters<typeof changesOf>[0]; chosen: ReadonlySet<string> },
): Plan {
  const applied = applyPlanChanges(plan, changesOf(parts, chosen), workspace.tools);
  if (applied.kind === "refused") throw new Error(JSON.stringify(applied.problems));
  return applied.plan;
}

export const linesOf = (plan: Pick<Plan, "steps">) => outline({ steps: plan.steps, notes: [], unserved: [] });

/** What is different between two plans: `- s3` is gone, any other line is a step as it is now. */
export function differenceOf(before: Plan, after: Plan): string[] {
  const known = new Set(linesOf(before));
  const gone = before.steps.filter(({ id }) => !after.steps.some((step) => step.id === id));
  const order = after.steps.flatMap((step) => {
    const waits = before.steps.find(({ id }) => id === step.id)?.after ?? [];
    const added = step.after.filter((id) => !waits.includes(id));
    return added.length > 0 ? [`${step.id} after ${added.join(", ")}`] : [];
  });
  return [...gone.map(({ id }) => `- ${id}`), ...linesOf(after).filter((line) => !known.has(line)), ...order];
}
