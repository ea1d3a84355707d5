import { DBOSClient } from "@dbos-inc/dbos-sdk";
import type { PoolClient } from "pg";
import { pool } from "@/lib/db/client";
import { engineSchema } from "@/lib/db/durable-workflows";
import type { RunId } from "@/lib/domain/ids";
import { env } from "@/lib/env";
import { engineLog } from "./engine-log";
import { engineApplication, engineVersion, runQueue, runWorkflow } from "./engine-settings";

const holder = globalThis as { lamplightEngineClient?: Promise<DBOSClient> };

/** The process's client of the durable engine, on the process's own pool; one across hot reloads. */
function engineClient(): Promise<DBOSClient> {
  holder.lamplightEngineClient ??= DBOSClient.create({
    systemDatabaseUrl: env().DATABASE_URL,
    systemDatabasePool: pool(),
    systemDatabaseSchemaName: engineSchema,
    applicationName: engineApplication,
    logger: engineLog(),
  });
  return holder.lamplightEngineClient;
}

/**
 * Hands a run to the workers, in the transaction that stores it: both happen or neither. `client` has that
 * transaction open.
 */
export async function enqueueRun(runId: RunId, client: PoolClient): Promise<void> {
  const engine = await engineClient();
  await engine.enqueueInTransaction(
    client,
    { workflowName: runWorkflow, queueName: runQueue, workflowID: runId, appVersion: engineVersion },
    runId,
  );
}

/** Forgets the client: for tests that change the database under the process. */
export async function closeEngineClient(): Promise<void> {
  const client = await holder.lamplightEngineClient;
  holder.lamplightEngineClient = undefined;
  await client?.destroy();
}
