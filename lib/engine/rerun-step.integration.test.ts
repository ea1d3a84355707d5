import { describe, expect, it } from "vitest";
import { listApprovals, pendingApprovals } from "@/lib/db/approvals";
import { listEvents, loadRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import type { RerunScope } from "@/lib/domain/rerun";
import { changePlan } from "@/lib/flow/change-plan";
import { controlRun } from "@/lib/flow/control-run";
import { decideApproval } from "@/lib/flow/decide-approval";
import { recoverStep } from "@/lib/flow/recover-step";
import { rerunStep } from "@/lib/flow/rerun-step";
import { ended, id, literal, output, startPlan, statuses, step, stepWhen } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { fetchTool, keyedTool, readTool, sendTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

async function again(
  runId: RunId,
  name: string,
  scope: RerunScope,
  inputs?: Parameters<typeof rerunStep>[0]["inputs"],
) {
  service.reset();
  const started = await rerunStep({ runId, stepId: id(name), scope, inputs });
  if (started.kind !== "started") throw new Error(JSON.stringify(started));
  return started.runId;
}

async function approve(runId: RunId, name: string): Promise<void> {
  await stepWhen(runId, name, "waiting-approval");
  const approval = (await pendingApprovals({ runId })).find((one) => one.stepId === name);
  if (!approval) throw new Error("nothing waits to be approved");
  const { id: approvalId, contentHash } = approval;
  await decideApproval({ approvalId, decision: { decision: "approve", contentHash } });
}

const called = () => service.calls.map(({ name }) => name).toSorted();

/** A read, two that go on from it, and one beside them. */
const chain = async () => {
  const runId = await startPlan([
    step("a", fetchTool),
    step("b", readTool, { body: output("a") }),
    step("c", readTool, { body: output("b") }),
    step("beside", readTool),
  ]);
  expect((await ended(runId)).status).toBe("completed");
  return runId;
};

describe("a run of a step of an earlier run", () => {
  it("does the step and what needs it, and takes over what the others gave", async () => {
    const first = await chain();
    const runId = await again(first, "b", "from");
    const run = await ended(runId);
    expect({ status: run.status, steps: statuses(run) }).toEqual({
      status: "completed",
      steps: { a: "completed", b: "completed", c: "completed", beside: "completed" },
    });
    expect(called()).toEqual(["b", "c"]);
    const then = await loadRun(first);
    expect(run.steps.a).toMatchObject({
      ...{ output: { value: "a" }, attempts: [] },
      takenFrom: { runId: first, at: then?.steps.a?.finishedAt },
    });
    expect(run.steps.b?.takenFrom).toBeNull();
    expect(run.rerun).toEqual({ runId: first, stepId: "b", scope: "from", repeats: [] });
    // What came from outside is as little trusted as it was (A5).
    expect(run.steps.b?.provenance.body?.origin).toBe("untrusted");
    // Of what was taken over it is still known where it was recorded.
    const third = await again(runId, "c", "from");
    expect((await ended(third)).steps.a?.takenFrom?.runId).toBe(first);
    expect(called()).toEqual(["c"]);
  });

  it("does one step alone, and says of the others that they are no part of it", async () => {
    const first = await chain();
    const run = await ended(await again(first, "b", "only"));
    expect(statuses(run)).toEqual({ a: "completed", b: "completed", c: "skipped", beside: "completed" });
    expect(called()).toEqual(["b"]);
    expect(run.steps.c).toMatchObject({ reason: 'Not part of this run, which is of "Step b" alone.' });
    expect(run.status).toBe("completed");
  });

  it("does what it reads once more where that was not recorded", async () => {
    service.on("a", () => ({ error: { kind: "bad-input", message: "no" } }));
    const first = await startPlan([
      step("a", readTool),
      step("b", readTool, { body: output("a") }),
      step("beside", readTool),
    ]);
    await stepWhen(first, "a", "failed");
    await stepWhen(first, "beside", "completed");
    expect(await rerunStep({ runId: first, stepId: id("b"), scope: "from" })).toMatchObject({
      kind: "conflict",
    });
    await recoverStep({ runId: first, stepId: id("a"), recovery: { kind: "stop" } });
    await ended(first);
    const run = await ended(await again(first, "b", "only"));
    expect(statuses(run)).toEqual({ a: "completed", b: "completed", beside: "completed" });
    expect(called()).toEqual(["a", "b"]);
  });

  it("runs with other inputs, as the plan's next revision", async () => {
    const first = await chain();
    const inputs = { name: literal("other"), body: output("a") };
    const run = await ended(await again(first, "b", "from", inputs));
    expect(run.planRevision).toBe(2);
    expect(called()).toEqual(["c", "other"]);
    expect(run.steps.a?.takenFrom?.runId).toBe(first);
    const stale = await rerunStep({ runId: first, stepId: id("b"), scope: "from" });
    expect(stale).toMatchObject({ kind: "stale", current: { revision: 2 } });
    const open = { name: { kind: "question" as const, question: "Who?", suggestions: [] } };
    const refused = await rerunStep({ runId: run.id, stepId: id("b"), scope: "from", inputs: open });
    expect(refused).toMatchObject({ kind: "refused", problems: [{ code: "open-question" }] });
  });

  it("R2: asks before it changes something once more, whatever the plan trusts, and repeats nothing it took over", async () => {
    const first = await startPlan(
      [
        step("write", keyedTool),
        step("a", readTool, {}, ["write"]),
        step("after", keyedTool, { body: output("a") }),
      ],
      { trustedWrites: [keyedTool.id] },
    );
    expect((await ended(first)).status).toBe("completed");
    const runId = await again(first, "a", "from");
    const asked = await stepWhen(runId, "after", "waiting-approval");
    expect(asked.card.reasons[0]).toBe("It was called in the run this one takes up: this does it once more.");
    expect(service.count("after")).toBe(0);
    await approve(runId, "after");
    const run = await ended(runId);
    expect(run.status).toBe("completed");
    expect(run.rerun?.repeats).toEqual(["after"]);
    expect(called()).toEqual(["a", "after"]);
    // Another run, another key: the service would take the old one for what it has done already.
    expect(service.calls.find(({ name }) => name === "after")?.key).toBe(`${runId}:after:1`);
  });

  it("A4: an approval of the earlier run allows nothing in the new one", async () => {
    const first = await startPlan([step("a", readTool), step("send", sendTool, { body: output("a") })]);
    await approve(first, "send");
    expect((await ended(first)).status).toBe("completed");
    const runId = await again(first, "send", "only");
    await stepWhen(runId, "send", "waiting-approval");
    expect(service.count("send")).toBe(0);
    expect(await listApprovals({ runId, limit: 5 })).toMatchObject([{ status: "pending" }]);
    await controlRun({ runId, action: "cancel" });
  });

  it("is of what the plan was in that run: a plan that changed since is looked at first", async () => {
    const first = await chain();
    const { planId } = (await loadRun(first)) ?? {};
    if (!planId) throw new Error("the run is gone");
    await changePlan({
      ...{ planId, revision: 1, author: "person" },
      changes: [{ kind: "rename-step", stepId: id("a"), title: "Another name" }],
    });
    expect(await rerunStep({ runId: first, stepId: id("b"), scope: "from" })).toMatchObject({
      kind: "stale",
    });
    expect(await rerunStep({ runId: first, stepId: id("nobody"), scope: "from" })).toEqual({
      kind: "not-found",
    });
  });

  it("begins with all it takes over, before any worker looks at it", async () => {
    const first = await chain();
    const runId = await again(first, "c", "from");
    const events = await listEvents(runId);
    expect(events.slice(0, 4).map(({ body }) => body.type)).toEqual([
      "run-queued",
      ...["step-taken-over", "step-taken-over", "step-taken-over"],
    ]);
    await ended(runId);
  });
});
