import { and, asc, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { PlanId, RunId } from "@/lib/domain/ids";
import { notificationsOf } from "@/lib/domain/notification";
import { reduceRun } from "@/lib/domain/reduce-run";
import type { Rerun } from "@/lib/domain/rerun";
import type { Rollback } from "@/lib/domain/rollback";
import type { Run, RunStatus } from "@/lib/domain/run";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import type { RunSummary } from "@/lib/domain/summaries";
import type { GivenValue, Trigger } from "@/lib/domain/trigger";
import { batched } from "./batched";
import { db, type Querier } from "./client";
import { queueNotifications } from "./notifications";
import { runEvents, runs } from "./schema";

/** The channel on which `<runId>:<seq>` is announced when events are committed. */
export const runChannel = "lamplight_run";

/** A worker tried to append to a run that another worker has taken over (R4). */
export class FencedError extends Error {
  constructor(runId: RunId, executorId: string, owner: string | null) {
    super(`Run ${runId} belongs to ${owner ?? "nobody"} now, not to ${executorId}.`);
    this.name = "FencedError";
  }
}

/** Stores a new run with its first events. The caller's transaction also hands it to the workers. */
export async function insertRun(
  run: {
    id: RunId;
    planId: PlanId;
    planRevision: number;
    goal: string;
    /** What started it, where no person did. */
    trigger?: Trigger;
    /** Values that came with what started it. */
    given?: GivenValue[];
    /** Of an earlier run: what of it, and what is known of it from the beginning. */
    rerun?: Rerun;
    taken?: RunEventBody[];
    rollback?: Rollback;
  },
  querier: Querier = db(),
): Promise<void> {
  const { id, planId, planRevision, goal, trigger, given, rerun, taken = [], rollback } = run;
  const seq = 1 + taken.length;
  const undoesIn = rollback && [
    ...new Set([rollback.runId, ...rollback.undoes.map(({ effect }) => effect.runId ?? rollback.runId)]),
  ];
  await querier.insert(runs).values({
    ...{ id, planId, planRevision, goal, status: "queued", seq, rollsBack: rollback?.runId, undoesIn },
    parentRunId: trigger?.kind === "run" ? trigger.runId : null,
  });
  const how = {
    ...(trigger ? { trigger } : {}),
    ...(given?.length ? { given } : {}),
    ...(rerun ? { rerun } : {}),
    ...(rollback ? { rollback } : {}),
  };
  const queued: RunEventBody = { type: "run-queued", planId, planRevision, ...how };
  await insertEvents(querier, id, 0, [queued, ...taken]);
}

export interface AppendOptions {
  /** Set by a worker: the append is refused with `FencedError` when the run belongs to another one. */
  executorId?: string;
  /** The run as folded before; only newer events are read. */
  known?: Run | null;
}

export interface Appended {
  run: Run;
  events: RunEvent[];
}

/**
 * Appends events to a run. Locks the run, folds what has happened so far, and lets `decide` say what to append:
 * since it decides under the lock, a decision counts once (R5), whoever else is deciding at the same moment. The
 * order of commits is the order of `seq`. Null when there is no such run. `tx` must be a transaction.
 */
export async function appendEvents(
  tx: Querier,
  runId: RunId,
  decide: (run: Run) => RunEventBody[],
  options: AppendOptions = {},
): Promise<Appended | null> {
  const owner = await lockRun(tx, runId);
  if (owner === undefined) return null;
  const isClaim = (bodies: RunEventBody[]) => bodies.some((body) => body.type === "run-started");
  // Nothing of this transaction is kept: it may yet be rolled back, and its numbers be given to other events.
  const before = await foldRun(runId, options.known ?? keptRuns.get(runId) ?? null, tx);
  if (!before) return null;
  const bodies = decide(before);
  if (options.executorId !== undefined && owner !== options.executorId && !isClaim(bodies)) {
    throw new FencedError(runId, options.executorId, owner);
  }
  if (bodies.length === 0) return { run: before, events: [] };
  const events = await insertEvents(tx, runId, before.seq, bodies);
  const run = reduceRun(events, before);
  if (!run) throw new Error(`run ${runId} folded to nothing`);
  await tx
    .update(runs)
    .set({
      status: run.status,
      seq: run.seq,
      planRevision: run.planRevision,
      executorId: run.executorId,
      finishedAt: run.finishedAt ? new Date(run.finishedAt) : null,
    })
    .where(eq(runs.id, runId));
  await queueNotifications(notificationsOf(run, events), tx);
  return { run, events };
}

/**
 * Locks the run's row until the transaction ends; returns the worker it belongs to, undefined when there is no such
 * run. A process that is stopped inside the transaction must not hold the run for ever, so the server ends it.
 */
export async function lockRun(tx: Querier, runId: RunId): Promise<string | null | undefined> {
  const [row] = await tx
    .select({
      executorId: runs.executorId,
      timeout: sql`set_config('idle_in_transaction_session_timeout', '1500ms', true)`,
    })
    .from(runs)
    .where(eq(runs.id, runId))
    .for("update");
  return row?.executorId;
}

/** Inserts events after `seq` and announces them on commit. */
async function insertEvents(
  tx: Querier,
  runId: RunId,
  seq: number,
  bodies: RunEventBody[],
): Promise<RunEvent[]> {
  // The transaction's start, `now()`, could lie before that of an earlier event: it may have waited for the lock.
  const at = sql`clock_timestamp()`;
  const rows = await tx
    .insert(runEvents)
    .values(bodies.map((body, index) => ({ runId, seq: seq + index + 1, body, at })))
    .returning();
  // A run's first event is no news: nobody can know of the run yet.
  if (seq > 0) await tx.execute(sql`select pg_notify(${runChannel}, ${`${runId}:${seq + bodies.length}`})`);
  return rows.sort((a, b) => a.seq - b.seq).map(toEvent);
}

const toEvent = (row: typeof runEvents.$inferSelect): RunEvent => ({
  runId: row.runId,
  seq: row.seq,
  at: row.at.toISOString(),
  body: row.body,
});

/** The events of a run after `afterSeq`, in order. */
export async function listEvents(runId: RunId, afterSeq = 0, querier: Querier = db()): Promise<RunEvent[]> {
  const rows = await querier
    .select()
    .from(runEvents)
    .where(and(eq(runEvents.runId, runId), gt(runEvents.seq, afterSeq)))
    .orderBy(asc(runEvents.seq));
  return rows.map(toEvent);
}

const listNewOfMany = batched(async (wanted: { runId: RunId; afterSeq: number }[]): Promise<RunEvent[][]> => {
  const list = JSON.stringify(wanted.map(({ runId, afterSeq }, place) => ({ place, runId, afterSeq })));
  const { rows } = await db().execute<{
    place: number;
    seq: number;
    body: RunEventBody;
    at: Date | string;
  }>(sql`
    select wanted.place, event.seq, event.body, event.at
    from jsonb_to_recordset(${list}::jsonb) as wanted(place int, "runId" text, "afterSeq" int)
    join ${runEvents} event on event.run_id = wanted."runId" and event.seq > wanted."afterSeq"
    order by wanted.place, event.seq`);
  const lists = wanted.map((): RunEvent[] => []);
  for (const { place, seq, body, at } of rows) {
    const runId = wanted[place]?.runId;
    if (runId) lists[place]?.push({ runId, seq, at: new Date(at).toISOString(), body });
  }
  return lists;
});

/** Like `listEvents`, for those who follow many runs at once: what they ask at the same moment is one query. */
export function listNewEvents(runId: RunId, afterSeq: number): Promise<RunEvent[]> {
  return listNewOfMany({ runId, afterSeq });
}

// Runs as they were when last looked at: committed events never change, so only newer ones have to be read.
const keptRuns = new Map<RunId, Run>();
const maxKeptRuns = 20;

function keep(run: Run): void {
  const kept = keptRuns.get(run.id);
  keptRuns.delete(run.id);
  keptRuns.set(run.id, kept && kept.seq > run.seq ? kept : run);
  for (const oldest of keptRuns.keys()) {
    if (keptRuns.size <= maxKeptRuns) break;
    keptRuns.delete(oldest);
  }
}

/** A run as its events tell it; null when there is none. */
export async function loadRun(runId: RunId): Promise<Run | null> {
  const run = await foldRun(runId, keptRuns.get(runId) ?? null, db());
  if (run) keep(run);
  return run;
}

/** A run loaded before, with what has happened since. */
export async function continueRun(run: Run): Promise<Run> {
  return reduceRun(await listNewEvents(run.id, run.seq), run) ?? run;
}

async function foldRun(runId: RunId, known: Run | null, querier: Querier): Promise<Run | null> {
  return reduceRun(await listEvents(runId, known?.seq ?? 0, querier), known);
}

const toSummary = (row: typeof runs.$inferSelect): RunSummary => {
  const { id, planId, planRevision, goal, status, createdAt, finishedAt, parentRunId, rollsBack } = row;
  return {
    ...{ id, planId, planRevision, goal, status, parentRunId, rollsBack },
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
};

/** Runs, newest first. `before`: a `createdAt` to go on from. */
export async function listRuns(options: {
  limit: number;
  before?: Date;
  status?: RunStatus | readonly RunStatus[];
  planId?: PlanId;
}): Promise<RunSummary[]> {
  const { limit, before, status, planId } = options;
  const rows = await db()
    .select()
    .from(runs)
    .where(
      and(
        before ? lt(runs.createdAt, before) : undefined,
        status === undefined ? undefined : inArray(runs.status, [status].flat() as RunStatus[]),
        planId ? eq(runs.planId, planId) : undefined,
      ),
    )
    .orderBy(desc(runs.createdAt))
    .limit(limit);
  return rows.map(toSummary);
}

/** These runs for lists and headings, in no order; unknown ones are left out. */
export async function findRunSummaries(runIds: readonly RunId[]): Promise<RunSummary[]> {
  if (runIds.length === 0) return [];
  const rows = await db()
    .select()
    .from(runs)
    .where(sql`${runs.id} = any(${sql.param([...runIds])})`);
  return rows.map(toSummary);
}

/** The newest event of each of these runs. */
export async function runSeqs(runIds: readonly RunId[]): Promise<Map<RunId, number>> {
  if (runIds.length === 0) return new Map();
  const rows = await db()
    .select({ id: runs.id, seq: runs.seq })
    .from(runs)
    .where(sql`${runs.id} = any(${sql.param([...runIds])})`);
  return new Map(rows.map((row) => [row.id, row.seq]));
}
