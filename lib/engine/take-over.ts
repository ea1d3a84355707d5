// What keeps runs going when a worker is gone, or when a run and its durable workflow have drifted apart.
import { DBOS } from "@dbos-inc/dbos-sdk";
import { DBOSExecutor } from "@dbos-inc/dbos-sdk/internal/dbos-executor";
import { clientTransaction } from "@/lib/db/client-transaction";
import { listExecutors, listStrandedRuns } from "@/lib/db/durable-workflows";
import { lockRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import { log } from "./engine-log";
import { engineVersion, runQueue } from "./engine-settings";
import { enqueueRun } from "./enqueue-run";
import type { WorkerContext } from "./worker-context";

/** Hands the runs of workers that are gone back to the queue. */
export async function takeOverRuns(worker: WorkerContext): Promise<void> {
  for (const executorId of await listExecutors(engineVersion)) {
    if (executorId === worker.executorId) continue;
    await worker.lease.ifGone(executorId, async () => {
      // Not part of the SDK's public interface: its version is pinned in package.json.
      const recovered = await DBOSExecutor.globalInstance?.recoverPendingWorkflows([executorId]);
      log().info(
        { from: executorId, runs: recovered?.length ?? 0 },
        "took over runs of a worker that is gone",
      );
    });
  }
}

/**
 * Sets runs going again that have not ended although their workflow has, or that have none. Neither is to happen;
 * if it does, no run is lost.
 */
export async function reviveRuns(): Promise<void> {
  for (const { runId, workflowStatus } of await listStrandedRuns(100)) {
    log().warn({ run: runId, workflowStatus }, "set a run going again whose workflow had ended");
    if (workflowStatus === null) await enqueueLostRun(runId);
    else await DBOS.rewindWorkflow(runId, { queueName: runQueue, applicationVersion: engineVersion });
  }
}

async function enqueueLostRun(runId: RunId): Promise<void> {
  await clientTransaction(async (tx, client) => {
    await lockRun(tx, runId);
    await enqueueRun(runId, client);
  });
}
