// Runs that take back what others did, and what a ledger is read from.
import { sql } from "drizzle-orm";
import type { RunId } from "@/lib/domain/ids";
import type { Run } from "@/lib/domain/run";
import { db, type Querier } from "./client";
import { loadRun } from "./runs";
import { runs } from "./schema";

/** A run and all that are nested in it, and the runs that take back something of them. */
const family = (runId: RunId) => sql`
  with recursive own as (
    select id, parent_run_id, seq, created_at from ${runs} where id = ${runId}
    union all
    select nested.id, nested.parent_run_id, nested.seq, nested.created_at
    from ${runs} nested join own on nested.parent_run_id = own.id
  ), back as (
    select id, seq, created_at from ${runs}
    where rolls_back = any(array(select id from own)) or undoes_in && array(select id from own)
  )`;

/** A run and those nested in it, each after the one that started it. */
export async function runsWithin(runId: RunId): Promise<RunId[]> {
  const { rows } = await db().execute<{ id: RunId }>(
    sql`${family(runId)} select id from own order by created_at, id = ${runId} desc`,
  );
  return rows.map(({ id }) => id);
}

/** The runs that take back what a run or one nested in it did, the earliest first. */
export async function rollbacksOf(runId: RunId): Promise<Run[]> {
  const { rows } = await db().execute<{ id: RunId }>(
    sql`${family(runId)} select id from back order by created_at`,
  );
  const folded = await Promise.all(rows.map(({ id }) => loadRun(id)));
  return folded.flatMap((run) => run ?? []);
}

/** Changes with every event of a run, of those nested in it, and of those that take back what any of them did. */
export async function rollbackState(runId: RunId, querier: Querier = db()): Promise<string> {
  const { rows } = await querier.execute<{ state: string }>(sql`
    ${family(runId)}, seen as (select id, seq from own union select id, seq from back)
    select coalesce(md5(string_agg(id || ':' || seq, ' ' order by id)), '') as state from seen`);
  return rows[0]?.state ?? "";
}

/**
 * Makes whoever starts a rollback wait for who is doing so, until the transaction ends: an effect may be undone from
 * its own run and from those above.
 */
export async function lockRollbacks(tx: Querier): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('rollback', 0)),
    set_config('idle_in_transaction_session_timeout', '1500ms', true)`);
}
