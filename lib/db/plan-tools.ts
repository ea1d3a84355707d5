// Plans that other plans can run: one tool of the catalogue a plan.
import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { PlanId, RunId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { db, type Querier } from "./client";
import { planRevisions, plans, planTools, runs, tools } from "./schema";
import { toolColumns, toolOf } from "./tool-row";

export type StoredPlanTool = typeof planTools.$inferSelect;
export interface ListedPlanTool {
  published: StoredPlanTool;
  goal: string;
  newestRevision: number;
  tool: Tool;
}

/** All plans that others can run, or one of them, by their goals. */
export async function listPlanTools(planId?: PlanId): Promise<ListedPlanTool[]> {
  const rows = await db()
    .select({ published: planTools, goal: plans.goal, newestRevision: plans.revision, tool: toolColumns })
    .from(planTools)
    .innerJoin(plans, eq(plans.id, planTools.planId))
    .innerJoin(tools, eq(tools.planId, planTools.planId))
    .where(planId ? eq(planTools.planId, planId) : undefined)
    .orderBy(asc(plans.goal), asc(plans.id));
  return rows.map((row) => ({ ...row, tool: toolOf(row.tool) }));
}

/** What is run of a plan that others can run; null when none can. */
export async function findPlanTool(planId: PlanId): Promise<StoredPlanTool | null> {
  const [row] = await db().select().from(planTools).where(eq(planTools.planId, planId));
  return row ?? null;
}

/** Stores what others run of a plan, in place of what it was. */
export async function storePlanTool(
  published: Pick<StoredPlanTool, "planId" | "planRevision" | "inputs">,
  tx: Querier,
): Promise<void> {
  const { planRevision, inputs } = published;
  await tx
    .insert(planTools)
    .values(published)
    .onConflictDoUpdate({ target: planTools.planId, set: { planRevision, inputs } });
}

/** Takes it away with its tool. False when there is none. */
export async function deletePlanTool(planId: PlanId): Promise<boolean> {
  const rows = await db()
    .delete(planTools)
    .where(eq(planTools.planId, planId))
    .returning({ id: planTools.planId });
  return rows.length > 0;
}

/** The revisions that others run of these plans; what can't be run by others is left out. */
export async function publishedPlans(planIds: readonly PlanId[]): Promise<Plan[]> {
  if (planIds.length === 0) return [];
  const rows = await db()
    .select({ plan: planRevisions.plan })
    .from(planTools)
    .innerJoin(
      planRevisions,
      sql`${planRevisions.planId} = ${planTools.planId} and ${planRevisions.revision} = ${planTools.planRevision}`,
    )
    .where(inArray(planTools.planId, [...planIds]));
  return rows.map(({ plan }) => plan);
}

/** The last run of a plan that a step of another run started; null when none did. */
export async function lastNestedRun(planId: PlanId): Promise<{ runId: RunId; at: string } | null> {
  const [row] = await db()
    .select({ runId: runs.id, at: runs.createdAt })
    .from(runs)
    .where(sql`${runs.planId} = ${planId} and ${runs.parentRunId} is not null`)
    .orderBy(desc(runs.createdAt))
    .limit(1);
  return row ? { runId: row.runId, at: row.at.toISOString() } : null;
}
