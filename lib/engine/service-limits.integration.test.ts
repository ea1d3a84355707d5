// What two workers together do to one service.
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { storeCallLimit } from "@/lib/db/call-limits";
import { insertConnection } from "@/lib/db/connections";
import { closeRunFeed } from "@/lib/db/run-feed";
import { newId, type RunId } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import { closeEngineClient } from "./enqueue-run";
import {
  ended,
  killWorkers,
  literal,
  prepareTest,
  runWhen,
  startPlan,
  startWorkerProcess,
  step,
  stepWhen,
  type WorkerProcess,
} from "./testing/harness";
import { TestService } from "./testing/test-service";
import { accountTool, readTool } from "./testing/test-tools";

let service: TestService;
// Long enough that nobody is taken over who is stopped for a moment.
const leaseMs = 20_000;

beforeAll(async () => {
  await prepareTest();
  await insertConnection({
    ...{ id: newId("connection"), kind: "test", name: "Test", origin: "https://test.example", config: {} },
    ...{ sealedSecret: null, isDefault: true, isSandbox: false },
  });
});
beforeEach(async () => {
  service = await TestService.start();
});
afterEach(async () => {
  await killWorkers();
  await service.stop();
});
afterAll(async () => {
  await Promise.all([closeRunFeed(), closeEngineClient()]);
});

/** Starts a run that this worker gets, and not the other. */
async function startAt(worker: WorkerProcess, other: WorkerProcess, steps: Step[]): Promise<RunId> {
  other.signal("SIGSTOP");
  try {
    const runId = await startPlan(steps);
    const run = await runWhen(runId, ({ status }) => status !== "queued");
    expect(run.executorId).toContain(`-${worker.pid}-`);
    return runId;
  } finally {
    other.signal("SIGCONT");
  }
}

const steps = (names: string[]) => names.map((name) => step(name, accountTool));
const pids = () => new Set(service.calls.map(({ pid }) => pid));

describe("calls of one account at once", () => {
  it("are never more than its limit, whichever worker makes them", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `s${index}`);
    for (const name of names) {
      service.on(name, async () => {
        await delay(150);
        return { output: { value: name } };
      });
    }
    const options = { leaseMs, callsPerService: 2 };
    const one = await startWorkerProcess(service.url, options);
    const two = await startWorkerProcess(service.url, options);
    const runIds = [await startAt(one, two, steps(names)), await startAt(two, one, steps(names))];
    const runs = await Promise.all(runIds.map((runId) => ended(runId)));
    expect(runs.map(({ status }) => status)).toEqual(["completed", "completed"]);
    expect(pids().size).toBe(2);
    expect(service.mostAtOnce).toBe(2);
  });

  it("do not keep other calls waiting", async () => {
    service.on("held", () => new Promise(() => {}));
    await startWorkerProcess(service.url, { callsPerService: 1, maxCalls: 2 });
    await startPlan(steps(["held", "next", "after"]));
    await service.called("held");
    expect((await ended(await startPlan([step("free", readTool)]))).status).toBe("completed");
    expect(service.count("next") + service.count("after")).toBe(0);
  });

  it("leave no place taken by a worker that died in the middle of one", async () => {
    service.on("a", async (_call, count) => {
      if (count === 1) await new Promise(() => {});
      return { output: { value: "done" } };
    });
    const first = await startWorkerProcess(service.url, { callsPerService: 1 });
    const runId = await startPlan(steps(["a"]));
    await service.called("a");
    await startWorkerProcess(service.url, { callsPerService: 1 });
    await first.kill();
    const later = await startPlan(steps(["b"]));
    expect((await ended(runId)).status).toBe("completed");
    expect((await ended(later)).status).toBe("completed");
  });
});

