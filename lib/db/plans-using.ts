import { sql } from "drizzle-orm";
import type { PlanId, ToolId } from "@/lib/domain/ids";
import { db } from "./client";
import { planRevisions, plans } from "./schema";

export interface UsingPlan {
  id: PlanId;
  goal: string;
}

/** By tool: the plans whose newest revision uses it, those changed last first. Tools nobody uses are left
 * out, and so are tries. */
export async function plansUsing(toolIds: readonly ToolId[]): Promise<Map<ToolId, UsingPlan[]>> {
  const found = new Map<ToolId, UsingPlan[]>();
  if (toolIds.length === 0) return found;
  const { rows } = await db().execute<{ tool_id: ToolId; id: PlanId; goal: string }>(sql`
    select distinct step->>'toolId' as tool_id, plan.id, plan.goal, plan.updated_at
    from ${plans} plan
    join ${planRevisions} revision on revision.plan_id = plan.id and revision.revision = plan.revision
    cross join jsonb_array_elements(revision.plan->'steps') step
    where plan.purpose = 'goal' and step->>'toolId' = any(${sql.param(toolIds)}::text[])
    order by plan.updated_at desc`);
  for (const { tool_id: toolId, id, goal } of rows) {
    found.set(toolId, [...(found.get(toolId) ?? []), { id, goal }]);
  }
  return found;
}
