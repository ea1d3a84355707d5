// What keeps runs going when a worker is gone, or when a run and its durable workflow have drifted apart.
import { DBOS } from "@dbos-inc/dbos-sdk";
import { DBOSExecutor } from "@dbos-inc/dbos-sdk/internal/dbos-executor";
import { sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { clientTransaction } from "@/lib/db/client-transaction";
import { lockRun } from "@/lib/db/runs";
import { runs } from "@/lib/db/schema";
import type { RunId } from "@/lib/domain/ids";
import { log } from "./engine-log";
import { engineSchema, engineVersion, runQueue } from "./engine-settings";
import { enqueueRun } from "./enqueue-run";
import type { WorkerContext } from "./worker-context";

const workflowStatus = sql`${sql.identifier(engineSchema)}.workflow_status`;

/** Hands the runs of workers that are gone back to the queue. */
export async function takeOverRuns(worker: WorkerContext): Promise<void> {
  const { rows } = await db().execute<{ executor_id: string }>(sql`
    select distinct executor_id from ${workflowStatus}
    where status = 'PENDING' and application_version = ${engineVersion}
      and executor_id is not null and executor_id not in ('', ${worker.executorId})`);
  for (const { executor_id: executorId } of rows) {
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
  const { rows } = await db().execute<{ id: RunId; status: string | null }>(sql`
    select run.id, workflow.status from ${runs} run
    left join ${workflowStatus} workflow on workflow.workflow_uuid = run.id
    where run.status in ('queued', 'running', 'waiting', 'paused')
      and run.created_at < now() - interval '5 seconds'
      and coalesce(workflow.status, '') not in ('ENQUEUED', 'PENDING', 'DELAYED')
    limit 100`);
  for (const { id, status } of rows) {
    log().warn({ run: id, workflow: status }, "set a run going again whose workflow had ended");
    if (status === null) await enqueueLostRun(id);
    else await DBOS.rewindWorkflow(id, { queueName: runQueue, applicationVersion: engineVersion });
  }
}

async function enqueueLostRun(runId: RunId): Promise<void> {
  await clientTransaction(async (tx, client) => {
    await lockRun(tx, runId);
    await enqueueRun(runId, client);
  });
}
