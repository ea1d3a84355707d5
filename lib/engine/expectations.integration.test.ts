import { describe, expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import { inboxCounts, needsAttention } from "@/lib/db/inbox";
import { listEvents } from "@/lib/db/runs";
import type { Expectation } from "@/lib/domain/expectation";
import type { RunId } from "@/lib/domain/ids";
import { decideApproval } from "@/lib/flow/decide-approval";
import { recoverStep } from "@/lib/flow/recover-step";
import { ended, id, literal, output, startPlan, statuses, step, stepWhen } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { listTool, manyTool, readTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

const rows = output("look", "rows");
const empty = { output: { rows: [] } };
const full = { output: { rows: [{ name: "x" }] } };
/** A list that is looked up, and a step that goes on with it. */
const lookThenUse = () => startPlan([step("look", listTool), step("use", readTool, { from: rows })]);

async function approve(runId: RunId): Promise<void> {
  await stepWhen(runId, "send", "waiting-approval");
  const approval = (await pendingApprovals()).find((one) => one.runId === runId);
  if (!approval) throw new Error("nothing waits to be approved");
  const { id: approvalId, contentHash } = approval;
  await decideApproval({ approvalId, decision: { decision: "approve", contentHash } });
}

describe("a step that gives something that is not as expected", () => {
  it("stops the run before anything goes on from it, and goes on when a person says so", async () => {
    service.on("look", () => empty);
    const runId = await lookThenUse();
    const look = await stepWhen(runId, "look", "unexpected");
    expect(look).toMatchObject({
      output: { rows: [] },
      observation: {
        ...{ verdict: "not-met", source: "usual" },
        checks: [{ path: ["rows"], operator: "is-not-empty", holds: false, found: [] }],
      },
    });
    expect(service.calls.map((call) => call.name)).toEqual(["look"]);
    expect((await needsAttention()).filter((one) => one.runId === runId)).toMatchObject([
      { stepId: "look", status: "unexpected", failure: null },
    ]);
    const before = await inboxCounts();
    const accepted = await recoverStep({ runId, stepId: id("look"), recovery: { kind: "accept" } });
    expect(accepted.kind).toBe("done");
    expect((await inboxCounts()).attention).toBe(before.attention - 1);
    const run = await ended(runId);
    expect({ status: run.status, steps: statuses(run) }).toEqual({
      ...{ status: "completed", steps: { look: "completed", use: "completed" } },
    });
    expect(service.calls.map((call) => call.input)).toEqual([{ name: "look" }, { name: "use", from: [] }]);
    expect(run.steps.look).toMatchObject({ observation: { verdict: "not-met" } });
    // Settled once.
    const again = await recoverStep({ runId, stepId: id("look"), recovery: { kind: "accept" } });
    expect(again.kind).toBe("conflict");
  });

  it("is read again, and what is there then is judged anew", async () => {
    service.on("look", (_call, count) => (count === 1 ? empty : full));
    const runId = await lookThenUse();
    await stepWhen(runId, "look", "unexpected");
    await recoverStep({ runId, stepId: id("look"), recovery: { kind: "retry" } });
    const run = await ended(runId);
    expect(run.steps.look).toMatchObject({ status: "completed", observation: { verdict: "met" } });
    expect(service.count("look")).toBe(2);
  });

  it("is not asked about where nothing goes on from it", async () => {
    service.on("look", () => empty);
    const run = await ended(await startPlan([step("look", listTool), step("other", readTool, {}, ["look"])]));
    expect(run.status).toBe("completed");
    expect(run.steps.look).toMatchObject({ observation: null });
  });

  it("A3: has done what it did: once more is another call, which is asked about once more", async () => {
    service.on("send", (_call, count) => ({ output: { rejected: count === 1 ? ["b@example.com"] : [] } }));
    const runId = await startPlan([step("send", manyTool)]);
    await approve(runId);
    const sent = await stepWhen(runId, "send", "unexpected");
    expect(sent.observation.checks).toMatchObject([{ path: ["rejected"], found: ["b@example.com"] }]);
    await recoverStep({ runId, stepId: id("send"), recovery: { kind: "retry" } });
    await stepWhen(runId, "send", "waiting-approval");
    expect(service.count("send")).toBe(1);
    await approve(runId);
    expect((await ended(runId)).status).toBe("completed");
    const keys = service.calls.map((call) => call.key);
    expect(new Set(keys).size).toBe(2);
  });

  it("is expected to give what the person said, and each item of a repeated step is", async () => {
    const enough: Expectation = { path: ["value"], of: "any", operator: "above", operand: 10 };
    service.on("price", ({ input }) => ({ output: { value: input.body === "cheap" ? "5" : "50" } }));
    const priced = step("price", readTool, { name: literal("price"), body: { kind: "item", path: [] } });
    const runId = await startPlan([
      { ...priced, repeat: { over: literal(["dear", "cheap"]), limit: 10 }, expect: [enough] },
    ]);
    for (;;) {
      const events = await listEvents(runId);
      if (events.some(({ body }) => body.type === "step-unexpected")) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const recovered = await recoverStep({ runId, stepId: id("price"), item: 1, recovery: { kind: "skip" } });
    expect(recovered.kind).toBe("done");
    const run = await ended(runId);
    expect(run.steps.price).toMatchObject({
      ...{ status: "completed", output: { done: 1, total: 2, results: [{ value: "50" }] } },
    });
    expect(run.steps["price[0]"]).toMatchObject({ observation: { verdict: "met", source: "person" } });
  });

  it("ends the run as failed, with the reason, when the person stops it", async () => {
    service.on("look", () => empty);
    const runId = await lookThenUse();
    await stepWhen(runId, "look", "unexpected");
    await recoverStep({ runId, stepId: id("look"), recovery: { kind: "stop" } });
    const run = await ended(runId);
    expect(run).toMatchObject({
      ...{
        status: "failed",
        reason: 'Stopped at "Step look": Expected: rows is not empty. There was: an empty list.',
      },
    });
  });
});
