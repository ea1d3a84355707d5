// Bounds that several runs share, kept by several workers, whichever of them die meanwhile.
import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import { listEvents } from "@/lib/db/runs";
import type { EnvelopeGrant } from "@/lib/domain/envelope";
import type { RunId } from "@/lib/domain/ids";
import type { Run } from "@/lib/domain/run";
import { decideApproval } from "@/lib/flow/decide-approval";
import { startRun } from "@/lib/flow/start-run";
import { literal, runWhen, startWorkerProcess, statuses, step, stepWhen, storePlan } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { readTool, sendTool } from "./testing/test-tools";
import { withService } from "./testing/with-worker";

let service: TestService;

withService((started) => {
  service = started;
});

const runs = 4;
/** The first step of all runs but one, and half of the others. */
const most = 11;
const sends = ["a", "b", "c", "d"];
const settled = new Set(["completed", "waiting-approval", "outcome-unknown"]);
const isSettled = (run: Run) => Object.values(statuses(run)).every((status) => settled.has(status));

it("R1, R2, R5: workers that die make no more calls than were allowed, lose none, and what was cut off asks", async () => {
  const gate = Promise.withResolvers<void>();
  service.on("gate", async () => {
    await gate.promise;
    return { output: { value: "open" } };
  });
  for (const name of sends) {
    service.on(name, async () => {
      await delay(20 + Math.random() * 60);
      return { output: { value: name } };
    });
  }
  const plan = await storePlan([
    step("first", sendTool, { to: literal("ada@corp.example") }),
    step("gate", readTool, {}, ["first"]),
    ...sends.map((name) => step(name, sendTool, { to: literal("bob@corp.example") }, ["gate"])),
  ]);
  const workers = [await startWorkerProcess(service.url), await startWorkerProcess(service.url)];
  const runIds: RunId[] = [];
  for (let run = 0; run < runs; run += 1) {
    const outcome = await startRun({ planId: plan.id, revision: plan.revision });
    if (outcome.kind !== "started") throw new Error(outcome.kind);
    runIds.push(outcome.runId);
    // With the first a person allows more, for all runs of the plan.
    if (run === 0) await allowMore(outcome.runId);
    await stepWhen(outcome.runId, "first", "completed");
  }
  for (const runId of runIds) await stepWhen(runId, "gate", "running");
  gate.resolve();
  for (let kill = 0; kill < 4; kill += 1) {
    const until = service.calls.length + 2;
    const deadline = Date.now() + 3000;
    while (service.calls.length < until && Date.now() < deadline) await delay(3);
    await delay(Math.random() * 40);
    await workers[kill % 2]?.kill();
    workers[kill % 2] = await startWorkerProcess(service.url);
  }
  const ends = await Promise.all(runIds.map((runId) => runWhen(runId, isSettled, 60_000)));
  const events = (await Promise.all(runIds.map((runId) => listEvents(runId)))).flat();
  const used = events.flatMap(({ body }) => (body.type === "envelope-used" ? [body.use] : []));
  // Each that was allowed belongs to one call, and none was lost with a worker.
  expect(used.toSorted((a, b) => a - b)).toEqual(Array.from({ length: most }, (_, index) => index + 1));
  const called = service.calls.filter(({ name }) => name !== "gate");
  expect(called.length).toBeLessThanOrEqual(1 + most);
  expect(new Set(called.map(({ key }) => key)).size).toBe(called.length);
  // What a worker died in the middle of took its place all the same, and is not called again; all others ask.
  const at = (status: string) =>
    ends.flatMap((run) => Object.values(statuses(run)).filter((one) => one === status));
  expect(at("waiting-approval")).toHaveLength(runs * (1 + sends.length) - 1 - most);
  expect(at("completed").length + at("outcome-unknown").length).toBe(runs + 1 + most);
}, 120_000);

async function allowMore(runId: RunId): Promise<void> {
  await stepWhen(runId, "first", "waiting-approval");
  const [approval] = await pendingApprovals({ runId });
  if (!approval) throw new Error("nothing waits to be approved");
  const envelope: EnvelopeGrant = {
    ...{ scope: "plan", most, until: new Date(Date.now() + 3_600_000).toISOString() },
    bounds: { name: { kind: "vary" }, to: { kind: "domain", domains: ["corp.example"] } },
  };
  const { id: approvalId, contentHash } = approval;
  const decision = { decision: "approve" as const, contentHash, envelope };
  expect((await decideApproval({ approvalId, decision })).kind).toBe("decided");
}
