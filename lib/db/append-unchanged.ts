// How a worker appends to its runs when nobody else has: many runs in one statement, which is one transaction and one
// flush to disk. Whatever is not as expected is left alone, for `appendEvents` to settle under the run's lock.
import { sql } from "drizzle-orm";
import type { RunId } from "@/lib/domain/ids";
import { reduceRun } from "@/lib/domain/reduce-run";
import { isFinishedRun, type Run } from "@/lib/domain/run";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { batched } from "./batched";
import { db } from "./client";
import { workflows } from "./durable-workflows";
import { type Appended, runChannel } from "./runs";
import { runEvents, runs } from "./schema";

interface Wanted {
  /** The run the bodies were decided on; only if it still is like this are they appended. */
  known: Run;
  /** The owner the run must have (R4); null for whoever claims it. */
  owner: string | null;
  /** Who becomes its owner: a name of this claim alone, and the worker it must have been given to. */
  claim?: { owner: string; executorId: string };
  bodies: RunEventBody[];
}

/** The run with these events, at a time of which nothing here depends. */
function runAfter({ known, bodies }: Wanted): Run {
  const events = bodies.map((body, index): RunEvent => {
    return { runId: known.id, seq: known.seq + index + 1, at: known.queuedAt, body };
  });
  const run = reduceRun(events, known);
  if (!run) throw new Error(`run ${known.id} folded to nothing`);
  return run;
}

function rowOf(wanted: Wanted): Record<string, unknown> {
  const { known, owner, claim, bodies } = wanted;
  const after = runAfter(wanted);
  return {
    id: known.id,
    known: known.seq,
    owner: claim?.owner ?? owner,
    claimer: claim?.executorId,
    seq: after.seq,
    status: after.status,
    finished: isFinishedRun(after),
    bodies,
  };
}

async function appendAll(all: Wanted[]): Promise<(Appended | null)[]> {
  // A row that somebody else has locked is not waited for: one run must not hold up the others.
  const { rows } = await db().execute<{
    run_id: RunId;
    seq: number;
    at: Date | string;
    body: RunEventBody;
  }>(sql`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(all.map(rowOf))}::jsonb)
        as row(id text, known int, owner text, claimer text, seq int, status text, finished boolean, bodies jsonb)
    ), free as (
      select run.id from ${runs} run join wanted on wanted.id = run.id
      where run.seq = wanted.known and case when wanted.claimer is null then run.executor_id = wanted.owner
        -- Another worker that is given the run later claims it later, and holds.
        else exists (select 1 from ${workflows} workflow where workflow.workflow_uuid = run.id
          and workflow.executor_id = wanted.claimer and workflow.status = 'PENDING') end
      for update of run skip locked
    ), clock as materialized (
      select clock_timestamp() as at from (select count(*) from free) locked
    ), moved as (
      update ${runs} run set seq = wanted.seq, status = wanted.status, executor_id = wanted.owner,
        finished_at = case when wanted.finished then coalesce(run.finished_at, clock.at) end
      from wanted, free, clock where run.id = wanted.id and free.id = wanted.id
      returning run.id
    ), noted as (
      insert into ${runEvents} (run_id, seq, body, at)
      select wanted.id, wanted.known + event.place, event.body, clock.at
      from moved join wanted on wanted.id = moved.id, clock,
        jsonb_array_elements(wanted.bodies) with ordinality as event(body, place)
      returning run_id, seq, at, body
    ), told as (
      select pg_notify(${runChannel}, run_id || ':' || max(seq)) from noted group by run_id
    )
    select run_id, seq, at, body from noted, (select count(*) from told) announced order by run_id, seq`);
  const events = new Map<RunId, RunEvent[]>();
  for (const { run_id: runId, seq, at, body } of rows) {
    const list = events.get(runId) ?? [];
    list.push({ runId, seq: Number(seq), at: new Date(at).toISOString(), body });
    events.set(runId, list);
  }
  return all.map(({ known }) => {
    const appended = events.get(known.id);
    const run = appended && reduceRun(appended, known);
    return run ? { run, events: appended } : null;
  });
}

const append = batched(appendAll, 100);

/**
 * Appends events to a run of this worker, decided on `known`, if it is still exactly that; else null, and nothing has
 * happened. At most one call for a run at a time.
 */
export async function appendUnchanged(wanted: Wanted): Promise<Appended | null> {
  return append(wanted);
}
