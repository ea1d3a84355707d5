// The worker process: runs plans. Started by `npm start` beside the web server; any number may run.
import { keepImporting } from "@/lib/importer/keep-importing";
import { keepNotifying } from "@/lib/notifications/notifier";
import { keepPurging } from "@/lib/scheduling/keep-purging";
import { keepScheduling } from "@/lib/scheduling/keep-scheduling";
import { log } from "./engine-log";
import { runWorkerProcess } from "./run-worker-process";
import { workerParts } from "./worker-parts";

async function main(): Promise<void> {
  const ending = new AbortController();
  process.once("SIGTERM", () => ending.abort());
  process.once("SIGINT", () => ending.abort());
  await runWorkerProcess(() => workerParts());
  await Promise.all([
    keepImporting(ending.signal),
    keepPurging(ending.signal, (error) => log().error({ err: error }, "a purge could not go on")),
    keepScheduling(ending.signal, (error) => log().error({ err: error }, "what is due could not be started")),
    keepNotifying(ending.signal, (error) => log().error({ err: error }, "somebody could not be told")),
  ]);
}

main().catch((error: unknown) => {
  log().fatal({ err: error }, "the worker could not start");
  process.exit(1);
});
