import { describe, expect, it } from "vitest";
import { listApprovals, pendingApprovals } from "@/lib/db/approvals";
import { findEpisodes } from "@/lib/db/episodes";
import { needsAttention } from "@/lib/db/inbox";
import { findPlan, listRevisions } from "@/lib/db/plans";
import { listEvents, loadRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { changePlan } from "@/lib/flow/change-plan";
import { decideApproval } from "@/lib/flow/decide-approval";
import { denyRepair } from "@/lib/flow/deny-repair";
import { recoverStep } from "@/lib/flow/recover-step";
import { reviseRun } from "@/lib/flow/revise-run";
import { takeRepair } from "@/lib/flow/take-repair";
import { ended, id, literal, output, runWhen, startPlan, statuses, step, stepWhen } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { fetchTool, keyedTool, readTool, sendTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

async function approve(runId: RunId, name: string): Promise<void> {
  await stepWhen(runId, name, "waiting-approval");
  const approval = (await pendingApprovals({ runId })).find((one) => one.stepId === name);
  if (!approval) throw new Error("nothing waits to be approved");
  const { id: approvalId, contentHash } = approval;
  expect(await decideApproval({ approvalId, decision: { decision: "approve", contentHash } })).toMatchObject({
    kind: "decided",
  });
}

const bind = (stepId: string, name: string): PlanChange => ({
  ...{ kind: "bind-input", stepId: id(stepId), input: "name", binding: literal(name) },
});
const take = (runId: RunId, changes: PlanChange[], revision = 1) =>
  takeRepair({ runId, stepId: id("a"), revision, key: "test", title: "Another name", changes });

/** A read that fails, and what goes on from it; beside it whatever else. */
const failing = async (...others: Step[]) => {
  service.on("wrong", () => ({ error: { kind: "not-found", message: "nobody of that name" } }));
  const runId = await startPlan([
    step("a", readTool, { name: literal("wrong") }),
    step("b", readTool, { body: output("a") }),
    ...others,
  ]);
  await stepWhen(runId, "a", "failed");
  return runId;
};

describe("a run whose plan is changed on the way", () => {
  it("goes on with the new revision: a step that is new runs first, what is finished is not done again", async () => {
    const runId = await failing(step("done", readTool));
    await stepWhen(runId, "done", "completed");
    const found = step("found", readTool);
    const changes: PlanChange[] = [
      { kind: "add-step", step: found },
      { kind: "bind-input", stepId: id("a"), input: "name", binding: output("found") },
    ];
    expect(await take(runId, changes)).toMatchObject({ kind: "done", run: { planRevision: 2 } });
    const run = await ended(runId);
    expect({ status: run.status, steps: statuses(run) }).toEqual({
      status: "completed",
      steps: { a: "completed", b: "completed", done: "completed", found: "completed" },
    });
    expect(service.calls.map(({ name }) => name).toSorted()).toEqual([
      "b",
      "done",
      "found",
      "found",
      "wrong",
    ]);
    // Another call, with another key.
    expect(service.calls.filter(({ key }) => key === `${runId}:a:2`)).toHaveLength(1);
    expect(run.steps.a).toMatchObject({
      revision: 2,
      repairs: [{ key: "test", title: "Another name", outcome: "taken" }],
    });
    const [newest] = await listRevisions(run.planId);
    expect(newest).toMatchObject({ revision: 2, author: "planner", changes: [{ kind: "add-step" }, {}] });
    expect((await needsAttention()).filter((one) => one.runId === runId)).toEqual([]);
    const episode = (await findEpisodes([run.planId])).get(run.planId);
    expect(episode).toMatchObject({ outcome: "completed", repairs: ["Another name"] });
  });

  it("goes on without a step that was dropped, and ends", async () => {
    const runId = await failing();
    const changes: PlanChange[] = [
      { kind: "remove-step", stepId: id("a") },
      { kind: "clear-input", stepId: id("b"), input: "body" },
    ];
    expect(await take(runId, changes)).toMatchObject({ kind: "done" });
    const run = await ended(runId);
    expect({ status: run.status, steps: statuses(run) }).toEqual({
      ...{ status: "completed", steps: { b: "completed" } },
    });
    expect((await needsAttention()).filter((one) => one.runId === runId)).toEqual([]);
  });

  it("A3: asks again for what changed, and for nothing else that was approved", async () => {
    // Both sends wait for `a` by order alone, so that what they would send is settled before it is mended.
    service.on("first", () => ({ error: { kind: "refused", message: "not now" } }));
    const runId = await failing(
      step("kept", sendTool, { name: literal("first"), to: literal("ops@acme.example") }),
      step("asked", sendTool, { to: literal("all@acme.example") }),
    );
    await approve(runId, "kept");
    await stepWhen(runId, "kept", "failed");
    await stepWhen(runId, "asked", "waiting-approval");
    const before = await listApprovals({ runId, limit: 10 });
    const changes = [bind("a", "right"), bind("asked", "other")];
    expect(await take(runId, changes)).toMatchObject({ kind: "done" });
    await stepWhen(runId, "a", "completed");
    // What was approved and failed is tried again by the same approval.
    service.on("first", () => ({ output: { value: "sent" } }));
    await recoverStep({ runId, stepId: id("kept"), recovery: { kind: "retry" } });
    expect((await stepWhen(runId, "kept", "completed")).revision).toBe(1);
    await runWhen(
      runId,
      ({ steps }) => steps.asked?.revision === 2 && steps.asked.status === "waiting-approval",
    );
    const after = await listApprovals({ runId, limit: 10 });
    expect(after).toHaveLength(before.length + 1);
    const old = before.find(({ stepId, status }) => stepId === "asked" && status === "pending");
    if (!old) throw new Error("it was not asked before");
    // What the person saw of the step as it was is not to be approved any more, and was not sent.
    expect(after.find((one) => one.id === old.id)?.status).toBe("withdrawn");
    const late = await decideApproval({
      approvalId: old.id,
      decision: { decision: "approve", contentHash: old.contentHash },
    });
    expect(late.kind).toBe("conflict");
    expect(service.count("asked") + service.count("other")).toBe(0);
    const pending = await pendingApprovals({ runId });
    expect(pending).toMatchObject([
      { stepId: "asked", planRevision: 2, card: { inputs: { name: "other" } } },
    ]);
    await approve(runId, "asked");
    expect((await ended(runId)).status).toBe("completed");
    expect(service.calls.filter(({ name }) => ["first", "other", "asked"].includes(name)).length).toBe(3);
  });

  it("A4: an approval given before the plan changed holds for a step that did not", async () => {
    const runId = await failing(step("send", sendTool));
    await stepWhen(runId, "send", "waiting-approval");
    await take(runId, [bind("a", "right")]);
    await stepWhen(runId, "b", "completed");
    await approve(runId, "send");
    const run = await ended(runId);
    expect(run.status).toBe("completed");
    expect(await listApprovals({ runId, limit: 10 })).toMatchObject([
      { status: "approved", planRevision: 1 },
    ]);
    expect(service.count("send")).toBe(1);
  });

  it("keeps frozen what has ended or is under way", async () => {
    let answer = (_: unknown) => {};
    service.on("slow", () => new Promise((resolve) => (answer = () => resolve({ output: { value: "x" } }))));
    const runId = await failing(step("done", readTool), step("slow", keyedTool));
    await approve(runId, "slow");
    await service.called("slow");
    await stepWhen(runId, "done", "completed");
    const both = [bind("a", "right"), bind("done", "other")];
    expect(await take(runId, both)).toMatchObject({ kind: "conflict" });
    expect(await take(runId, [bind("a", "right"), bind("slow", "other")])).toMatchObject({
      kind: "conflict",
    });
    expect((await loadRun(runId))?.planRevision).toBe(1);
    expect(await take(runId, [bind("a", "right")])).toMatchObject({ kind: "done" });
    answer(null);
    expect((await ended(runId)).status).toBe("completed");
    expect(service.count("slow")).toBe(1);
  });

  it("R5: is changed once, whoever else does at the same moment, and each revision has its events", async () => {
    const runId = await failing();
    const names = ["one", "two", "three", "four", "five"];
    const outcomes = await Promise.all(names.map((name) => take(runId, [bind("a", name)])));
    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === "conflict")).toHaveLength(4);
    const run = await ended(runId);
    expect(await listRevisions(run.planId)).toHaveLength(2);
    const events = await listEvents(runId);
    expect(events.filter(({ body }) => body.type === "plan-revised")).toHaveLength(1);
  });

  it("leaves a plan that was edited meanwhile as it was edited", async () => {
    const runId = await failing();
    const before = await loadRun(runId);
    if (!before) throw new Error("the run is gone");
    const { planId } = before;
    const renamed: PlanChange = { kind: "rename-step", stepId: id("b"), title: "As I call it" };
    await changePlan({ planId, revision: 1, changes: [renamed], author: "person" });
    expect(await take(runId, [bind("a", "right")])).toMatchObject({ kind: "done", run: { planRevision: 3 } });
    expect((await ended(runId)).status).toBe("completed");
    const newest = await findPlan(planId);
    expect(newest).toMatchObject({ revision: 4, steps: [{ inputs: { name: { value: "wrong" } } }, {}] });
    expect(newest?.steps[1]?.title).toBe("As I call it");
    expect((await findPlan(planId, 3))?.steps[1]?.title).toBe("Step b");
  });

  it("refuses what can't run, what changes nothing, and a step that is in no trouble", async () => {
    const runId = await failing();
    const open: PlanChange = {
      ...{ kind: "bind-input", stepId: id("a"), input: "name" },
      binding: { kind: "question", question: "Who?", suggestions: [] },
    };
    expect(await take(runId, [open])).toMatchObject({
      kind: "refused",
      problems: [{ code: "open-question" }],
    });
    expect(await take(runId, [bind("a", "wrong")])).toMatchObject({ kind: "refused" });
    expect(await take(runId, [bind("a", "right")], 7)).toMatchObject({ kind: "not-found" });
    const mends = { runId, revision: 1, changes: [bind("a", "right")], mends: id("b"), repair: null };
    expect(await reviseRun(mends)).toMatchObject({ kind: "conflict" });
  });

  it("A5: what a new tool gives is as trusted as that tool is", async () => {
    const runId = await failing();
    const swap: PlanChange = {
      ...{ kind: "swap-tool", stepId: id("a"), toolId: fetchTool.id },
      inputs: { name: literal("right") },
    };
    await take(runId, [swap]);
    const run = await ended(runId);
    expect(run.steps.b?.provenance.body?.origin).toBe("untrusted");
  });
});

