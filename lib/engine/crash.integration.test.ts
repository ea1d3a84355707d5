// What a worker's death, at any moment, may cost: time, and nothing else.
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import { db } from "@/lib/db/client";
import { insertRun, listEvents, loadRun } from "@/lib/db/runs";
import { newId, type RunId } from "@/lib/domain/ids";
import { isFinishedRun, type Run, stepRunOf } from "@/lib/domain/run";
import { decideApproval } from "@/lib/flow/decide-approval";
import { recoverStep } from "@/lib/flow/recover-step";
import { waited } from "@/lib/testing/idle-time";
import {
  ended,
  id,
  killWorkers,
  literal,
  output,
  runWhen,
  startPlan,
  startWorkerProcess,
  step,
  stepWhen,
  storePlan,
  type WorkerProcess,
} from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { keyedTool, postTool, readTool, sendTool } from "./testing/test-tools";
import { withService } from "./testing/with-worker";

let service: TestService;
const trusted = { trustedWrites: [keyedTool.id, postTool.id] };

withService((started) => {
  service = started;
});

async function areOpen(runIds: RunId[]): Promise<boolean> {
  const runs = await Promise.all(runIds.map((runId) => loadRun(runId)));
  return runs.some((run) => run !== null && !isFinishedRun(run));
}

/** The idempotency key of a step, or of one item of it, up to its generation. */
const keyOf = (runId: RunId, { stepId, item }: { stepId: string; item?: number | undefined }) =>
  [runId, stepId, ...(item === undefined ? [] : [item])].join(":");

/** Calls of a step that were made after its completion had been recorded. There must be none. */
async function callsAfterRecord(runId: RunId): Promise<string[]> {
  const recorded = new Map<string, number>();
  for (const event of await listEvents(runId)) {
    if (event.body.type !== "step-completed") continue;
    recorded.set(keyOf(runId, event.body), Date.parse(event.at));
  }
  return service.calls
    .filter((call) => call.key.startsWith(`${runId}:`))
    .filter(
      (call) => call.time > (recorded.get(call.key.replace(/:\d+$/, "")) ?? Number.POSITIVE_INFINITY) + 5,
    )
    .map((call) => call.key);
}

