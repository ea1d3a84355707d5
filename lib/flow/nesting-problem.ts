// Plans that run plans: none may come to run itself, and there is an end to it.
import { publishedPlans } from "@/lib/db/plan-tools";
import type { PlanId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import { maxNesting, planOfTool } from "@/lib/domain/plan-tool";

const used = (plan: Pick<Plan, "steps">): PlanId[] => [
  ...new Set(plan.steps.flatMap(({ toolId }) => planOfTool(toolId) ?? [])),
];

/** Why a plan can't run the plans its steps name, as these are published now; null when it can. */
export async function nestingProblem(plan: Plan): Promise<string | null> {
  let level = used(plan);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (level.includes(plan.id)) {
      return depth === 1
        ? "A step runs this plan itself. Take it out, or choose another tool."
        : "A step runs a plan which in turn runs this one. Take it out, or choose another tool.";
    }
    if (depth > maxNesting) {
      return `Plans run plans within each other more than ${maxNesting} deep. Take out a step that runs one.`;
    }
    const below = await publishedPlans(level);
    level = [...new Set(below.flatMap(used))];
  }
  return null;
}
