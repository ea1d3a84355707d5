// What the clock starts: runs of plans whose time has come.
import { clientTransaction } from "@/lib/db/client-transaction";
import { queueNotifications } from "@/lib/db/notifications";
import { insertRun } from "@/lib/db/runs";
import { type DueSchedule, lockDueSchedule, recordTime } from "@/lib/db/schedules";
import { newId, type RunId } from "@/lib/domain/ids";
import { enqueueRun } from "@/lib/engine/enqueue-run";
import { runTimes } from "@/lib/scheduling/run-times";
import { readyWith } from "./review-published";

/** A run that starts later than this has missed its time. */
const graceMs = 5 * 60_000;

/**
 * Starts a run for each schedule whose time has come. Its row is locked, and the run stored, handed to the workers and
 * the next time set in one transaction: of several workers one starts it, once, or, should that one die, another does.
 * @returns the runs that were started.
 */
export async function startDueRuns(now = new Date()): Promise<RunId[]> {
  const started: RunId[] = [];
  for (;;) {
    const done = await clientTransaction(async (tx, client) => {
      const due = await lockDueSchedule(now, tx);
      if (!due) return null;
      const plan = await planOf(due, now);
      // After its own time too, should the clock have been set back: no time comes twice.
      const [nextAt = null] = runTimes(due, now > due.nextAt ? now : due.nextAt);
      const outcome = { nextAt, lastAt: due.nextAt };
      if (plan.kind === "problem") {
        await recordTime(due.planId, { ...outcome, lastRunId: null, lastProblem: plan.problem }, tx);
        const subject = { kind: "not-started", planId: due.planId, problem: plan.problem } as const;
        await queueNotifications([{ topic: "failures", subject }], tx);
        return { runId: null };
      }
      const runId = newId("run");
      const { planId, planRevision } = due;
      await insertRun(
        { id: runId, planId, planRevision, goal: plan.goal, trigger: { kind: "schedule" } },
        tx,
      );
      await enqueueRun(runId, client);
      await recordTime(planId, { ...outcome, lastRunId: runId, lastProblem: null }, tx);
      return { runId };
    });
    if (!done) return started;
    if (done.runId) started.push(done.runId);
  }
}

/** The plan that is to be run, or why it isn't. */
async function planOf(
  due: DueSchedule,
  now: Date,
): Promise<{ kind: "plan"; goal: string } | { kind: "problem"; problem: string }> {
  if (due.missed === "skip" && now.getTime() - due.nextAt.getTime() > graceMs) {
    return { kind: "problem", problem: "No worker was running at that time, so it was passed over." };
  }
  const ready = await readyWith({ ...due, inputs: [] }, null);
  return ready.kind === "ready"
    ? { kind: "plan", goal: ready.review.plan.goal }
    : { kind: "problem", problem: ready.message };
}