describe("kill -9 of the worker", () => {
  it("R1: at random moments loses no run and repeats no recorded step", async () => {
    service.on("s", async () => {
      await delay(Math.random() * 60);
      return { output: { value: "done" } };
    });
    const chain = (lane: string) =>
      Array.from({ length: 5 }, (_, index) =>
        step(`${lane}${index}`, keyedTool, {
          name: literal("s"),
          ...(index > 0 ? { body: output(`${lane}${index - 1}`) } : {}),
        }),
      );
    const runIds: RunId[] = [];
    for (let run = 0; run < 10; run += 1)
      runIds.push(await startPlan([...chain("a"), ...chain("b")], trusted));
    for (let kill = 0; kill < 6; kill += 1) {
      const worker = await startWorkerProcess(service.url);
      const until = service.calls.length + 1 + Math.random() * 12;
      while (service.calls.length < until && (await areOpen(runIds))) await delay(5);
      await delay(Math.random() * 30);
      await worker.kill();
    }
    await startWorkerProcess(service.url);
    const runs = await Promise.all(runIds.map((runId) => ended(runId, 60_000)));
    expect(runs.map((run) => run.status)).toEqual(Array(10).fill("completed"));
    for (const runId of runIds) expect(await callsAfterRecord(runId)).toEqual([]);
    // More than one worker had a part in it, or nothing has been shown.
    expect(new Set(service.calls.map((call) => call.pid)).size).toBeGreaterThan(2);
    // Calls that were cut off were repeated, with the same key and nothing else.
    expect(new Set(service.calls.map((call) => call.key)).size).toBe(100);
  }, 120_000);

  it("R1: in the middle of a repeated step repeats no recorded item", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    for (const name of names) {
      service.on(name, async () => {
        await delay(10 + Math.random() * 30);
        return { output: { value: name } };
      });
    }
    const repeated = step("a", keyedTool, { name: { kind: "item", path: [] } });
    const runId = await startPlan(
      [
        { ...repeated, repeat: { over: literal(names), limit: 100 } },
        step("b", readTool, { from: output("a", "done") }),
      ],
      trusted,
    );
    for (let kill = 0; kill < 4; kill += 1) {
      const worker = await startWorkerProcess(service.url);
      const until = service.calls.length + 3 + Math.random() * 5;
      while (service.calls.length < until && (await areOpen([runId]))) await delay(5);
      await worker.kill();
    }
    await startWorkerProcess(service.url);
    const run = await ended(runId, 60_000);
    expect(run.status).toBe("completed");
    expect(run.steps.a).toMatchObject({
      output: { results: names.map((value) => ({ value })), done: 40, total: 40, left: [] },
    });
    expect(await callsAfterRecord(runId)).toEqual([]);
    expect(new Set(service.calls.map((call) => call.pid)).size).toBeGreaterThan(2);
    // One key for each item, whoever called, and one for the step after.
    expect(new Set(service.calls.map((call) => call.key)).size).toBe(41);
  }, 120_000);

  it("R2: in the middle of a repeated step asks about the items under way, and about no other", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    service.on("n6", (_call, count) => (count === 1 ? { crash: true } : { output: { value: "again" } }));
    const repeated = step("a", postTool, { name: { kind: "item", path: [] } });
    const runId = await startPlan([{ ...repeated, repeat: { over: literal(names), limit: 100 } }], trusted);
    await startWorkerProcess(service.url);
    await service.called("n6");
    await startWorkerProcess(service.url);
    const isSettled = (run: Run) =>
      names.every((_, index) =>
        ["completed", "outcome-unknown"].includes(stepRunOf(run, id("a"), index).status),
      );
    const run = await runWhen(runId, isSettled, 60_000);
    expect(stepRunOf(run, id("a"), 6).status).toBe("outcome-unknown");
    // At most the five under way when the worker died, some of them cut off before they were sent; all others once.
    const isDone = (_: string, index: number) => stepRunOf(run, id("a"), index).status === "completed";
    const done = names.filter(isDone);
    const counts = names.map((name) => service.count(name));
    expect(done.length).toBeGreaterThanOrEqual(7);
    expect(done.map((name) => service.count(name))).toEqual(done.map(() => 1));
    expect(Math.max(...counts)).toBe(1);
    await recoverStep({ runId, stepId: id("a"), recovery: { kind: "confirm-completed" } });
    expect((await ended(runId)).status).toBe("completed");
    expect(names.map((name) => service.count(name))).toEqual(counts);
  }, 120_000);

  it("R1: while a person is asked; the answer counts on the next worker", async () => {
    const first = await startWorkerProcess(service.url);
    const runId = await startPlan([step("r", readTool), step("a", sendTool, { body: output("r") })]);
    const waiting = await stepWhen(runId, "a", "waiting-approval");
    await first.kill();
    const [approval] = await pendingApprovals({ runId });
    expect(approval?.id).toBe(waiting.approvalId);
    // Decided while no worker is there at all.
    const decision = { decision: "approve", contentHash: waiting.contentHash } as const;
    expect((await decideApproval({ approvalId: waiting.approvalId, decision })).kind).toBe("decided");
    await startWorkerProcess(service.url);
    expect((await ended(runId)).status).toBe("completed");
    expect([service.count("r"), service.count("a")]).toEqual([1, 1]);
  });

  it("another worker takes its runs over at once", async () => {
    service.on("a", async (_call, count) => {
      if (count === 1) await new Promise(() => {});
      return { output: { value: "done" } };
    });
    await startWorkerProcess(service.url);
    await startWorkerProcess(service.url);
    const runId = await startPlan([step("a", keyedTool)], trusted);
    await service.called("a");
    const { ms, result: run } = await waited(() => {
      process.kill(service.calls[0]?.pid ?? 0, "SIGKILL");
      return ended(runId);
    });
    expect(run.status).toBe("completed");
    // The aim is three seconds (npm run bench:takeover); a busy machine gets more.
    expect(ms).toBeLessThan(10_000);
    expect(new Set(service.calls.map((call) => call.key))).toEqual(new Set([`${runId}:a:1`]));
    expect(new Set(service.calls.map((call) => call.pid)).size).toBe(2);
  });

  it("R2: between effect and record is asked about, never repeated silently", async () => {
    for (let round = 0; round < 2; round += 1) {
      const name = `a${round}`;
      service.on(name, (_call, count) => (count === 1 ? { crash: true } : { output: { value: "again" } }));
      const runId = await startPlan([step(name, postTool), step("r", readTool, {}, [name])], trusted);
      await startWorkerProcess(service.url);
      await service.called(name);
      await startWorkerProcess(service.url);
      const unknown = await stepWhen(runId, name, "outcome-unknown");
      expect(unknown.failure).toBeNull();
      expect(service.count(name)).toBe(1);
      const kind = round % 2 === 0 ? "confirm-completed" : "retry";
      await recoverStep({ runId, stepId: id(name), recovery: { kind } });
      expect((await ended(runId)).status).toBe("completed");
      expect(service.count(name)).toBe(kind === "retry" ? 2 : 1);
      await killWorkers();
    }
  }, 120_000);

  it("R2: with a tool that takes a key is repeated with the same one", async () => {
    service.on("a", (_call, count) => (count === 1 ? { crash: true } : { output: { value: "once" } }));
    const runId = await startPlan([step("a", keyedTool)], trusted);
    await startWorkerProcess(service.url);
    await service.called("a");
    await startWorkerProcess(service.url);
    const run = await ended(runId);
    expect(service.calls.map((call) => call.key)).toEqual([`${runId}:a:1`, `${runId}:a:1`]);
    expect(run.steps.a?.attempts.map((attempt) => attempt.failure?.message ?? null)).toEqual([
      "The worker stopped before the call had an answer.",
      null,
    ]);
  });

  it("R11: by the same step again and again parks the step; other runs finish", async () => {
    service.on("poison", () => ({ crash: true }));
    const poisoned = await startPlan([step("a", keyedTool, { name: literal("poison") })], trusted);
    const healthy: RunId[] = [];
    for (let run = 0; run < 5; run += 1) {
      healthy.push(await startPlan([step("a", readTool), step("b", readTool, { body: output("a") })]));
    }
    const supervisor = superviseWorker();
    const failed = await stepWhen(poisoned, "a", "failed", 100_000);
    expect(failed.failure.message).toContain("The worker stopped during this call, 7 times in a row.");
    expect(service.count("poison")).toBe(7);
    const runs = await Promise.all(healthy.map((runId) => ended(runId)));
    expect(runs.map((run) => run.status)).toEqual(Array(5).fill("completed"));
    await supervisor.stop();
  }, 120_000);
});