describe("limits that a person sets", () => {
  afterEach(async () => {
    for (const of of [{ kind: "all" }, { kind: "each" }, { kind: "tool", id: accountTool.id }] as const) {
      await storeCallLimit(of, null);
    }
  });

  /** Two workers, each with a run of its own of eight steps at once; how many were under way at most. */
  async function mostOf(made: Step[]): Promise<number> {
    for (const { id } of made) {
      service.on(id, async () => {
        await delay(150);
        return { output: { value: id } };
      });
    }
    const one = await startWorkerProcess(service.url, { leaseMs });
    const two = await startWorkerProcess(service.url, { leaseMs });
    const runIds = [await startAt(one, two, made), await startAt(two, one, made)];
    const runs = await Promise.all(runIds.map((runId) => ended(runId)));
    expect(runs.map(({ status }) => status)).toEqual(["completed", "completed"]);
    expect(pids().size).toBe(2);
    return service.mostAtOnce;
  }
  const eight = Array.from({ length: 8 }, (_, index) => `s${index}`);

  it("hold for one tool, however many its service takes", async () => {
    await storeCallLimit({ kind: "tool", id: accountTool.id }, 2);
    expect(await mostOf(steps(eight))).toBe(2);
  });

  it("hold for all calls together, also of tools that burden no service", async () => {
    await storeCallLimit({ kind: "all" }, 3);
    expect(await mostOf(eight.map((name) => step(name, readTool, { name: literal(name) })))).toBe(3);
  });

  it("hold for each service that has none of its own", async () => {
    await storeCallLimit({ kind: "each" }, 2);
    expect(await mostOf(steps(eight))).toBe(2);
  });

  it("count from when they are said, for who waits already, too", async () => {
    await storeCallLimit({ kind: "tool", id: accountTool.id }, 1);
    let letGo = () => {};
    service.on(
      "a",
      () =>
        new Promise((resolve) => {
          letGo = () => resolve({ output: { value: "done" } });
        }),
    );
    await startWorkerProcess(service.url);
    const first = await startPlan(steps(["a"]));
    await service.called("a");
    const second = await startPlan(steps(["b"]));
    await delay(700);
    expect(service.count("b")).toBe(0);
    await storeCallLimit({ kind: "tool", id: accountTool.id }, 2);
    expect((await ended(second)).status).toBe("completed");
    // Now it is one again, and one is under way.
    await storeCallLimit({ kind: "tool", id: accountTool.id }, 1);
    await delay(500);
    const third = await startPlan(steps(["c"]));
    await delay(700);
    expect(service.count("c")).toBe(0);
    // Nobody counts any more.
    await storeCallLimit({ kind: "tool", id: accountTool.id }, null);
    expect((await ended(third)).status).toBe("completed");
    letGo();
    expect((await ended(first)).status).toBe("completed");
  });
});

describe("R8: a service that asks for patience", () => {
  it("is left alone by every run and worker, also one that is new", async () => {
    const patienceMs = 3000;
    service.on("a", (_call, count) =>
      count === 1
        ? { error: { kind: "quota", message: "Slow down.", evidence: { retryAfterMs: patienceMs } } }
        : { output: { value: "done" } },
    );
    const first = await startWorkerProcess(service.url);
    const runId = await startPlan(steps(["a"]));
    await stepWhen(runId, "a", "retrying");
    const same = await startPlan(steps(["b"]));
    const other = await startPlan([step("free", readTool, { name: literal("free") })]);
    expect((await ended(other)).status).toBe("completed");
    await first.kill();
    await startWorkerProcess(service.url);
    const next = await startPlan(steps(["c"]));
    const runs = await Promise.all([runId, same, next].map((one) => ended(one)));
    expect(runs.map(({ status }) => status)).toEqual(["completed", "completed", "completed"]);
    const [asked, ...later] = service.calls.filter(({ name }) => name !== "free");
    expect(later).toHaveLength(3);
    // Timers may be a moment early.
    for (const { at } of later) expect(at - (asked?.at ?? 0)).toBeGreaterThan(patienceMs - 50);
  });
});
