// What Lamplight reads of the durable engine's own table; it is written by the engine alone.
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { RunId } from "@/lib/domain/ids";
import { db, type Querier } from "./client";
import { leaseKey } from "./lease-key";
import { runs } from "./schema";

/** The schema of the durable engine's own tables, in Lamplight's database. */
export const engineSchema = "dbos";

/** The engine's table of workflows. */
export const workflows = sql`${sql.identifier(engineSchema)}.workflow_status`;

/** True when the run's workflow is being executed by this worker, as far as the durable engine knows. */
export async function isExecutedBy(runId: RunId, executorId: string, querier: Querier): Promise<boolean> {
  const { rows } = await querier.execute<{ is_so: boolean }>(sql`
    select executor_id = ${executorId} and status = 'PENDING' as is_so
    from ${workflows} where workflow_uuid = ${runId}`);
  return rows[0]?.is_so === true;
}

/**
 * SQL: true when the worker with this id holds the lock on it, or is being taken over at this moment.
 * @param executorId SQL as well
 */
export function isWorkerThere(executorId: string): SQL {
  const key = sql.raw(leaseKey(executorId));
  // How PostgreSQL shows the lock on a number of 64 bits.
  return sql`(${key} in (
    select (classid::bigint << 32) | objid::bigint from pg_locks
    where locktype = 'advisory' and objsubid = 1 and granted
      and database = (select oid from pg_database where datname = current_database())))`;
}

/** The workers that have workflows of this version under way, and are gone. */
export async function listGoneExecutors(version: string): Promise<string[]> {
  const { rows } = await db().execute<{ executor_id: string }>(sql`
    with executors as (
      select distinct executor_id from ${workflows}
      where status = 'PENDING' and application_version = ${version} and coalesce(executor_id, '') <> ''
    )
    select executor_id from executors where not ${isWorkerThere("executor_id")}`);
  return rows.map((row) => row.executor_id);
}

/**
 * Does `work` if the worker with this id is gone, and keeps it from coming back meanwhile; two workers don't take over
 * the same runs at once.
 */
export async function whileGone(executorId: string, work: () => Promise<void>): Promise<void> {
  await db().transaction(async (tx) => {
    const { rows } = await tx.execute<{ is_so: boolean }>(sql`
      select pg_try_advisory_xact_lock(key) as is_so,
        set_config('idle_in_transaction_session_timeout', '2s', true)
      from (select ${sql.raw(leaseKey("id"))} as key from (select ${executorId}::text as id) worker) lease`);
    if (rows[0]?.is_so) await work();
  });
}

/** Lays a run to rest, if it still is this owner's and just like this: it belongs to nobody then. */
export async function restRun(runId: RunId, owner: string, seq: number): Promise<boolean> {
  const rested = await db()
    .update(runs)
    .set({ restedSeq: seq, executorId: null })
    .where(and(eq(runs.id, runId), eq(runs.executorId, owner), eq(runs.seq, seq)))
    .returning({ id: runs.id });
  return rested.length > 0;
}

/** Runs that are at rest now. */
export async function countRunsAtRest(): Promise<number> {
  return db().$count(runs, and(eq(runs.restedSeq, runs.seq), isNull(runs.executorId)));
}

export interface StrandedRun {
  runId: RunId;
  /** Null when it has no workflow. */
  workflowStatus: string | null;
}

/** Runs that were at rest, and in which something has happened since. */
export async function listRunsToWake(limit: number): Promise<StrandedRun[]> {
  return runsWithoutWorkflow(sql`run.rested_seq < run.seq and run.finished_at is null`, limit);
}

/**
 * Runs that have not ended, and are not at rest, although their workflow has ended, or that have none; and those at rest
 * that wait for nobody: neither for a person nor for another run.
 */
export async function listStrandedRuns(limit: number): Promise<StrandedRun[]> {
  return runsWithoutWorkflow(
    sql`run.status in ('queued', 'running', 'waiting', 'paused')
      and (run.rested_seq is distinct from run.seq or (run.status = 'running' and not exists (
        select 1 from ${runs} nested where nested.parent_run_id = run.id and not nested.is_passed_on)))
      and run.created_at < now() - interval '5 seconds'`,
    limit,
  );
}

async function runsWithoutWorkflow(which: SQL, limit: number): Promise<StrandedRun[]> {
  const { rows } = await db().execute<{ id: RunId; status: string | null }>(sql`
    select run.id, workflow.status from ${runs} run
    left join ${workflows} workflow on workflow.workflow_uuid = run.id
    where ${which} and coalesce(workflow.status, '') not in ('ENQUEUED', 'PENDING', 'DELAYED')
    order by run.created_at limit ${limit}`);
  return rows.map((row) => ({ runId: row.id, workflowStatus: row.status }));
}
