// What is kept for how long, and the deletions of what is older: in batches, each one transaction that counts what it
// deletes, so that a purge that is cut off goes on where it was.
import { desc, eq, sql } from "drizzle-orm";
import type { FileId, RunId } from "@/lib/domain/ids";
import { defaultRetention, type Purge, type PurgeCounts, type Retention } from "@/lib/domain/retention";
import { finalRunStatuses } from "@/lib/domain/run";
import { db, type Querier } from "./client";
import { workflows } from "./durable-workflows";
import { approvals, envelopes, files, purges, retention, runEvents, runs, schedules } from "./schema";

const key = "retention";
const dayMs = 24 * 3_600_000;

export async function findRetention(querier: Querier = db()): Promise<Retention> {
  const [row] = await querier.select().from(retention).where(eq(retention.id, key));
  return row ? { runDays: row.runDays, fileDays: row.fileDays } : defaultRetention;
}

export async function storeRetention(policy: Retention): Promise<void> {
  await db()
    .insert(retention)
    .values({ id: key, ...policy })
    .onConflictDoUpdate({ target: retention.id, set: policy });
}

interface Bounds {
  runsBefore: Date | null;
  filesBefore: Date | null;
}

const before = (now: Date, days: number | null) =>
  days === null ? null : new Date(now.getTime() - days * dayMs);
const boundsOf = ({ runDays, fileDays }: Retention, now: Date): Bounds => ({
  runsBefore: before(now, runDays),
  filesBefore: before(now, fileDays),
});

const moment = (date: Date | null) => sql`${date?.toISOString() ?? null}::timestamptz`;

/**
 * Runs that may go: ended long enough ago, with nothing of theirs open, and none that something kept needs: the last that
 * ended of a plan, from which is remembered what became of it, one being taken back, one whose
 * parent goes on, one a schedule shows, one whose approval still lets others pass.
 */
const runsDue = (runsBefore: Date | null) => sql`
  select run.id from ${runs} run
  where run.finished_at < ${moment(runsBefore)} and run.status = any(${sql.param([...finalRunStatuses])}::text[])
    and exists (select 1 from ${runs} later where later.plan_id = run.plan_id
      and (later.finished_at, later.id) > (run.finished_at, run.id))
    and not exists (select 1 from ${runs} back
      where (back.rolls_back = run.id or back.undoes_in @> array[run.id]) and back.finished_at is null)
    and not exists (select 1 from ${runs} parent where parent.id = run.parent_run_id and parent.finished_at is null)
    and not exists (select 1 from ${schedules} where last_run_id = run.id)
    and not exists (select 1 from ${approvals} where run_id = run.id and status = 'pending')
    and not exists (select 1 from ${envelopes} where run_id = run.id and revoked_at is null and until > now())
    and not exists (select 1 from ${workflows} workflow where workflow.workflow_uuid = run.id
      and workflow.status in ('ENQUEUED', 'PENDING', 'DELAYED'))`;

/** Files named in what is kept: a plan, or an event of a run. */
const filesNamed = sql`
  select named.match[1] as id from plan_revisions revision,
    regexp_matches(revision.plan::text, 'file_[0-9a-z]{16}', 'g') named(match)
  union select named.match[1] from ${runEvents} event,
    regexp_matches(event.body::text, 'file_[0-9a-z]{16}', 'g') named(match)
  where position('file_' in event.body::text) > 0`;

/** What a purge would delete now. Files that only runs which go with it name are counted when those are gone. */
export async function countDue(policy: Retention, now: Date): Promise<PurgeCounts> {
  return countBefore(boundsOf(policy, now));
}

async function countBefore({ runsBefore, filesBefore }: Bounds): Promise<PurgeCounts> {
  if (!runsBefore && !filesBefore) return { runs: 0, events: 0, files: 0, bytes: 0 };
  const { rows } = await db().execute<Record<keyof PurgeCounts, string>>(sql`
    with due as materialized (${runsDue(runsBefore)}), unnamed as (
      select size_bytes from ${files}
      where created_at < ${moment(filesBefore)} and id not in (${filesNamed})
    )
    select (select count(*) from due) as runs,
      (select count(*) from ${runEvents} where run_id in (select id from due)) as events,
      (select count(*) from unnamed) as files, (select coalesce(sum(size_bytes), 0) from unnamed) as bytes`);
  const [row] = rows;
  if (!row) throw new Error("the count of what is due gave no row");
  return {
    runs: Number(row.runs),
    events: Number(row.events),
    files: Number(row.files),
    bytes: Number(row.bytes),
  };
}

type PurgeRow = typeof purges.$inferSelect;

