import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { closeRunFeed } from "@/lib/db/run-feed";
import { listRuns } from "@/lib/db/runs";
import { closeEngineClient } from "@/lib/engine/enqueue-run";
import type { WorkerOptions } from "@/lib/engine/start-worker";
import { controlRun } from "@/lib/flow/control-run";
import { killWorkers, prepareTest, startWorkerProcess } from "./harness";
import { TestService } from "./test-service";

/** A worker and a service for all tests of a file; whatever runs a test left open is canceled before the next. */
export function withWorker(onStart: (service: TestService) => void, options: WorkerOptions = {}): void {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.start();
    onStart(service);
    await prepareTest();
    await startWorkerProcess(service.url, options);
  });
  beforeEach(() => service.reset());
  afterEach(async () => {
    for (const run of await listRuns({ limit: 100, status: ["queued", "running", "waiting", "paused"] })) {
      await controlRun({ runId: run.id, action: "cancel" });
    }
  });
  afterAll(async () => {
    await killWorkers();
    await Promise.all([service.stop(), closeRunFeed(), closeEngineClient()]);
  });
}

/** A service of its own for each test of a file, which starts its workers itself; they end with the test. */
export function withService(onStart: (service: TestService) => void): void {
  let service: TestService;
  beforeAll(prepareTest);
  beforeEach(async () => {
    service = await TestService.start();
    onStart(service);
  });
  afterEach(async () => {
    await killWorkers();
    await service.stop();
  });
  afterAll(async () => {
    await Promise.all([closeRunFeed(), closeEngineClient()]);
  });
}
