// Where a tool is used: plans, runs, and how its calls ended.
import { sql } from "drizzle-orm";
import type { PlanId, RunId, ToolId } from "@/lib/domain/ids";
import type { RunStatus } from "@/lib/domain/run";
import { db } from "./client";
import { planRevisions, plans, runEvents, runs } from "./schema";

export interface ToolUsage {
  /** Plans whose newest revision uses it, those changed last first; tries are none. */
  plans: { count: number; newest: { id: PlanId; goal: string; updatedAt: string }[] };
  /** Runs of any revision that uses it, newest first. */
  runs: {
    count: number;
    newest: { id: RunId; goal: string; status: RunStatus; createdAt: string; isTry: boolean }[];
  };
  /** How its calls in the last runs ended, and the median time of those that completed; null when there were none. */
  calls: { completed: number; failed: number; medianMs: number | null } | null;
}

/** Runs that are looked at for how calls ended. */
const timedRuns = 100;

// Word for word the expression of the index `plan_revisions_tools`.
const uses = (toolId: ToolId) =>
  sql`jsonb_path_query_array(revision.plan, '$.steps[*].toolId') @> ${JSON.stringify([toolId])}::jsonb`;

/** Where a tool is used: counts, and at most `limit` of each. */
export async function toolUsage(toolId: ToolId, limit = 8): Promise<ToolUsage> {
  const [usedBy, ranIn, calls] = await Promise.all([
    plansWith(toolId, limit),
    runsWith(toolId, limit),
    callsOf(toolId),
  ]);
  return { plans: usedBy, runs: ranIn, calls };
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

/** How the calls of the last runs ended, and how long one took: waiting for a person doesn't count. */
async function callsOf(toolId: ToolId): Promise<ToolUsage["calls"]> {
  const { rows } = await db().execute<{ completed: number; failed: number; median: number | null }>(sql`
    with steps as (
      select run.id as run_id, step->>'id' as step_id
      from (
        select run.id, revision.plan from ${runs} run
        join ${planRevisions} revision on revision.plan_id = run.plan_id and revision.revision = run.plan_revision
        where ${uses(toolId)} order by run.created_at desc limit ${timedRuns}
      ) run, jsonb_array_elements(run.plan->'steps') step
      where step->>'toolId' = ${toolId}
    )
    select count(*) filter (where ended.body->>'type' = 'step-completed')::int as completed,
      count(*) filter (where ended.body->>'type' = 'attempt-failed')::int as failed,
      percentile_cont(0.5) within group (
        order by extract(epoch from (ended.at - started.at)) * 1000
      ) filter (where ended.body->>'type' = 'step-completed')::float as median
    from steps
    join ${runEvents} ended on ended.run_id = steps.run_id and ended.body->>'stepId' = steps.step_id
      and (ended.body->>'type' = 'attempt-failed'
        or (ended.body->>'type' = 'step-completed' and ended.body->>'source' = 'tool'))
    join lateral (
      select at from ${runEvents} event
      where event.run_id = ended.run_id and event.seq < ended.seq
        and event.body->>'stepId' = steps.step_id and event.body->>'type' = 'attempt-started'
      order by event.seq desc limit 1
    ) started on true`);
  const [row] = rows;
  if (!row || row.completed + row.failed === 0) return null;
  return { completed: row.completed, failed: row.failed, medianMs: row.median };
}
