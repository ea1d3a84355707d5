import { findPlan } from "@/lib/db/plans";
import { toolRecords } from "@/lib/db/tool-records";
import type { PlanEstimate } from "@/lib/domain/estimate";
import type { PlanId } from "@/lib/domain/ids";
import { estimatePlan } from "@/lib/planning/estimate-plan";

/**
 * What a plan is expected to take; null when there is no such plan.
 * @param request.before only runs begun before this moment count: what was expected of a run that began then.
 */
export async function estimateOf(request: {
  planId: PlanId;
  revision?: number;
  before?: Date;
}): Promise<PlanEstimate | null> {
  const plan = await findPlan(request.planId, request.revision);
  if (!plan) return null;
  const tools = [...new Set(plan.steps.map(({ toolId }) => toolId))];
  return estimatePlan(plan, await toolRecords(tools, request.before));
}