/** Starts a worker, and another whenever it dies, as the supervisor does. */
function superviseWorker(): { stop(): Promise<void> } {
  let isStopped = false;
  let current: WorkerProcess | undefined;
  const loop = (async () => {
    while (!isStopped) {
      current = await startWorkerProcess(service.url).catch(() => undefined);
      while (!isStopped && current?.process.exitCode === null && current.process.signalCode === null)
        await delay(20);
    }
  })();
  return {
    stop: async () => {
      isStopped = true;
      await loop;
      await current?.kill();
    },
  };
}

describe("a worker that is asked to end", () => {
  it("lets the call under way end, records it, and leaves the rest to the next one", async () => {
    service.on("a", async () => {
      await delay(800);
      return { output: { value: "done" } };
    });
    const first = await startWorkerProcess(service.url);
    const runId = await startPlan([step("a", postTool), step("b", readTool, { body: output("a") })], trusted);
    await service.called("a");
    expect(await first.stop()).toBe(0);
    const run = await runWhen(runId, () => true);
    expect([run.steps.a?.status, run.steps.b]).toEqual(["completed", undefined]);
    await startWorkerProcess(service.url);
    expect((await ended(runId)).status).toBe("completed");
    expect(service.count("a")).toBe(1);
  });

  it("ends in order when it is told to while it starts", async () => {
    const starting = await startWorkerProcess(service.url, { until: "the worker has its lease" });
    expect(starting.log()).not.toContain("the worker is ready");
    expect(await starting.stop()).toBe(0);
    expect(starting.log()).toContain("the worker has stopped");
  });

  it("ends with its supervisor", async () => {
    const worker = await startWorkerProcess(service.url);
    worker.process.disconnect();
    while (worker.process.exitCode === null) await delay(20);
    expect(worker.process.exitCode).toBe(0);
  });
});

describe("a run and its workflow drifted apart", () => {
  it("a run nobody enqueued is found and run", async () => {
    const plan = await storePlan([step("a", readTool)]);
    const runId = newId("run");
    await insertRun({ id: runId, planId: plan.id, planRevision: 1, goal: plan.goal });
    await startWorkerProcess(service.url);
    expect((await ended(runId)).status).toBe("completed");
  });

  it("a run whose workflow has ended is set going again", async () => {
    const first = await startWorkerProcess(service.url);
    const runId = await startPlan([step("a", sendTool)]);
    const waiting = await stepWhen(runId, "a", "waiting-approval");
    await first.kill();
    await db().execute(`update dbos.workflow_status set status = 'ERROR' where workflow_uuid = '${runId}'`);
    await startWorkerProcess(service.url);
    const decision = { decision: "approve", contentHash: waiting.contentHash } as const;
    await decideApproval({ approvalId: waiting.approvalId, decision });
    expect((await ended(runId)).status).toBe("completed");
    expect(service.count("a")).toBe(1);
  });
});
