import { log } from "./engine-log";
import type { EngineParts } from "./engine-parts";
import { startWorker, type WorkerOptions } from "./start-worker";

/**
 * Makes this process a worker until it is told to end: by SIGTERM or SIGINT, or by its supervisor going away. Sends
 * the supervisor `{ type: "ready" }`.
 */
export async function runWorkerProcess(
  parts: () => EngineParts | Promise<EngineParts>,
  options: WorkerOptions = {},
): Promise<void> {
  // A tool's stray rejection must not take everybody's runs down.
  process.on("unhandledRejection", (error) => log().error({ foreign: error }, "an unhandled rejection"));
  const starting = (async () => startWorker(await parts(), options))();
  const end = (why: string) => {
    log().info({ why }, "the worker is stopping");
    // Whatever hangs: the runs are safe, and the process has to go.
    setTimeout(() => process.exit(1), (options.graceMs ?? 10_000) + 5000).unref();
    // One that is told so while it starts has taken nothing on yet, and ends as soon as it has started.
    starting
      .then((worker) => worker.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log().error({ err: error }, "the worker did not stop cleanly");
          process.exit(1);
        },
      );
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  process.on("disconnect", () => end("the supervisor is gone"));
  await starting;
  process.send?.({ type: "ready" });
}
