// What waits for a person, over all runs.
import { sql } from "drizzle-orm";
import type { PlanId, RunId, StepId } from "@/lib/domain/ids";
import type { troubledStepStatuses } from "@/lib/domain/run";
import type { ToolFailure } from "@/lib/domain/tool-error";
import { db } from "./client";
import { approvals, planRevisions, questions, runEvents, runs } from "./schema";

/** A step that failed, whose outcome nobody knows, or that gave something unexpected: a person decides what is next. */
export interface StepNeedingAttention {
  runId: RunId;
  planId: PlanId;
  goal: string;
  stepId: StepId;
  /** Of a repeated step: which item, from 0. */
  item: number | null;
  stepTitle: string;
  status: (typeof troubledStepStatuses)[number];
  /** Null when the worker died during the call, and where nothing failed. */
  failure: ToolFailure | null;
  since: string;
}

const statusAfter: Readonly<Record<string, StepNeedingAttention["status"]>> = {
  "outcome-unknown": "outcome-unknown",
  "step-unexpected": "unexpected",
};

// A step that needs attention is one whose newest event says so; only runs that are not finished have any. The first
// condition is that of the index `run_events_trouble`, word for word.
const attention = sql`
  select event.run_id, event.body, event.at from ${runEvents} event
  join ${runs} run on run.id = event.run_id
  where event.body->>'type' in ('step-failed', 'attempt-failed', 'outcome-unknown', 'step-unexpected')
    and event.body->>'retryAt' is null
    and run.status in ('running', 'waiting', 'paused')
    and not exists (
      select 1 from ${runEvents} later
      where later.run_id = event.run_id and later.seq > event.seq
        and later.body->>'stepId' = event.body->>'stepId'
        and later.body->>'item' is not distinct from event.body->>'item'
    )`;

/** Steps in trouble of all open runs, the longest waiting first. */
export async function needsAttention(limit = 200): Promise<StepNeedingAttention[]> {
  const { rows } = await db().execute<{
    run_id: RunId;
    plan_id: PlanId;
    goal: string;
    step_id: StepId;
    item: number | null;
    title: string | null;
    type: string;
    failure: ToolFailure | null;
    at: Date;
  }>(sql`
    select step.run_id, run.plan_id, run.goal, step.body->>'stepId' as step_id,
      (step.body->>'item')::int as item, step.body->>'type' as type,
      step.body->'failure' as failure, step.at as at,
      (select planned->>'title' from jsonb_array_elements(revision.plan->'steps') planned
        where planned->>'id' = step.body->>'stepId') as title
    from (${attention}) step
    join ${runs} run on run.id = step.run_id
    join ${planRevisions} revision on revision.plan_id = run.plan_id and revision.revision = run.plan_revision
    order by step.at limit ${limit}`);
  return rows.map((row) => ({
    runId: row.run_id,
    planId: row.plan_id,
    goal: row.goal,
    stepId: row.step_id,
    item: row.item,
    stepTitle: row.title ?? row.step_id,
    status: statusAfter[row.type] ?? "failed",
    failure: row.failure,
    since: new Date(row.at).toISOString(),
  }));
}

export interface InboxCounts {
  approvals: number;
  questions: number;
  attention: number;
}

/** How much waits for a person: for the badge of the Inbox. */
export async function inboxCounts(): Promise<InboxCounts> {
  const { rows } = await db().execute<{ approvals: number; questions: number; attention: number }>(sql`
    select
      (select count(*)::int from ${approvals} where status = 'pending') as approvals,
      (select count(*)::int from ${questions} where status = 'pending') as questions,
      (select count(*)::int from (${attention}) step) as attention`);
  const [row] = rows;
  if (!row) throw new Error("the inbox counts gave no row");
  return row;
}
