// Steps whose tool is a plan: they start a run, and what it comes to is theirs.
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import { db } from "@/lib/db/client";
import { nestedAmong } from "@/lib/db/nested-runs";
import { findPlan } from "@/lib/db/plans";
import { listEvents, loadRun } from "@/lib/db/runs";
import { maxNesting } from "@/lib/domain/plan-tool";
import { openNestedRuns } from "@/lib/domain/run";
import { changePlan } from "@/lib/flow/change-plan";
import { controlRun } from "@/lib/flow/control-run";
import { publishPlanTool, removePlanTool } from "@/lib/flow/manage-plan-tools";
import { prepareNestedRun } from "@/lib/flow/prepare-nested-run";
import { recoverStep } from "@/lib/flow/recover-step";
import { startRun } from "@/lib/flow/start-run";
import {
  approveAll,
  ended,
  id,
  literal,
  output,
  runWhen,
  startPlan,
  step,
  stepWhen,
  storePlan,
} from "./testing/harness";
import { fed, loadAll, nest, nestedIn, publish, published, runsOf } from "./testing/nested-plans";
import type { TestService } from "./testing/test-service";
import { fetchTool, keyedTool, readTool, sendTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

// However slow the machine: no run is taken over, and none laid to rest, in the middle of a test.
withWorker(
  (started) => {
    service = started;
  },
  { leaseMs: 60_000, restAfterMs: 60_000 },
);

it("a step runs a published plan with its own values, and gives what the plan's last step gave", async () => {
  const { plan, tool } = await published(
    [step("look", readTool), step("tell", readTool, { body: output("look") }, ["look"])],
    [fed("tell", "to", "recipient"), fed("look", "body", "about")],
  );
  expect(tool).toMatchObject({ effect: "read", controlInputs: ["recipient"], source: { kind: "plan" } });
  service.on("tell", ({ input }) => ({ output: { value: `${input.to} ${input.body}` } }));
  const runId = await startPlan([
    nest("n", tool, { recipient: literal("ada"), about: literal("x") }),
    step("after", readTool, { body: output("n") }),
  ]);
  const run = await ended(runId);
  expect(run.status).toBe("completed");
  expect(run.steps.n).toMatchObject({ status: "completed", output: { value: "ada look" } });
  expect(run.steps.n?.attempts).toHaveLength(1);
  const starts = (await listEvents(runId)).filter(({ body }) => body.type === "run-started");
  expect(starts).toHaveLength(1);
  const [nested, ...more] = await runsOf(plan);
  expect(more).toEqual([]);
  expect(run.steps.n?.attempts[0]?.nestedRunId).toBe(nested);
  const inner = nested && (await loadRun(nested));
  expect(inner).toMatchObject({
    status: "completed",
    trigger: {
      kind: "run",
      runId,
      goal: "A goal for tests",
      stepId: "n",
      stepTitle: "Step n",
      above: [run.planId],
    },
  });
  // What a person wrote in the plan above is a person's in the one below.
  expect(inner?.steps.tell?.provenance.to).toMatchObject({ origin: "person" });
  expect(nested ? await nestedAmong([nested, runId]) : []).toHaveLength(1);
});

it("A2: what came from outside stays untrusted in the nested run, and asks there", async () => {
  const { tool } = await published([step("tell", keyedTool)], [fed("tell", "to", "recipient")], {
    trustedWrites: [keyedTool.id],
  });
  expect(tool.effect).toBe("write");
  const runId = await startPlan([step("f", fetchTool), nest("n", tool, { recipient: output("f") })], {
    trustedWrites: [tool.id],
  });
  await stepWhen(runId, "n", "waiting-approval");
  await approveAll(runId);
  const nested = await nestedIn(runId);
  const asked = await stepWhen(nested, "tell", "waiting-approval");
  expect(asked.provenance.to?.origin).toBe("untrusted");
  await controlRun({ runId, action: "cancel" });
  await ended(nested);
});

it("canceling, pausing and resuming reach the run below, and the one below that", async () => {
  const release = Promise.withResolvers<void>();
  service.on("slow", async () => {
    await release.promise;
    return { output: { value: "late" } };
  });
  const inner = await published([step("slow", readTool)]);
  const middle = await published([nest("m", inner.tool)]);
  const runId = await startPlan([nest("n", middle.tool)]);
  const below = await nestedIn(runId);
  const lowest = await nestedIn(below);
  await service.called("slow");
  const states = async () => (await loadAll([runId, below, lowest])).map(({ status }) => status);
  await controlRun({ runId, action: "pause" });
  expect(await states()).toEqual(["paused", "paused", "paused"]);
  await controlRun({ runId, action: "resume" });
  expect(await states()).toEqual(["running", "running", "running"]);
  await controlRun({ runId, action: "cancel" });
  expect(await states()).toEqual(["canceled", "canceled", "canceled"]);
  await service.abortedCall("slow");
  release.resolve();
  // Each step is told, though its run has ended.
  await runWhen(runId, (now) => openNestedRuns(now).length === 0);
  await runWhen(below, (now) => openNestedRuns(now).length === 0);
  expect((await loadRun(runId))?.steps.n?.status).toBe("canceled");
});

it("a run below that is canceled or fails is a failure of the step; trying again starts another", async () => {
  service.on("x", (_call, count) =>
    count === 1 ? { error: { kind: "bad-input", message: "No." } } : { output: { value: "now" } },
  );
  const { plan, tool } = await published([step("x", readTool)]);
  const runId = await startPlan([nest("n", tool)]);
  const first = await nestedIn(runId);
  await stepWhen(first, "x", "failed");
  await recoverStep({ runId: first, stepId: id("x"), recovery: { kind: "stop" } });
  const failed = await stepWhen(runId, "n", "failed");
  expect(failed.failure).toMatchObject({
    message: 'The run it started failed. Stopped at "Step x": No.',
    evidence: { runId: first, status: "failed" },
  });
  await recoverStep({ runId, stepId: id("n"), recovery: { kind: "retry" } });
  const run = await ended(runId);
  expect(run.steps.n).toMatchObject({ status: "completed", output: { value: "now" } });
  expect(run.steps.n?.attempts.map(({ nestedRunId }) => nestedRunId)).toHaveLength(2);
  expect(await runsOf(plan)).toHaveLength(2);
});

it("a run below that somebody cancels says so", async () => {
  const { tool } = await published([step("send", sendTool)]);
  const runId = await startPlan([nest("n", tool)]);
  await stepWhen(runId, "n", "waiting-approval");
  await approveAll(runId);
  const nested = await nestedIn(runId);
  await controlRun({ runId: nested, action: "cancel", reason: "Not today." });
  const failed = await stepWhen(runId, "n", "failed");
  expect(failed.failure.message).toBe("The run it started was canceled. Not today.");
  await recoverStep({ runId, stepId: id("n"), recovery: { kind: "stop" } });
});

it("stopping a run at another step cancels the run that a step waits for", async () => {
  service.on("bad", () => ({ error: { kind: "bad-input", message: "No." } }));
  const { tool } = await published([step("send", sendTool)]);
  const runId = await startPlan([nest("n", tool), step("bad", readTool)]);
  await stepWhen(runId, "n", "waiting-approval");
  await approveAll(runId);
  const nested = await nestedIn(runId);
  await stepWhen(nested, "send", "waiting-approval");
  await stepWhen(runId, "bad", "failed");
  await recoverStep({ runId, stepId: id("bad"), recovery: { kind: "stop" } });
  expect((await loadRun(nested))?.status).toBe("canceled");
  expect(await pendingApprovals({ runId: nested })).toEqual([]);
});

it("a plan can't be published to run itself, directly or through another one", async () => {
  const { plan, tool } = await published([step("a", readTool)]);
  const other = await published([nest("n", tool)]);
  const itself = await changePlan({
    ...{ planId: plan.id, revision: 1, author: "person" },
    changes: [{ kind: "add-step", step: nest("b", tool) }],
  });
  expect(itself.kind).toBe("changed");
  expect(await publishPlanTool({ planId: plan.id, revision: 2, inputs: [] })).toEqual({
    kind: "refused",
    message: "A step runs this plan itself. Take it out, or choose another tool.",
  });
  expect((await startRun({ planId: plan.id, revision: 2 })).kind).toBe("refused");
  await changePlan({
    ...{ planId: plan.id, revision: 2, author: "person" },
    changes: [{ kind: "swap-tool", stepId: id("b"), toolId: other.tool.id, inputs: {} }],
  });
  expect(await publishPlanTool({ planId: plan.id, revision: 3, inputs: [] })).toEqual({
    kind: "refused",
    message: "A step runs a plan which in turn runs this one. Take it out, or choose another tool.",
  });
});

it("a circle that came to be after it was looked at is refused when it is run", async () => {
  const a = await published([step("a", readTool)]);
  const b = await published([nest("n", a.tool)]);
  const runId = await startPlan([nest("top", b.tool)]);
  expect((await ended(runId)).status).toBe("completed");
  // As two people would have published at the same moment, each looking at what the other's plan had been.
  await db().execute(sql`
    update plan_revisions set plan = jsonb_set(plan, '{steps,0}', ${JSON.stringify(nest("a", b.tool))}::jsonb)
    where plan_id = ${a.plan.id}`);
  const circle = await findPlan(b.plan.id);
  expect(circle?.steps[0]?.toolId).toBe(a.tool.id);
  const outer = await storePlan([nest("top", b.tool)]);
  expect(await startRun({ planId: outer.id, revision: 1 })).toMatchObject({
    kind: "refused",
    problems: [{ code: "nesting" }],
  });
});

it("at the last moment before it is started a plan is refused that a run above is of, and one too deep", async () => {
  const a = await published([step("a", readTool)]);
  const run = await ended(await startPlan([nest("top", a.tool)]));
  const call = {
    step: { id: id("top"), title: "Top" },
    item: null,
    tool: a.tool,
    inputs: {},
    provenance: {},
  };
  const prepare = (above: (typeof run.planId)[], planId = run.planId) => {
    const trigger = {
      kind: "run",
      runId: run.id,
      goal: "",
      stepId: id("x"),
      stepTitle: "",
      item: null,
      above,
    } as const;
    return prepareNestedRun({ ...call, parent: { run: { ...run, planId, trigger }, goal: "" } });
  };
  const refused = (message: string) => ({
    kind: "refused",
    failure: { kind: "refused", message: expect.stringContaining(message), evidence: null },
  });
  expect(await prepare([])).toMatchObject({ kind: "ready", nested: { planId: a.plan.id } });
  expect(await prepare([], a.plan.id)).toEqual(refused("would run itself"));
  expect(await prepare([a.plan.id])).toEqual(refused("would run itself"));
  expect((await prepare(Array(maxNesting - 1).fill(run.planId))).kind).toBe("ready");
  expect(await prepare(Array(maxNesting).fill(run.planId))).toEqual(refused("deep"));
});

it(`runs go ${maxNesting} deep within each other, and no deeper`, async () => {
  let { tool } = await published([step("a", readTool)]);
  for (let depth = 2; depth <= maxNesting; depth += 1) tool = (await published([nest("n", tool)])).tool;
  const runId = await startPlan([nest("n", tool)]);
  const run = await ended(runId);
  expect(run.steps.n).toMatchObject({ status: "completed", output: { value: "a" } });
  const tooDeep = await published([nest("n", tool)]);
  const plan = await storePlan([nest("n", tooDeep.tool)]);
  expect(await startRun({ planId: plan.id, revision: 1 })).toMatchObject({
    kind: "refused",
    problems: [{ code: "nesting" }],
  });
});

it("a plan that is withdrawn while its run goes on comes to its end; the next one is not started", async () => {
  const { plan, tool } = await published([step("send", sendTool)]);
  const runId = await startPlan([nest("n", tool), nest("again", tool, {}, ["n"])]);
  await stepWhen(runId, "n", "waiting-approval");
  await approveAll(runId);
  const nested = await nestedIn(runId);
  await stepWhen(nested, "send", "waiting-approval");
  expect(await removePlanTool(plan.id)).toBe(true);
  await approveAll(nested);
  await stepWhen(runId, "n", "completed");
  const missing = await stepWhen(runId, "again", "failed");
  expect(missing.failure.message).toContain("is not in the catalogue any more");
  expect(await runsOf(plan)).toEqual([nested]);
  // Published again it is the same tool.
  await publish(plan.id, 1);
  await recoverStep({ runId, stepId: id("again"), recovery: { kind: "retry" } });
  await stepWhen(runId, "again", "waiting-approval");
  await controlRun({ runId, action: "cancel" });
});

it("A3: a plan whose tools have grown stronger since it was published starts nothing", async () => {
  const { plan, tool } = await published([step("a", readTool)]);
  await db().execute(sql`
    update plan_revisions set plan = jsonb_set(plan, '{steps,0,toolId}', ${JSON.stringify(sendTool.id)}::jsonb)
    where plan_id = ${plan.id}`);
  const runId = await startPlan([nest("n", tool)]);
  const failed = await stepWhen(runId, "n", "failed");
  expect(failed.failure).toMatchObject({
    kind: "refused",
    message: expect.stringContaining("stronger effect"),
  });
  expect(await runsOf(plan)).toEqual([]);
  await recoverStep({ runId, stepId: id("n"), recovery: { kind: "stop" } });
});

it("a step that is repeated starts a run for each item", async () => {
  const { plan, tool } = await published([step("a", readTool)], [fed("a", "name", "name")]);
  const each = nest("n", tool, { name: { kind: "item", path: [] } });
  const runId = await startPlan([{ ...each, repeat: { over: literal(["x", "y", "z"]), limit: 10 } }]);
  const run = await ended(runId);
  expect(run.steps.n).toMatchObject({
    status: "completed",
    output: { results: [{ value: "x" }, { value: "y" }, { value: "z" }], done: 3, total: 3, left: [] },
  });
  expect(await runsOf(plan)).toHaveLength(3);
});