const toPurge = (row: PurgeRow): Purge => {
  const { runsBefore: _runs, filesBefore: _files, startedAt, finishedAt, ...rest } = row;
  return { ...rest, startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
};

/** The newest purges first. */
export async function listPurges(limit: number): Promise<Purge[]> {
  return (await db().select().from(purges).orderBy(desc(purges.id)).limit(limit)).map(toPurge);
}

/** Begins a purge; null when one is under way. */
export async function insertPurge(
  policy: Retention,
  startedBy: Purge["startedBy"],
  now: Date,
): Promise<Purge | null> {
  const bounds = boundsOf(policy, now);
  const expected = await countBefore(bounds);
  const [row] = await db()
    .insert(purges)
    .values({ policy, ...bounds, startedBy, expected, status: "running" })
    .onConflictDoNothing()
    .returning();
  return row ? toPurge(row) : null;
}

/** When a purge was last begun by itself. */
export async function lastPurgeByClock(): Promise<Date | null> {
  const [row] = await db()
    .select({ startedAt: purges.startedAt })
    .from(purges)
    .where(eq(purges.startedBy, "clock"))
    .orderBy(desc(purges.id))
    .limit(1);
  return row?.startedAt ?? null;
}

/** Ends the purge under way; what it has deleted stays deleted. False when there is none. */
export async function cancelPurge(): Promise<boolean> {
  const ended = await db()
    .update(purges)
    .set({ status: "canceled", finishedAt: sql`clock_timestamp()` })
    .where(eq(purges.status, "running"))
    .returning({ id: purges.id });
  return ended.length > 0;
}

export interface PurgedBatch {
  /** Whose bytes are to be removed. */
  files: FileId[];
  /** Nothing is left to delete: the purge has ended. */
  isLast: boolean;
}

/**
 * Deletes some of what the purge under way is to delete, and counts it, in one transaction; null when there is none, or
 * another worker is at it.
 */
export async function purgeBatch(size: { runs: number; files: number }): Promise<PurgedBatch | null> {
  return db().transaction(async (tx) => {
    const [purge] = await tx
      .select()
      .from(purges)
      .where(eq(purges.status, "running"))
      .for("update", { skipLocked: true });
    if (!purge) return null;
    const deleted = await deleteRuns(tx, purge.runsBefore, size.runs);
    // Files come last: what the runs that are gone named is named no more.
    const gone = deleted.runs > 0 ? [] : await deleteFiles(tx, purge.filesBefore, size.files);
    const isLast = deleted.runs === 0 && gone.length === 0;
    await tx
      .update(purges)
      .set({
        runs: purge.runs + deleted.runs,
        events: purge.events + deleted.events,
        files: purge.files + gone.length,
        bytes: purge.bytes + gone.reduce((sum, { bytes }) => sum + bytes, 0),
        ...(isLast ? { status: "completed" as const, finishedAt: sql`clock_timestamp()` } : {}),
      })
      .where(eq(purges.id, purge.id));
    return { files: gone.map(({ id }) => id), isLast };
  });
}

async function deleteRuns(
  tx: Querier,
  runsBefore: Date | null,
  most: number,
): Promise<{ runs: number; events: number }> {
  if (!runsBefore) return { runs: 0, events: 0 };
  // A run that somebody has locked is left for the next purge.
  const { rows: locked } = await tx.execute<{ id: RunId }>(sql`
    select run.id from ${runs} run where run.id in (${runsDue(runsBefore)} limit ${most})
    for update of run skip locked`);
  if (locked.length === 0) return { runs: 0, events: 0 };
  const ids = sql`${sql.param(locked.map(({ id }) => id))}::text[]`;
  const { rowCount: events } = await tx.execute(sql`delete from ${runEvents} where run_id = any(${ids})`);
  await tx.execute(sql`delete from ${workflows} where workflow_uuid = any(${ids})`);
  const { rowCount } = await tx.execute(sql`delete from ${runs} where id = any(${ids})`);
  return { runs: rowCount ?? 0, events: events ?? 0 };
}

async function deleteFiles(
  tx: Querier,
  filesBefore: Date | null,
  most: number,
): Promise<{ id: FileId; bytes: number }[]> {
  if (!filesBefore) return [];
  const { rows } = await tx.execute<{ id: FileId; bytes: string }>(sql`
    delete from ${files} where id in (
      select id from ${files} where created_at < ${moment(filesBefore)} and id not in (${filesNamed})
      limit ${most}
    ) returning id, size_bytes as bytes`);
  return rows.map(({ id, bytes }) => ({ id, bytes: Number(bytes) }));
}
