import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { listRevisions } from "@/lib/db/plans";
import { listEvents, loadRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import type { PlanChange } from "@/lib/domain/plan-change";
import { takeRepair } from "@/lib/flow/take-repair";
import { buildProgram } from "@/lib/testing/build-program";
import { ended, id, literal, output, startPlan, startWorkerProcess, step, stepWhen } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { postTool, readTool } from "./testing/test-tools";
import { withService } from "./testing/with-worker";

let service: TestService;

withService((started) => {
  service = started;
});

const changes: PlanChange[] = [
  { kind: "add-step", step: step("found", readTool) },
  { kind: "bind-input", stepId: id("a"), input: "name", binding: output("found") },
];

async function failing(): Promise<RunId> {
  const runId = await startPlan(
    [
      step("done", postTool),
      step("a", readTool, { name: literal("wrong") }, ["done"]),
      step("b", readTool, { body: output("a") }),
    ],
    { trustedWrites: [postTool.id] },
  );
  await stepWhen(runId, "a", "failed");
  return runId;
}

/** Takes the repair in a process of its own, which is killed so long after it began, or once it is done; how long that took. */
async function takeAndKill(program: string, runId: RunId, afterMs: number | null) {
  const child = fork(program, [runId, "a", JSON.stringify(changes)], { execArgv: [] });
  await once(child, "message");
  let saidAfterMs: number | null = null;
  const begun = performance.now();
  const said = once(child, "message").then(() => {
    saidAfterMs = performance.now() - begun;
  });
  const gone = once(child, "exit");
  child.send("take");
  await (afterMs === null ? said : delay(afterMs));
  child.kill("SIGKILL");
  await gone;
  return saidAfterMs;
}

describe("R1: a repair whose taking is cut off by kill -9", () => {
  it("is taken whole or not at all, and the run goes on from either, also when its worker is killed with it", async () => {
    service.on("wrong", () => ({ error: { kind: "not-found", message: "nobody of that name" } }));
    const program = await buildProgram("lib/engine/testing/take-repair.ts");
    let worker = await startWorkerProcess(service.url);
    const taken: boolean[] = [];
    // The first is not cut off: how long it takes says when to cut off the others.
    let wholeMs: number | null = null;
    for (let round = 0; round < 8; round++) {
      const runId = await failing();
      const [saidAfterMs]: [number | null, unknown] = await Promise.all([
        takeAndKill(program, runId, wholeMs === null ? null : (wholeMs * (round - 1)) / 5),
        round % 3 === 2 ? worker.kill() : null,
      ]);
      if (round % 3 === 2) worker = await startWorkerProcess(service.url);
      // What the server was committing when its client went comes to its end, one way or the other.
      const result = await takeRepair({
        ...{ runId, stepId: id("a"), revision: 1, key: "test", title: "Another name", changes },
      });
      taken.push(result.kind === "conflict");
      wholeMs ??= saidAfterMs;
      if (saidAfterMs !== null) expect(result.kind).toBe("conflict");
      const run = await ended(runId);
      expect([run.status, run.planRevision]).toEqual(["completed", 2]);
      expect(await listRevisions(run.planId)).toHaveLength(2);
      const told = (await listEvents(runId)).filter(({ body }) => body.type === "plan-revised");
      expect(told).toHaveLength(1);
      expect((await loadRun(runId))?.steps.done?.attempts).toHaveLength(1);
    }
    expect(service.count("done")).toBe(8);
    // Both ends of the race were seen, else the moments were ill chosen.
    expect(new Set(taken).size).toBe(2);
  }, 120_000);
});
