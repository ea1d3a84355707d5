// The database dies under a working worker. It has a server of its own, which other tests don't notice.
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeRunFeed, watchRun } from "@/lib/db/run-feed";
import { controlRun } from "@/lib/flow/control-run";
import { decideApproval } from "@/lib/flow/decide-approval";
import { openCluster } from "@/scripts/lib/postgres-cluster.mjs";
import { findServer, startServer } from "@/scripts/lib/postgres-server.mjs";
import { startTemporaryPostgres } from "@/scripts/lib/temporary-postgres.mjs";
import { closeEngineClient } from "./enqueue-run";
import {
  ended,
  killWorkers,
  literal,
  output,
  prepareTest,
  runWhen,
  startPlan,
  startWorkerProcess,
  step,
  stepWhen,
} from "./testing/harness";
import { TestService } from "./testing/test-service";
import { postTool, readTool, sendTool } from "./testing/test-tools";

let service: TestService;
let server: Awaited<ReturnType<typeof startTemporaryPostgres>>;

beforeAll(async () => {
  server = await startTemporaryPostgres();
  process.env.DATABASE_URL = server.url;
  const pool = new pg.Pool({ connectionString: server.url, max: 1 });
  await migrate(drizzle(pool), { migrationsFolder: "drizzle" });
  await pool.end();
  service = await TestService.start();
  await prepareTest();
});
afterAll(async () => {
  await killWorkers();
  await Promise.all([service?.stop(), closeRunFeed(), closeEngineClient()]);
  await server?.stop();
});

/** Kills the server as a crash does, leaves it away for a while, and starts it again on the same port. */
async function crashDatabase(awayMs: number): Promise<void> {
  const cluster = openCluster({ home: server.home, logFile: path.join(server.home, "restart.log") });
  const running = findServer(cluster.dataFolder);
  if (!running) throw new Error("the test's database server is not running");
  process.kill(running.identity.pid, "SIGKILL");
  await delay(awayMs);
  const again = await startServer(cluster);
  expect(again.url).toBe(server.url);
}

it("R7: runs go on by themselves; a call under way meanwhile counts, and is not made twice", async () => {
  const release = Promise.withResolvers<void>();
  service.on("slow", async () => {
    await release.promise;
    return { output: { value: "made once" } };
  });
  const worker = await startWorkerProcess(service.url);
  const trusted = { trustedWrites: [postTool.id] };
  const calling = await startPlan(
    [step("a", postTool, { name: literal("slow") }), step("b", readTool, { body: output("a") })],
    trusted,
  );
  const asking = await startPlan([step("a", sendTool)]);
  const paused = await startPlan([step("q", sendTool), step("a", readTool, {}, ["q"])]);
  const waiting = await stepWhen(asking, "a", "waiting-approval");
  await stepWhen(paused, "q", "waiting-approval");
  await controlRun({ runId: paused, action: "pause" });
  await service.called("slow");

  const watch = watchRun(calling);
  await Promise.all([crashDatabase(4000), delay(2000).then(() => release.resolve())]);

  const run = await ended(calling);
  expect(run.status).toBe("completed");
  expect(run.steps.b?.inputs?.body).toBe("made once");
  expect(service.count("slow")).toBe(1);
  // Who watched across the crash hears of what came after it.
  await watch.changed(run.seq - 1);
  watch.close();

  const decision = { decision: "approve", contentHash: waiting.contentHash } as const;
  expect((await decideApproval({ approvalId: waiting.approvalId, decision })).kind).toBe("decided");
  expect((await ended(asking)).status).toBe("completed");
  expect((await runWhen(paused, () => true)).status).toBe("paused");
  const later = await startPlan([step("a", readTool)]);
  expect((await ended(later)).status).toBe("completed");
  expect(worker.process.exitCode).toBeNull();
}, 60_000);

it("R7: a worker stopped while the database is away leaves nothing hanging", async () => {
  const runId = await startPlan([step("a", sendTool)]);
  await killWorkers();
  const worker = await startWorkerProcess(service.url);
  const waiting = await stepWhen(runId, "a", "waiting-approval");
  const crash = crashDatabase(3000);
  await delay(1000);
  await worker.stop();
  await crash;
  await startWorkerProcess(service.url);
  const decision = { decision: "approve", contentHash: waiting.contentHash } as const;
  await decideApproval({ approvalId: waiting.approvalId, decision });
  expect((await ended(runId)).status).toBe("completed");
}, 60_000);
