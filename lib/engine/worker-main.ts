// The worker process: runs plans. Started by `npm start` beside the web server; any number may run.
import { log } from "./engine-log";
import { runWorkerProcess } from "./run-worker-process";
import { workerParts } from "./worker-parts";

runWorkerProcess(() => workerParts()).catch((error: unknown) => {
  log().fatal({ err: error }, "the worker could not start");
  process.exit(1);
});
