// What keeps runs going when a worker is gone, or when a run and its durable workflow have drifted apart.
import { DBOS } from "@dbos-inc/dbos-sdk";
import { DBOSExecutor } from "@dbos-inc/dbos-sdk/internal/dbos-executor";
import { clientTransaction } from "@/lib/db/client-transaction";
import {
  listGoneExecutors,
  listRunsToWake,
  listStrandedRuns,
  type StrandedRun,
  whileGone,
} from "@/lib/db/durable-workflows";
import { lockRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import { log } from "./engine-log";
import { engineVersion, runQueue } from "./engine-settings";
import { enqueueRun } from "./enqueue-run";
import type { WorkerContext } from "./worker-context";

/**
 * How long a worker's lock has to be free before its runs are taken over. One whose connection broke, or whose server
 * was restarted, has it back before; the calls it is making need not be asked about.
 */
const graceMs = 500;

/** Looks for workers that are gone, again and again. */
export class TakeOver {
  /** Monotonic milliseconds since which a worker has been seen to be gone. */
  private goneSince = new Map<string, number>();

  constructor(private readonly worker: WorkerContext) {}

  /** Hands the runs of workers that are gone back to the queue. */
  async look(): Promise<void> {
    const gone = await listGoneExecutors(engineVersion);
    const now = performance.now();
    // Who is not sure to be there itself has seen nothing.
    const known = this.worker.lease.isHeld() ? this.goneSince : new Map<string, number>();
    this.goneSince = new Map(gone.map((executorId) => [executorId, known.get(executorId) ?? now]));
    for (const [executorId, since] of this.goneSince) {
      if (executorId === this.worker.executorId || now - since < graceMs) continue;
      await takeOver(executorId);
    }
  }
}

async function takeOver(executorId: string): Promise<void> {
  await whileGone(executorId, async () => {
    // Not part of the SDK's public interface: its version is pinned in package.json.
    const recovered = await DBOSExecutor.globalInstance?.recoverPendingWorkflows([executorId]);
    log().info({ from: executorId, runs: recovered?.length ?? 0 }, "took over runs of a worker that is gone");
  });
}

/** Sets runs going again that were at rest until a person did something about them. */
export async function wakeRuns(): Promise<void> {
  for (const run of await listRunsToWake(100)) await setGoing(run);
}

/**
 * Sets runs going again that have not ended although their workflow has, or that have none. Neither is to happen;
 * if it does, no run is lost.
 */
export async function reviveRuns(): Promise<void> {
  for (const run of await listStrandedRuns(100)) {
    log().warn(
      { run: run.runId, workflowStatus: run.workflowStatus },
      "a run's workflow had ended before it",
    );
    await setGoing(run);
  }
}

async function setGoing({ runId, workflowStatus }: StrandedRun): Promise<void> {
  try {
    if (workflowStatus === null) await enqueueLostRun(runId);
    else await DBOS.rewindWorkflow(runId, { queueName: runQueue, applicationVersion: engineVersion });
  } catch (error) {
    // Another worker may have been quicker; if not, it is looked at again soon.
    log().info({ err: error, run: runId }, "did not set a run going again");
  }
}

async function enqueueLostRun(runId: RunId): Promise<void> {
  await clientTransaction(async (tx, client) => {
    await lockRun(tx, runId);
    await enqueueRun(runId, client);
  });
}
