import { DBOS } from "@dbos-inc/dbos-sdk";
import type { RunId, StepId } from "@/lib/domain/ids";
import { dependenciesOf, type Plan } from "@/lib/domain/plan";
import { isFinishedRun } from "@/lib/domain/run";
import { topologicalOrder } from "@/lib/planning/topological-order";
import type { ActiveRun } from "./active-run";
import { claimRun } from "./claim-run";
import { stepInRun } from "./decide-next";
import { endEvents } from "./end-events";
import { runWorkflow } from "./engine-settings";
import { passOnEnded } from "./nested-run";
import { persistently } from "./persistently";
import { runStep } from "./run-step";
import type { WorkerContext } from "./worker-context";

let context: WorkerContext | null = null;

/** Gives the workflow the process it runs in. Called once, before the durable engine is launched. */
export function setWorkerContext(worker: WorkerContext): void {
  context = worker;
}

/**
 * The durable workflow of a run: what makes the run be taken up again after any crash, until it has ended. What has
 * happened in it is in the run's own events and nowhere else, so a step that has ended ends again at once, and steps
 * need no record in the durable engine beside it. All are begun at once; each waits for those it depends on.
 */
async function runPlan(runId: RunId): Promise<string> {
  const worker = context;
  if (!worker) throw new Error("the worker is not set up");
  const active = await persistently("claim a run", () => claimRun(runId, worker.executorId));
  if (!active) return "nothing to do";
  try {
    const ended = runSteps(active, worker).then(async (status) => {
      if (active.run.trigger?.kind === "run") await passOnEnded(worker.parts.files);
      return status;
    });
    // What it waits for may take weeks, which no process has to wait along with: `wakeRuns` sets it going again.
    return await Promise.race([ended, active.rested(worker.restAfterMs).then(() => "at rest")]);
  } finally {
    active.close();
  }
}

/** Runs all steps, and those that another revision of the plan brings, and ends the run. */
async function runSteps(active: ActiveRun, worker: WorkerContext): Promise<string> {
  const ends = new Map<StepId, Promise<unknown>>();
  for (;;) {
    const plan = await active.working(() =>
      persistently("read the run's plan", () => active.planOf(active.run)),
    );
    for (const stepId of inOrder(plan)) {
      if (ends.has(stepId)) continue;
      const step = stepInRun(plan, active.run, stepId);
      const dependencies = dependenciesOf(step).flatMap((id) => ends.get(id) ?? []);
      const end = Promise.all(dependencies).then(() => runStep(active, { stepId, item: null }, worker));
      // Whoever waits for it hears of its failure; nobody else has to.
      end.catch(() => {});
      ends.set(stepId, end);
    }
    // Still at work, however long the database is away: at rest nothing would wake it.
    const all = Promise.all(ends.values()).then(() =>
      active.working(() => persistently("end a run", () => endRun(active, plan))),
    );
    // Raced with: what it says is heard of below, or by whoever waits for the run.
    all.catch(() => {});
    const status = await Promise.race([all, active.revised(plan.revision).then(() => null)]);
    if (status !== null) return status;
  }
}

function inOrder(plan: Plan): StepId[] {
  const order = topologicalOrder(plan.steps);
  if (!order) throw new Error(`the steps of plan ${plan.id} form a cycle`);
  return order;
}

/** Null when the run has gone on to another revision meanwhile. */
async function endRun(active: ActiveRun, plan: Plan): Promise<string | null> {
  const { run } = await active.append((now) =>
    now.planRevision === plan.revision ? endEvents(plan, now) : [],
  );
  return isFinishedRun(run) ? run.status : null;
}

/** Registers the workflow with the durable engine; before it is launched. */
export function registerRunPlan(): void {
  // Every restart of a worker counts as an attempt, and a run may wait for a person for weeks.
  DBOS.registerWorkflow(runPlan, { name: runWorkflow, maxRecoveryAttempts: 1_000_000 });
}
