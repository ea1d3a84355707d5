// What calls of tools gave in past runs, and what they failed with.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type PlanId, type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { type PastOutput, pastOutputSchema } from "@/lib/domain/rehearsal";
import { type ToolFailure, toolFailureSchema } from "@/lib/domain/tool-error";
import { db } from "./client";

/** What happened long ago says little about a tool, and reading it would take longer with every run. */
const latestRuns = 300;
/** Outputs of one tool that are looked at; of them one fits, mostly. */
const outputsOfTool = 6;
/** Longer outputs are left out: a plan of many tools would read them all. */
const longestOutput = 64 * 1024;

/** The last runs; those queued before a moment where one is given: a run's own moment leaves the run itself out. */
const recentRuns = (before?: Date) => sql`
  select id, plan_id from runs ${before ? queuedBefore(before) : sql``} order by created_at desc limit ${latestRuns}`;

// A row is a moment older than the event that says so.
const queuedBefore = (before: Date) => sql`
  where created_at < ${before.toISOString()}
    and (select at from run_events queued where queued.run_id = runs.id and queued.seq = 1) < ${before.toISOString()}`;

/**
 * The events of the last runs that tell of calls, as `calls`, with the tool each was for: that of its step at the
 * revision the run was at, unless a person gave it another one before; and when its last attempt was started. Every
 * plan and every event is looked at once: a lookup for each event would take minutes for runs of a thousand steps.
 */
export const pastCalls = (before?: Date) => sql`
  recent as materialized (${recentRuns(before)}), planned as materialized (
    select revision.plan_id, revision.revision, step->>'id' as step_id, step->>'toolId' as tool_id
    from plan_revisions revision, jsonb_array_elements(revision.plan->'steps') step
    where revision.plan_id in (select plan_id from recent)
  ), told as (
    select e.run_id, recent.plan_id, e.seq, e.at, e.body, e.body->>'type' as type,
      e.body->>'stepId' as step_id, e.body->>'item' as item,
      max((e.body->>'planRevision')::int) filter (where e.body->>'type' in ('run-queued', 'plan-revised'))
        over (partition by e.run_id order by e.seq) as revision,
      max(e.at) filter (where e.body->>'type' = 'attempt-started') over of_step as started_at,
      max(array[lpad(e.seq::text, 9, '0'), e.body->'amended'->>'toolId'])
        filter (where e.body->>'type' = 'step-retried' and e.body->'amended' is distinct from 'null'::jsonb)
        over of_step as amended
    from recent join run_events e on e.run_id = recent.id
    where e.body->>'type' in ('run-queued', 'plan-revised', 'attempt-started', 'attempt-failed', 'attempt-cost',
      'step-retried', 'step-completed', 'step-unexpected')
    window of_step as (partition by e.run_id, e.body->>'stepId', e.body->>'item' order by e.seq)
  ), calls as (
    select told.*, coalesce(told.amended[2], planned.tool_id) as tool_id
    from told left join planned on planned.plan_id = told.plan_id and planned.revision = told.revision
      and planned.step_id = told.step_id
  )`;

/** What these tools gave in the last 300 runs: a few of each, those of the plan first, then the newest. */
export async function pastOutputs(toolIds: readonly ToolId[], planId: PlanId): Promise<PastOutput[]> {
  if (toolIds.length === 0) return [];
  const { rows } = await db().execute(sql`
    with ${pastCalls()}, ranked as (
      select calls.*, row_number() over (
        partition by tool_id order by (plan_id = ${planId}) desc, at desc, seq desc
      ) as place
      from calls where type = 'step-completed' and body->>'source' = 'tool'
        and pg_column_size(body) < ${longestOutput}
        and tool_id = any(${sql.param([...new Set(toolIds)])}::text[])
    )
    select tool_id as "toolId", plan_id as "planId", step_id as "stepId", run_id as "runId",
      to_json(at at time zone 'utc')#>>'{}' || 'Z' as at, body->'output' as output
    from ranked where place <= ${outputsOfTool} order by tool_id, place`);
  return z.array(pastOutputSchema).parse(rows);
}

const failureRow = z.object({ tool_id: toolIdSchema, failure: toolFailureSchema });

/** What calls of these tools failed with last, in the last 300 runs. */
export async function pastFailures(toolIds: readonly ToolId[]): Promise<Map<ToolId, ToolFailure>> {
  if (toolIds.length === 0) return new Map();
  const { rows } = await db().execute(sql`
    with ${pastCalls()}
    select distinct on (tool_id) tool_id, body->'failure' as failure
    from calls where type = 'attempt-failed' and tool_id = any(${sql.param([...new Set(toolIds)])}::text[])
    order by tool_id, at desc, seq desc`);
  return new Map(
    z
      .array(failureRow)
      .parse(rows)
      .map(({ tool_id, failure }) => [tool_id, failure]),
  );
}
