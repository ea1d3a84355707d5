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
export const recentRuns = (before?: Date) => sql`
  select id, plan_id from runs ${before ? queuedBefore(before) : sql``} order by created_at desc limit ${latestRuns}`;

// A row is a moment older than the event that says so.
const queuedBefore = (before: Date) => sql`
  where created_at < ${before.toISOString()}
    and (select at from run_events queued where queued.run_id = runs.id and queued.seq = 1) < ${before.toISOString()}`;

/** Of an event `e` of a run in `recent`: its step's tool is that of the revision the
 * run was at, unless a person gave it another one before. */
export const toolOfEvent = sql`coalesce(
  (select a.body->'amended'->>'toolId' from run_events a
    where a.run_id = e.run_id and a.seq < e.seq and a.body->>'type' = 'step-retried'
      and a.body->>'stepId' = e.body->>'stepId'
      and a.body->>'item' is not distinct from e.body->>'item' and a.body->'amended' is distinct from 'null'::jsonb
    order by a.seq desc limit 1),
  (select step->>'toolId' from plan_revisions p, jsonb_array_elements(p.plan->'steps') step
    where p.plan_id = recent.plan_id and p.revision = (select (v.body->>'planRevision')::int from run_events v
        where v.run_id = e.run_id and v.seq < e.seq and v.body->>'type' in ('run-queued', 'plan-revised')
        order by v.seq desc limit 1)
      and step->>'id' = e.body->>'stepId'))`;

/** What these tools gave in the last 300 runs: a few of each, those of the plan first, then the newest. */
export async function pastOutputs(toolIds: readonly ToolId[], planId: PlanId): Promise<PastOutput[]> {
  if (toolIds.length === 0) return [];
  const { rows } = await db().execute(sql`
    with recent as (${recentRuns()}), given as (
      select ${toolOfEvent} as tool_id, recent.plan_id, e.run_id, e.seq, e.at, e.body
      from recent join run_events e on e.run_id = recent.id
      where e.body->>'type' = 'step-completed' and e.body->>'source' = 'tool'
        and pg_column_size(e.body) < ${longestOutput}
    ), ranked as (
      select given.*, row_number() over (
        partition by tool_id order by (plan_id = ${planId}) desc, at desc, seq desc
      ) as place
      from given where tool_id = any(${sql.param([...new Set(toolIds)])}::text[])
    )
    select tool_id as "toolId", plan_id as "planId", body->>'stepId' as "stepId", run_id as "runId",
      to_json(at at time zone 'utc')#>>'{}' || 'Z' as at, body->'output' as output
    from ranked where place <= ${outputsOfTool} order by tool_id, place`);
  return z.array(pastOutputSchema).parse(rows);
}

const failureRow = z.object({ tool_id: toolIdSchema, failure: toolFailureSchema });

/** What calls of these tools failed with last, in the last 300 runs. */
export async function pastFailures(toolIds: readonly ToolId[]): Promise<Map<ToolId, ToolFailure>> {
  if (toolIds.length === 0) return new Map();
  const { rows } = await db().execute(sql`
    with recent as (${recentRuns()}), failed as (
      select ${toolOfEvent} as tool_id, e.at, e.seq, e.body
      from recent join run_events e on e.run_id = recent.id
      where e.body->>'type' = 'attempt-failed'
    )
    select distinct on (tool_id) tool_id, body->'failure' as failure
    from failed where tool_id = any(${sql.param([...new Set(toolIds)])}::text[])
    order by tool_id, at desc, seq desc`);
  return new Map(
    z
      .array(failureRow)
      .parse(rows)
      .map(({ tool_id, failure }) => [tool_id, failure]),
  );
}
