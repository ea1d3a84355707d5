import { appendUnchanged } from "@/lib/db/append-unchanged";
import { db } from "@/lib/db/client";
import { isExecutedBy } from "@/lib/db/durable-workflows";
import { findRevision } from "@/lib/db/plans";
import { appendEvents, listNewEvents, lockRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import { reduceRun } from "@/lib/domain/reduce-run";
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
  const claim = { owner: `${executorId}/${claims}`, executorId };
  const run = (await claimUnchanged(runId, claim)) ?? (await claimLocked(runId, claim));
  if (!run) return null;
  const plan = await findRevision(run.planId, run.planRevision);
  if (!plan)
    throw new Error(`run ${runId} is of plan ${run.planId}, revision ${run.planRevision}, which is gone`);
  return new ActiveRun(plan, run, claim.owner);
}

interface Claim {
  owner: string;
  executorId: string;
}

/** The usual case: nothing happens in the run at this moment. Null when that is not so. */
async function claimUnchanged(runId: RunId, claim: Claim): Promise<Run | null> {
  const known = reduceRun(await listNewEvents(runId, 0));
  if (!known || !hasWork(known)) return null;
  const bodies = [{ type: "run-started" as const, executorId: claim.owner }];
  const appended = await appendUnchanged({ known, owner: null, claim, bodies });
  return appended?.run ?? null;
}

async function claimLocked(runId: RunId, { owner, executorId }: Claim): Promise<Run | null> {
  return db().transaction(async (tx) => {
    if ((await lockRun(tx, runId)) === undefined) return null;
    // Asked under the lock: if another worker gets the run later, its claim comes after this one, and holds.
    if (!(await isExecutedBy(runId, executorId, tx))) return null;
    const decide = (now: Run) => (hasWork(now) ? [{ type: "run-started" as const, executorId: owner }] : []);
    const appended = await appendEvents(tx, runId, decide, { executorId: owner });
    return appended && appended.events.length > 0 ? appended.run : null;
  });
}

/** True while something may happen in the run, or what became of a call is still to be recorded. */
function hasWork(run: Run): boolean {
  return !isFinishedRun(run) || Object.values(run.steps).some((step) => openAttempt(step) !== null);
}
