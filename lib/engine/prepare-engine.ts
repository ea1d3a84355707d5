import { DBOS, DBOSClient } from "@dbos-inc/dbos-sdk";
import { engineSchema } from "@/lib/db/durable-workflows";
import { env } from "@/lib/env";
import { engineLog } from "./engine-log";
import { engineApplication, queuePollMs, runQueue } from "./engine-settings";

/** Creates or migrates the durable engine's tables and its queue: once, before any worker or web process starts. */
export async function prepareEngine(): Promise<void> {
  const systemDatabaseUrl = env().DATABASE_URL;
  await DBOS.migrate(systemDatabaseUrl, { schemaName: engineSchema });
  const client = await DBOSClient.create({
    systemDatabaseUrl,
    systemDatabaseSchemaName: engineSchema,
    systemDatabasePoolSize: 1,
    applicationName: engineApplication,
    logger: engineLog(),
  });
  try {
    await client.registerQueue(runQueue, { minPollingIntervalMs: queuePollMs });
  } finally {
    await client.destroy();
  }
}
