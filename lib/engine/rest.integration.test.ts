// Runs that wait for a person: after a while they are nobody's, cost nothing, and go on as soon as the person acts.
import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { workflows } from "@/lib/db/durable-workflows";
import { listEvents } from "@/lib/db/runs";
import { runEvents, runs } from "@/lib/db/schema";
import { controlRun } from "@/lib/flow/control-run";
import { recoverStep } from "@/lib/flow/recover-step";
import {
  approveAll,
  atRest,
  ended,
  id,
  literal,
  output,
  runWhen,
  startPlan,
  startWorkerProcess,
  step,
  stepWhen,
} from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { readTool, sendTool } from "./testing/test-tools";
import { withService } from "./testing/with-worker";

let service: TestService;

withService((started) => {
  service = started;
});

it("R9: a run that waits for approval is laid to rest, and goes on once it is approved", async () => {
  await startWorkerProcess(service.url, { restAfterMs: 200 });
  const runId = await startPlan([
    step("r", readTool),
    step("a", sendTool, { body: output("r") }),
    step("b", sendTool, { body: output("a") }),
  ]);
  await stepWhen(runId, "a", "waiting-approval");
  await atRest(runId);
  await approveAll(runId);
  await stepWhen(runId, "b", "waiting-approval");
  await atRest(runId);
  await approveAll(runId);
  expect((await ended(runId)).status).toBe("completed");
  expect(["r", "a", "b"].map((name) => service.count(name))).toEqual([1, 1, 1]);
});

it("so is one whose items wait, one that is paused, and one with a failed step", async () => {
  service.on("f", (_call, count) =>
    count === 1 ? { error: { kind: "bad-input", message: "No." } } : { output: { value: "now" } },
  );
  await startWorkerProcess(service.url, { restAfterMs: 200 });
  const repeated = step("i", sendTool, { name: { kind: "item", path: [] } });
  const items = await startPlan([{ ...repeated, repeat: { over: literal(["x", "y"]), limit: 10 } }]);
  const paused = await startPlan([step("p", sendTool), step("q", readTool, {}, ["p"])]);
  const failed = await startPlan([step("f", readTool)]);
  await stepWhen(paused, "p", "waiting-approval");
  await controlRun({ runId: paused, action: "pause" });
  await runWhen(items, () => true);
  await stepWhen(failed, "f", "failed");
  await Promise.all([items, paused, failed].map(atRest));
  await approveAll(items);
  await approveAll(paused);
  await controlRun({ runId: paused, action: "resume" });
  await recoverStep({ runId: failed, stepId: id("f"), recovery: { kind: "retry" } });
  const runs = await Promise.all([items, paused, failed].map((runId) => ended(runId)));
  expect(runs.map(({ status }) => status)).toEqual(["completed", "completed", "completed"]);
  expect(["x", "y", "p", "q", "f"].map((name) => service.count(name))).toEqual([1, 1, 1, 1, 2]);
});

it("a run at rest needs no worker to be there, and no takeover when one starts", async () => {
  const first = await startWorkerProcess(service.url, { restAfterMs: 200 });
  const runId = await startPlan([step("a", sendTool)]);
  await stepWhen(runId, "a", "waiting-approval");
  await atRest(runId);
  const before = await runWhen(runId, () => true);
  await first.kill();
  const second = await startWorkerProcess(service.url);
  await delay(1500);
  expect((await runWhen(runId, () => true)).seq).toBe(before.seq);
  await second.kill();
  await approveAll(runId);
  await startWorkerProcess(service.url);
  expect((await ended(runId)).status).toBe("completed");
  expect(service.count("a")).toBe(1);
});

it("a run is not at rest while something is under way in it", async () => {
  const release = Promise.withResolvers<void>();
  service.on("slow", async () => {
    await release.promise;
    return { output: { value: "done" } };
  });
  await startWorkerProcess(service.url, { restAfterMs: 200 });
  const runId = await startPlan([step("a", sendTool), step("slow", readTool)]);
  await stepWhen(runId, "a", "waiting-approval");
  await service.called("slow");
  await delay(1000);
  release.resolve();
  const run = await stepWhen(runId, "slow", "completed");
  expect(run.attempts).toHaveLength(1);
  expect(service.count("slow")).toBe(1);
});

/** While it is there, the end of a run can't be written. */
async function refuseEnds(): Promise<{ stop(): Promise<void> }> {
  await db().execute(sql`create function refuse_ends() returns trigger language plpgsql as $$ begin
    if new.body->>'type' = 'run-completed' then raise exception 'shutting down' using errcode = '57P01'; end if;
    return new; end $$`);
  await db().execute(sql`create trigger refuse_ends before insert on ${runEvents}
    for each row execute function refuse_ends()`);
  return { stop: async () => void (await db().execute(sql`drop function refuse_ends cascade`)) };
}

it("R7: a run whose end can't be written for a while is not laid to rest, and ends", async () => {
  const refusal = await refuseEnds();
  await startWorkerProcess(service.url, { restAfterMs: 200, leaseMs: 20_000 });
  const runId = await startPlan([step("a", readTool)]);
  await stepWhen(runId, "a", "completed");
  await delay(1500);
  expect((await runWhen(runId, () => true)).status).toBe("running");
  await refusal.stop();
  expect((await ended(runId)).status).toBe("completed");
  expect((await listEvents(runId)).filter(({ body }) => body.type === "run-started")).toHaveLength(1);
});

it("R1: a run at rest that waits for nobody is set going again", async () => {
  const refusal = await refuseEnds();
  const first = await startWorkerProcess(service.url);
  const runId = await startPlan([step("a", readTool)]);
  await stepWhen(runId, "a", "completed");
  await first.kill();
  await refusal.stop();
  await db()
    .update(runs)
    .set({ restedSeq: sql`${runs.seq}`, executorId: null })
    .where(eq(runs.id, runId));
  await db().execute(sql`update ${workflows} set status = 'SUCCESS' where workflow_uuid = ${runId}`);
  await startWorkerProcess(service.url);
  expect((await ended(runId)).status).toBe("completed");
  expect(service.count("a")).toBe(1);
});
