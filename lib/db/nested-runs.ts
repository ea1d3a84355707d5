// Runs that steps of other runs started, and what is yet to be told of them.
import { eq, sql } from "drizzle-orm";
import type { RunId } from "@/lib/domain/ids";
import type { Trigger } from "@/lib/domain/trigger";
import { db, type Querier } from "./client";
import { runEvents, runs } from "./schema";

/** Nested runs that have ended, and whose end the step that started them has not been told. */
export async function listRunsToPassOn(limit: number): Promise<RunId[]> {
  // The condition is that of the index `runs_to_pass_on`, word for word.
  const rows = await db()
    .select({ id: runs.id })
    .from(runs)
    .where(sql`parent_run_id is not null and finished_at is not null and not is_passed_on`)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Keeps that the end of a nested run was told. */
export async function markPassedOn(runId: RunId, tx: Querier): Promise<void> {
  await tx.update(runs).set({ isPassedOn: true }).where(eq(runs.id, runId));
}

export type NestedIn = Extract<Trigger, { kind: "run" }>;

/** Of these runs, those that a step of another run started, each with which. */
export async function nestedAmong(runIds: readonly RunId[]): Promise<{ runId: RunId; in: NestedIn }[]> {
  if (runIds.length === 0) return [];
  const rows = await db()
    .select({ runId: runEvents.runId, body: runEvents.body })
    .from(runEvents)
    .where(sql`${runEvents.runId} = any(${sql.param([...runIds])}) and ${runEvents.seq} = 1`);
  return rows.flatMap(({ runId, body }) =>
    body.type === "run-queued" && body.trigger?.kind === "run" ? [{ runId, in: body.trigger }] : [],
  );
}
