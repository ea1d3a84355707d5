import { modelCosts } from "@/lib/db/model-costs";
import { findPlan } from "@/lib/db/plans";
import { findToolPrices } from "@/lib/db/tool-prices";
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
  const [records, prices, models] = await Promise.all([
    toolRecords(tools, request.before),
    findToolPrices(tools),
    modelCosts(tools, request.before),
  ]);
  return estimatePlan(plan, records, { prices, models });
}