describe("a repair that is denied", () => {
  it("is recorded once with its reason, and the step still waits for its person", async () => {
    const runId = await failing();
    const repair = { stepId: id("a"), key: "swap:x.y", title: "Use another" };
    const denied = await denyRepair({ runId, repair, reason: "too dear" });
    expect(denied).toMatchObject({ kind: "done" });
    expect(await denyRepair({ runId, repair, reason: "" })).toMatchObject({ kind: "conflict" });
    const run = await loadRun(runId);
    expect(run?.steps.a).toMatchObject({
      status: "failed",
      repairs: [{ key: "swap:x.y", title: "Use another", outcome: "denied", reason: "too dear" }],
    });
    expect((await needsAttention()).filter((one) => one.runId === runId)).toMatchObject([{ stepId: "a" }]);
  });
});

describe("a step that is put off", () => {
  it("is tried again by itself once the time has come, by the approval it has", async () => {
    service.on("send", (_call, count) =>
      count === 1 ? { error: { kind: "refused", message: "later" } } : { output: { value: "sent" } },
    );
    const runId = await startPlan([step("send", sendTool)]);
    await approve(runId, "send");
    await stepWhen(runId, "send", "failed");
    const before = Date.now();
    const outcome = await recoverStep({ runId, stepId: id("send"), recovery: { kind: "wait", minutes: 30 } });
    expect(outcome).toMatchObject({ kind: "done", run: { steps: { send: { status: "retrying" } } } });
    const { retryAt } = await stepWhen(runId, "send", "retrying");
    expect(Date.parse(retryAt) - before).toBeGreaterThanOrEqual(30 * 60_000);
    // Nobody has to wait for it who doesn't want to.
    await recoverStep({ runId, stepId: id("send"), recovery: { kind: "retry" } });
    expect((await ended(runId)).status).toBe("completed");
    expect(await listApprovals({ runId, limit: 10 })).toHaveLength(1);
  });
});
