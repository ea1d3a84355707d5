import { db } from "@/lib/db/client";
import { isExecutedBy } from "@/lib/db/durable-workflows";
import { findPlan } from "@/lib/db/plans";
import { appendEvents, lockRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import { isFinishedRun, openAttempt, type Run } from "@/lib/domain/run";
import { ActiveRun } from "./active-run";

let claims = 0;

/**
 * Makes this worker the owner of a run, from which moment the events of any earlier owner are refused (R4). Null
 * when there is nothing to do for it: it has ended, or the durable engine has given it to another worker meanwhile.
 */
export async function claimRun(runId: RunId, executorId: string): Promise<ActiveRun | null> {
  claims += 1;
  // Of this claim alone: the same worker may claim the run again, after another one had it.
  const owner = `${executorId}/${claims}`;
  const run = await db().transaction(async (tx) => {
    if ((await lockRun(tx, runId)) === undefined) return null;
    // Asked under the lock: if another worker gets the run later, its claim comes after this one, and holds.
    if (!(await isExecutedBy(runId, executorId, tx))) return null;
    const decide = (now: Run) => (hasWork(now) ? [{ type: "run-started" as const, executorId: owner }] : []);
    const appended = await appendEvents(tx, runId, decide, { executorId: owner });
    return appended && appended.events.length > 0 ? appended.run : null;
  });
  if (!run) return null;
  const plan = await findPlan(run.planId, run.planRevision);
  if (!plan)
    throw new Error(`run ${runId} is of plan ${run.planId}, revision ${run.planRevision}, which is gone`);
  return new ActiveRun(plan, run, owner);
}

/** True while something may happen in the run, or what became of a call is still to be recorded. */
function hasWork(run: Run): boolean {
  return !isFinishedRun(run) || Object.values(run.steps).some((step) => openAttempt(step) !== null);
}
