import { connectedKinds } from "@/lib/db/connections";
import { findPlan, purposeOf } from "@/lib/db/plans";
import { findCurrentTools } from "@/lib/db/tools";
import type { PlanId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { env } from "@/lib/env";
import { validatePlan } from "@/lib/planning/validate-plan";
import { nestingProblem } from "./nesting-problem";

/** A plan with what is needed to judge it: its tools and its problems. */
export interface PlanReview {
  plan: Plan;
  tools: Tool[];
  problems: PlanProblem[];
  /** Kinds of connections there are, so that an editor can judge edits by itself. */
  connectedKinds: string[];
  /** Items a step may be repeated for in this installation. */
  mostItems: number;
}

/** Undoing twice would be doing something else than undoing. */
const runsOnce: PlanProblem = {
  severity: "open",
  code: "rollback",
  stepId: null,
  input: null,
  message:
    "This plan takes back what one run did, and is run once. To go on with that, roll back the run itself.",
};

/** A plan at a revision, or the newest, ready to be reviewed; null when there is none. */
export async function reviewPlan(planId: PlanId, revision?: number): Promise<PlanReview | null> {
  const plan = await findPlan(planId, revision);
  if (!plan) return null;
  const tools = await findCurrentTools(plan.steps.map((step) => step.toolId));
  const connected = await connectedKinds();
  const mostItems = env().LAMPLIGHT_MAX_ITEMS;
  const problems = validatePlan({ plan, tools, connectedKinds: connected, mostItems });
  if ((await purposeOf(planId)) === "rollback") problems.push(runsOnce);
  const nesting = await nestingProblem(plan);
  if (nesting)
    problems.push({ severity: "open", code: "nesting", stepId: null, input: null, message: nesting });
  return { plan, tools: [...tools.values()], problems, connectedKinds: [...connected], mostItems };
}
