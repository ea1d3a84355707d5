// Where a tool is used: plans, runs, and how its calls ended.
import { sql } from "drizzle-orm";
import type { ToolRecord } from "@/lib/domain/candidate";
import type { PlanId, RunId, ToolId } from "@/lib/domain/ids";
import type { RunStatus } from "@/lib/domain/run";
import { db } from "./client";
import { planRevisions, plans, runs } from "./schema";
import { toolRecords } from "./tool-records";

export interface ToolUsage {
  /** Plans whose newest revision uses it, those changed last first; tries are none. */
  plans: { count: number; newest: { id: PlanId; goal: string; updatedAt: string }[] };
  /** Runs of any revision that uses it, newest first. */
  runs: {
    count: number;
    newest: { id: RunId; goal: string; status: RunStatus; createdAt: string; isTry: boolean }[];
  };
  /** How its calls in the last runs ended; null when there were none. */
  calls: ToolRecord | null;
}

// Word for word the expression of the index `plan_revisions_tools`.
const uses = (toolId: ToolId) =>
  sql`jsonb_path_query_array(revision.plan, '$.steps[*].toolId') @> ${JSON.stringify([toolId])}::jsonb`;

/** Where a tool is used: counts, and at most `limit` of each. */
export async function toolUsage(toolId: ToolId, limit = 8): Promise<ToolUsage> {
  const [usedBy, ranIn, records] = await Promise.all([
    plansWith(toolId, limit),
    runsWith(toolId, limit),
    toolRecords([toolId]),
  ]);
  return { plans: usedBy, runs: ranIn, calls: records.get(toolId) ?? null };
}

async function plansWith(toolId: ToolId, limit: number): Promise<ToolUsage["plans"]> {
  const { rows } = await db().execute<{ id: PlanId; goal: string; updated_at: Date; count: number }>(sql`
    select plan.id, plan.goal, plan.updated_at, count(*) over()::int as count
    from ${plans} plan
    join ${planRevisions} revision on revision.plan_id = plan.id and revision.revision = plan.revision
    where plan.purpose = 'goal' and ${uses(toolId)}
    order by plan.updated_at desc limit ${limit}`);
  return {
    count: rows[0]?.count ?? 0,
    newest: rows.map((row) => ({
      id: row.id,
      goal: row.goal,
      updatedAt: new Date(row.updated_at).toISOString(),
    })),
  };
}

async function runsWith(toolId: ToolId, limit: number): Promise<ToolUsage["runs"]> {
  const { rows } = await db().execute<{
    id: RunId;
    goal: string;
    status: RunStatus;
    created_at: Date;
    is_try: boolean;
    count: number;
  }>(sql`
    select run.id, run.goal, run.status, run.created_at, plan.purpose = 'try' as is_try,
      count(*) over()::int as count
    from ${runs} run
    join ${plans} plan on plan.id = run.plan_id
    join ${planRevisions} revision on revision.plan_id = run.plan_id and revision.revision = run.plan_revision
    where ${uses(toolId)}
    order by run.created_at desc limit ${limit}`);
  return {
    count: rows[0]?.count ?? 0,
    newest: rows.map((row) => ({
      id: row.id,
      goal: row.goal,
      status: row.status,
      createdAt: new Date(row.created_at).toISOString(),
      isTry: row.is_try,
    })),
  };
}
