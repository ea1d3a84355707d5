import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentHash } from "@/lib/approval/content-hash";
import type { Reading } from "@/lib/domain/binding";
import type { Test } from "@/lib/domain/condition";
import {
  connectionIdSchema,
  newId,
  planIdSchema,
  runIdSchema,
  type StepId,
  stepIdSchema,
  type ToolId,
} from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import { defaultPolicy } from "@/lib/domain/plan";
import { reduceRun } from "@/lib/domain/reduce-run";
import type { Repeat } from "@/lib/domain/repeat";
import type { Run } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { Tool } from "@/lib/domain/tool";
import type { ToolFailure } from "@/lib/domain/tool-error";
import {
  canRepeat,
  decideNext,
  looksUp,
  maxInterruptions,
  type NextMove,
  type StepFacts,
} from "./decide-next";
import {
  askTool,
  connectedTool,
  fetchTool,
  keyedTool,
  postTool,
  readTool,
  sendTool,
  testTools,
} from "./testing/test-tools";

const runId = runIdSchema.parse("run_0000000000000000");
const id = (text: string): StepId => stepIdSchema.parse(text);
const now = new Date("2026-01-01T12:00:00Z");
const failure: ToolFailure = { kind: "transient", message: "down", evidence: null };
const approvalId = newId("approval");
const connection = {
  id: connectionIdSchema.parse("connection_0000000000000000"),
  name: "One",
  origin: "https://one.example",
};

function step(name: string, tool: Tool, rest: Partial<Step> = {}): Step {
  return {
    id: id(name),
    title: `Step ${name}`,
    toolId: tool.id,
    inputs: {},
    after: [],
    why: { words: "", reason: "" },
    position: null,
    ...rest,
  };
}
const reads = (name: string): Step["inputs"] => ({
  body: { kind: "output", stepId: id(name), path: ["value"] },
});
const planOf = (steps: Step[], policy: Partial<Plan["policy"]> = {}): Plan => ({
  id: planIdSchema.parse("plan_0000000000000000"),
  revision: 2,
  goal: "",
  fileIds: [],
  planner: "embedded",
  notes: [],
  steps,
  unserved: [],
  policy: { ...defaultPolicy, ...policy },
  timeZone: "UTC",
  createdAt: "2026-01-01T00:00:00.000Z",
});

function runOf(bodies: RunEventBody[]): Run {
  const all: RunEventBody[] = [
    { type: "run-queued", planId: planIdSchema.parse("plan_0000000000000000"), planRevision: 2 },
    { type: "run-started", executorId: "w/1" },
    ...bodies,
  ];
  const run = reduceRun(
    all.map((body, index) => ({ runId, seq: index + 1, at: "2026-01-01T11:00:00.000Z", body })),
  );
  if (!run) throw new Error("no run");
  return run;
}

/** What step `a` of a plan with one step does next, after some events. */
function next(tool: Tool, bodies: RunEventBody[], rest: Partial<StepFacts> = {}): NextMove {
  const plan = rest.plan ?? planOf([step("a", tool)], { trustedWrites: [keyedTool.id, postTool.id] });
  const tools = new Map<ToolId, Tool>([...testTools, tool].map((one) => [one.id, one]));
  return decideNext({
    run: runOf(bodies),
    plan,
    stepId: id("a"),
    item: null,
    tools,
    connection: null,
    now,
    ...rest,
  });
}

const resolved: RunEventBody = {
  type: "step-resolved",
  stepId: id("a"),
  inputs: { name: "x" },
  provenance: {},
};
const attempt = (number: number): RunEventBody => ({
  type: "attempt-started",
  stepId: id("a"),
  attempt: number,
  inputs: { name: "x" },
});
const failed = (retryAt: string | null, number = 1): RunEventBody => ({
  type: "attempt-failed",
  stepId: id("a"),
  attempt: number,
  failure,
  retryAt,
});
const hashFor = (
  tool: Tool,
  inputs: StepFacts["plan"] | object = { name: "x" },
  origin: string | null = null,
) =>
  contentHash({
    planId: planIdSchema.parse("plan_0000000000000000"),
    planRevision: 2,
    stepId: id("a"),
    toolId: tool.id,
    toolVersion: tool.version,
    inputs: inputs as { name: string },
    connectionId: origin ? connection.id : null,
    connectionOrigin: origin,
  });
const granted = (approvedHash: string): RunEventBody => ({
  type: "approval-granted",
  stepId: id("a"),
  approvalId,
  approvedHash,
  editedInputs: null,
});
const start = (tool: Tool, number = 1, generation = 1): NextMove => ({
  kind: "start-attempt",
  attempt: number,
  inputs: { name: "x" },
  contentHash: hashFor(tool),
  idempotencyKey: `${runId}:a:${generation}`,
});

describe("decideNext for a step that nothing stands in the way of", () => {
  it("resolves its inputs, then calls", () => {
    expect(next(readTool, [])).toEqual({ kind: "resolve-inputs" });
    expect(next(readTool, [resolved])).toEqual(start(readTool));
  });

  it("asks the person where that is what the tool does", () => {
    const inputs = { question: "Which?" };
    expect(next(askTool, [{ ...resolved, inputs } as RunEventBody])).toEqual({
      kind: "ask-question",
      inputs,
    });
  });

  it("finishes when the step or the run has", () => {
    const completed: RunEventBody = {
      type: "step-completed",
      stepId: id("a"),
      output: {},
      receipt: null,
      source: "tool",
    };
    expect(next(readTool, [resolved, attempt(1), completed])).toEqual({
      kind: "finish",
      status: "completed",
    });
    expect(next(readTool, [{ type: "run-canceled", reason: "" }])).toEqual({
      kind: "finish",
      status: "canceled",
    });
    expect(next(readTool, [{ type: "step-skipped", stepId: id("a"), reason: "" }])).toMatchObject({
      kind: "finish",
    });
  });
});

describe("decideNext while something is waited for", () => {
  it("R2: does not wait for an answer when the call that asked for it is gone", () => {
    const asked: RunEventBody = {
      ...{
        type: "question-asked",
        stepId: id("a"),
        questionId: newId("question"),
        question: "?",
        options: [],
      },
      form: { kind: "page", url: "https://example.com" },
    };
    const cutOff = [resolved, attempt(1), asked];
    expect(next(sendTool, cutOff)).toEqual({ kind: "mark-outcome-unknown", attempt: 1 });
    expect(next(readTool, cutOff)).toMatchObject({ kind: "start-attempt", attempt: 2 });
  });

  it("waits for a person who has to decide", () => {
    const requested: RunEventBody = {
      type: "approval-requested",
      stepId: id("a"),
      approvalId,
      contentHash: "h",
      card: {} as never,
    };
    const asked: RunEventBody = {
      type: "question-asked",
      stepId: id("a"),
      questionId: newId("question"),
      question: "?",
      options: [],
    };
    const unknown: RunEventBody = { type: "outcome-unknown", stepId: id("a"), attempt: 1, failure: null };
    for (const bodies of [
      [resolved, requested],
      [resolved, asked],
      [resolved, attempt(1), failed(null)],
    ]) {
      expect(next(sendTool, bodies)).toEqual({ kind: "wait-for-person" });
    }
    expect(next(sendTool, [resolved, attempt(1), unknown])).toEqual({ kind: "wait-for-person" });
  });

  it("waits until a retry is due, then makes it", () => {
    const later = "2026-01-01T12:00:01.000Z";
    expect(next(readTool, [resolved, attempt(1), failed(later)])).toEqual({ kind: "wait-until", at: later });
    const due = { now: new Date(later) };
    expect(next(readTool, [resolved, attempt(1), failed(later)], due)).toEqual(start(readTool, 2));
  });

  it("starts nothing while the run is paused", () => {
    const paused: RunEventBody = { type: "run-paused" };
    for (const bodies of [[], [resolved], [resolved, attempt(1), failed("2026-01-01T11:00:00.000Z")]]) {
      expect(next(readTool, [...bodies, paused])).toEqual({ kind: "wait-for-resume" });
    }
  });

  it("waits for the steps it reads and those it comes after", () => {
    const plan = planOf([
      step("a", readTool, { inputs: reads("b"), after: [id("c")] }),
      step("b", readTool),
      step("c", readTool),
    ]);
    expect(next(readTool, [], { plan })).toEqual({ kind: "wait-for-steps", stepIds: ["b", "c"] });
    const skipped = (name: string): RunEventBody => ({ type: "step-skipped", stepId: id(name), reason: "" });
    const done = (name: string): RunEventBody => ({
      type: "step-completed",
      stepId: id(name),
      output: {},
      receipt: null,
      source: "tool",
    });
    expect(next(readTool, [done("b")], { plan })).toEqual({ kind: "wait-for-steps", stepIds: ["c"] });
    expect(next(readTool, [done("b"), skipped("c")], { plan })).toEqual({ kind: "resolve-inputs" });
    expect(next(readTool, [skipped("b"), done("c")], { plan })).toEqual({
      kind: "skip",
      reason: 'It needs what "Step b" gives, which was skipped.',
    });
  });

  it("goes by the step as a person changed it", () => {
    const plan = planOf([step("a", readTool), step("b", readTool)]);
    const amended = step("a", fetchTool, { inputs: reads("b") });
    const retried: RunEventBody = { type: "step-retried", stepId: id("a"), amended };
    const bodies: RunEventBody[] = [resolved, attempt(1), failed(null), retried];
    expect(next(readTool, bodies, { plan })).toEqual({ kind: "wait-for-steps", stepIds: ["b"] });
  });
});

describe("decideNext for what can't be called", () => {
  it("fails when the tool is gone", () => {
    expect(next(readTool, [], { tools: new Map() })).toMatchObject({
      kind: "fail",
      failure: { kind: "broken-tool" },
    });
  });

  it("fails when there is no connection of the kind it needs", () => {
    expect(next(connectedTool, [resolved])).toMatchObject({ kind: "fail", failure: { kind: "credentials" } });
  });
});

describe("decideNext about approval", () => {
  it("A3: calls only with an approval of exactly this call", () => {
    expect(next(sendTool, [resolved])).toEqual({
      kind: "request-approval",
      inputs: { name: "x" },
      contentHash: hashFor(sendTool),
      reasons: ["It can't be taken back."],
    });
    expect(next(sendTool, [resolved, granted(hashFor(sendTool))])).toEqual(start(sendTool));
  });

  it("A3: asks anew when any part of what was approved is different now", () => {
    const approved = hashFor(connectedTool, { name: "x" }, connection.origin);
    const plan = planOf([step("a", connectedTool)]);
    const facts: Partial<StepFacts> = { plan, connection };
    expect(next(connectedTool, [resolved, granted(approved)], facts).kind).toBe("start-attempt");
    const otherTool = new Map([[connectedTool.id, { ...connectedTool, version: "0000000000000000" }]]);
    const changes: [string, Partial<StepFacts>, RunEventBody[]][] = [
      ["inputs", {}, [{ ...resolved, inputs: { name: "y" } } as RunEventBody]],
      ["tool version", { tools: otherTool }, []],
      ["connection", { connection: { ...connection, id: newId("connection") } }, []],
      ["origin", { connection: { ...connection, origin: "https://evil.example" } }, []],
      ["plan", { plan: { ...plan, id: newId("plan") } }, []],
    ];
    for (const [what, change, bodies] of changes) {
      const move = next(connectedTool, [resolved, granted(approved), ...bodies], { ...facts, ...change });
      expect([what, move.kind]).toEqual([what, "request-approval"]);
      expect(move.kind === "request-approval" && move.reasons[0]).toContain("has changed since");
    }
  });

  it("A3: asks anew for a step that another revision of the plan changed, and for no other", () => {
    const approved = hashFor(sendTool);
    const revised: RunEventBody = { type: "plan-revised", planRevision: 3 };
    expect(next(sendTool, [resolved, granted(approved), revised])).toEqual(start(sendTool));
    const changed: RunEventBody[] = [revised, { type: "step-revised", stepId: id("a") }, resolved];
    const asked = next(sendTool, [resolved, granted(approved), ...changed]);
    expect(asked.kind).toBe("request-approval");
    expect(asked.kind === "request-approval" && asked.contentHash).not.toBe(approved);
  });

  it("A2: asks where outside content chose what is reached, even in a trusted write", () => {
    const provenance = { to: { origin: "untrusted" as const, sources: [] } };
    const tainted: RunEventBody = {
      type: "step-resolved",
      stepId: id("a"),
      inputs: { name: "x" },
      provenance,
    };
    expect(next(keyedTool, [resolved]).kind).toBe("start-attempt");
    expect(next(keyedTool, [tainted]).kind).toBe("request-approval");
    expect(next(readTool, [tainted]).kind).toBe("request-approval");
  });
});

describe("decideNext after a worker died during a call", () => {
  it("R2: repeats what can be repeated, with the same key, and asks about everything else", () => {
    for (const tool of testTools.filter((one) => !one.asksPerson && one.connectionKind === null)) {
      const approved = [resolved, granted(hashFor(tool)), attempt(1)];
      const move = next(tool, approved);
      const expected = canRepeat(tool) ? start(tool, 2) : { kind: "mark-outcome-unknown", attempt: 1 };
      expect([tool.id, move]).toEqual([tool.id, expected]);
      const later = next(tool, [...approved, { type: "run-canceled", reason: "" }]);
      expect([tool.id, later.kind]).toEqual([tool.id, canRepeat(tool) ? "finish" : "mark-outcome-unknown"]);
    }
    expect(testTools.filter((tool) => !canRepeat(tool)).map((tool) => tool.id)).toEqual([
      "test.refund",
      "test.send",
      "test.post",
    ]);
  });

  const lookedUp: Tool = { ...sendTool, lookUp: { kind: "itself" } };
  const uncertain = (looks: number, lookAt: string): RunEventBody => ({
    ...{ type: "outcome-uncertain", stepId: id("a"), attempt: 1, failure: null, looks, lookAt },
  });
  const lookedOnce: RunEventBody = {
    ...{ type: "look-started", stepId: id("a"), attempt: 1, lookAt: "2026-01-01T12:00:03.000Z" },
  };

  it("R2: looks up what can be looked up before it asks, each time when it is due, and never calls again", () => {
    const cut = [resolved, granted(hashFor(lookedUp)), attempt(1)];
    expect(next(lookedUp, cut)).toEqual({ kind: "begin-look-up", attempt: 1 });
    const late = "2026-01-01T12:00:01.000Z";
    const begun = [...cut, uncertain(2, late)];
    expect(next(lookedUp, begun)).toEqual({ kind: "wait-until", at: late });
    const due = { now: new Date("2026-01-01T12:00:05.000Z") };
    expect(next(lookedUp, begun, due)).toEqual({ kind: "look-up", attempt: 1, left: 2 });
    expect(next(lookedUp, [...begun, lookedOnce]).kind).toBe("wait-until");
    expect(next(lookedUp, [...begun, lookedOnce], due)).toEqual({ kind: "look-up", attempt: 1, left: 1 });
    // R11: whoever was at the last look is gone, and with it the look.
    const asks = { kind: "mark-outcome-unknown", attempt: 1 };
    expect(next(lookedUp, [...begun, lookedOnce, lookedOnce], due)).toEqual(asks);
    expect(next(sendTool, begun, due)).toEqual(asks);
    expect(next(lookedUp, [...begun, { type: "run-paused" }], due).kind).toBe("wait-for-resume");
    expect(next(lookedUp, [...begun, { type: "run-canceled", reason: "" }], due).kind).toBe("finish");
    expect(next(lookedUp, [...cut, { type: "run-canceled", reason: "" }])).toEqual(asks);
    expect(looksUp(lookedUp, { reads: "ask", trustedWrites: [] })).toBe(false);
  });

  it("R2: asks when the tool is gone, since nobody can say whether it can be repeated", () => {
    expect(next(readTool, [resolved, attempt(1)], { tools: new Map() }).kind).toBe("mark-outcome-unknown");
  });

  it("R11: waits longer each time a call is cut off again, and gives up in the end", () => {
    const startedAt = Date.parse("2026-01-01T11:00:00.000Z");
    const moveAfter = (count: number, passedMs: number) => {
      const attempts = Array.from({ length: count }, (_, index) => attempt(index + 1));
      return next(readTool, [resolved, ...attempts], { now: new Date(startedAt + passedMs) });
    };
    expect([1, 2].map((count) => moveAfter(count, 0).kind)).toEqual(["start-attempt", "start-attempt"]);
    // 2.5, 5, 10 and 20 seconds, each by a factor from 0.5 to 1.5 that is this run's own: other runs wait otherwise.
    for (const [count, waitMs] of [
      [3, 3437],
      [4, 6778],
      [5, 5431],
      [6, 19_364],
    ] as const) {
      const at = new Date(startedAt + waitMs).toISOString();
      expect(moveAfter(count, 0)).toEqual({ kind: "wait-until", at });
      expect(moveAfter(count, waitMs).kind).toBe("start-attempt");
    }
    expect(moveAfter(maxInterruptions, 1_000_000)).toMatchObject({
      kind: "give-up",
      attempt: maxInterruptions,
      failure: { kind: "broken-tool" },
    });
  });

  it("R11: counts only interruptions in a row", () => {
    const attempts = [1, 2, 3, 4].map(attempt);
    const bodies = [resolved, ...attempts, failed("2026-01-01T11:00:00.000Z", 4), ...[5, 6].map(attempt)];
    expect(next(readTool, bodies).kind).toBe("start-attempt");
  });

  it("has another key once a person changed what is sent", () => {
    const retried: RunEventBody = { type: "step-retried", stepId: id("a"), amended: step("a", readTool) };
    const bodies = [resolved, attempt(1), failed(null), retried, resolved];
    expect(next(readTool, bodies)).toEqual(start(readTool, 2, 2));
  });
});

describe("decideNext, for any events", () => {
  const anyBody = fc.constantFrom<RunEventBody[]>(
    resolved,
    attempt(1),
    attempt(2),
    failed(null),
    failed("2026-01-01T13:00:00.000Z"),
    granted(hashFor(sendTool)),
    granted("another"),
    { type: "step-failed", stepId: id("a"), failure },
    { type: "outcome-unknown", stepId: id("a"), attempt: 1, failure: null },
    {
      ...{ type: "outcome-uncertain", stepId: id("a"), attempt: 1, failure: null, looks: 2 },
      lookAt: "2026-01-01T11:00:00.000Z",
    },
    { type: "look-started", stepId: id("a"), attempt: 1, lookAt: "2026-01-01T11:00:00.000Z" },
    { type: "step-retried", stepId: id("a"), amended: null },
    { type: "run-paused" },
    { type: "run-resumed" },
    { type: "run-canceled", reason: "" },
  );

  it("A3, R2: never calls an irreversible tool without its approval, in a pause, after the end, or over an open attempt", () => {
    fc.assert(
      fc.property(fc.array(anyBody, { maxLength: 12 }), (bodies) => {
        const move = next(sendTool, bodies);
        if (move.kind !== "start-attempt") return;
        const run = runOf(bodies);
        const stepRun = run.steps.a;
        expect(stepRun?.approvedHash).toBe(hashFor(sendTool));
        expect(run.status === "paused" || run.status === "canceled").toBe(false);
        expect(stepRun?.attempts.every((one) => one.finishedAt !== null)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a condition", () => {
  const value: Reading = { kind: "output", stepId: id("b"), path: ["value"] };
  const test: Test = { value, of: "any", operator: "is", operand: "go" };
  const conditional = step("a", readTool, { condition: { match: "all", tests: [test] } });
  const plan = planOf([conditional, step("b", readTool)]);
  const done: RunEventBody = {
    type: "step-completed",
    stepId: id("b"),
    output: { value: "go" },
    receipt: null,
    source: "tool",
  };
  const decided = (holds: boolean): RunEventBody => ({
    type: "condition-decided",
    stepId: id("a"),
    holds,
    tests: [{ ...test, found: holds ? "go" : "stop", origin: "trusted", holds }],
    reason: holds ? "" : "No.",
  });

  it("is decided once what it reads is there, and before the inputs", () => {
    expect(next(readTool, [], { plan })).toEqual({ kind: "wait-for-steps", stepIds: ["b"] });
    expect(next(readTool, [done], { plan })).toEqual({ kind: "decide-condition" });
    expect(next(readTool, [done, decided(true)], { plan })).toEqual({ kind: "resolve-inputs" });
  });

  it("that does not hold ends the step; a step that reads it is skipped, one that is merely after it is not", () => {
    expect(next(readTool, [done, decided(false)], { plan })).toEqual({ kind: "finish", status: "skipped" });
    const wider = planOf([
      ...plan.steps,
      step("reader", readTool, { inputs: reads("a") }),
      step("later", readTool, { after: [id("a")] }),
    ]);
    const events = [done, decided(false)];
    expect(next(readTool, events, { plan: wider, stepId: id("reader") })).toEqual({
      kind: "skip",
      reason: 'It needs what "Step a" gives, which was skipped.',
    });
    expect(next(readTool, events, { plan: wider, stepId: id("later") })).toEqual({ kind: "resolve-inputs" });
  });

  it("whose step was skipped can't be decided, so its own step is skipped", () => {
    const skipped: RunEventBody = { type: "step-skipped", stepId: id("b"), reason: "" };
    expect(next(readTool, [skipped], { plan })).toMatchObject({ kind: "skip" });
  });
});

describe("a repeated step", () => {
  const repeat: Repeat = { over: { kind: "literal", value: ["x", "y"], origin: "person" }, limit: 5 };
  const inputs: Step["inputs"] = { name: { kind: "item", path: [] } };
  const plan = planOf([step("a", sendTool, { repeat, inputs })], { trustedWrites: [] });
  const items = (origin: "person" | "untrusted" = "person"): RunEventBody => ({
    type: "items-resolved",
    stepId: id("a"),
    items: ["x", "y"],
    provenance: { origin, sources: [{ origin }] },
  });
  const ofItem = (item: number, name: string): RunEventBody => ({
    type: "step-resolved",
    stepId: id("a"),
    item,
    inputs: { name },
    provenance: {},
  });
  const skip = (item: number): RunEventBody => ({ type: "step-skipped", stepId: id("a"), item, reason: "" });

  it("fixes its list, does what is left of it, and ends", () => {
    expect(next(sendTool, [], { plan })).toEqual({ kind: "resolve-items" });
    expect(next(sendTool, [items()], { plan })).toEqual({ kind: "do-items", items: [0, 1] });
    expect(next(sendTool, [items(), skip(0)], { plan })).toEqual({ kind: "do-items", items: [1] });
    expect(next(sendTool, [items(), skip(0), skip(1)], { plan })).toEqual({ kind: "end-items" });
  });

  it("gives every item an approval, a hash and a key of its own", () => {
    const moves = [0, 1].map((item) =>
      next(sendTool, [items(), ofItem(0, "x"), ofItem(1, "x")], { plan, item }),
    );
    expect(moves).toMatchObject([{ kind: "request-approval" }, { kind: "request-approval" }]);
    const [first, second] = moves.map((move) => (move.kind === "request-approval" ? move.contentHash : ""));
    expect(first).not.toBe(second);
    const approved: RunEventBody = {
      ...{ type: "approval-granted", stepId: id("a"), item: 1, approvalId },
      ...{ approvedHash: second ?? "", editedInputs: null },
    };
    const events = [items(), ofItem(0, "x"), ofItem(1, "x"), approved];
    expect(next(sendTool, events, { plan, item: 1 })).toMatchObject({
      kind: "start-attempt",
      idempotencyKey: `${runId}:a:1:1`,
    });
    // A3: what was approved for one item is approved for no other, though the inputs be the same.
    const borrowed: RunEventBody[] = [items(), ofItem(0, "x"), ofItem(1, "x"), { ...approved, item: 0 }];
    expect(next(sendTool, borrowed, { plan, item: 0 })).toMatchObject({ kind: "request-approval" });
  });

  it("A2: asks before a trusted write whose number outside content decides", () => {
    const trusting = planOf([step("a", postTool, { repeat, inputs })], { trustedWrites: [postTool.id] });
    const move = (origin: "person" | "untrusted") =>
      next(postTool, [items(origin), ofItem(0, "x")], { plan: trusting, item: 0 });
    expect(move("person")).toMatchObject({ kind: "start-attempt" });
    expect(move("untrusted")).toMatchObject({
      kind: "request-approval",
      reasons: ["How often it is done is decided by outside content."],
    });
  });

  it("decides a condition on the item for each item, and any other once", () => {
    const test = { of: "any", operator: "is", operand: "x" } as const;
    const onItem = {
      match: "all",
      tests: [{ ...test, value: { kind: "item", path: [] } }],
    } satisfies Step["condition"];
    const each = planOf([step("a", sendTool, { repeat, inputs, condition: onItem })]);
    expect(next(sendTool, [], { plan: each })).toEqual({ kind: "resolve-items" });
    expect(next(sendTool, [items()], { plan: each, item: 0 })).toEqual({ kind: "decide-condition" });
    const value: Reading = { kind: "output", stepId: id("b"), path: ["value"] };
    const once = planOf([
      step("a", sendTool, { repeat, inputs, condition: { match: "all", tests: [{ ...test, value }] } }),
      step("b", readTool),
    ]);
    const done: RunEventBody = {
      ...{ type: "step-completed", stepId: id("b"), output: { value: "x" } },
      ...{ receipt: null, source: "tool" },
    };
    expect(next(sendTool, [done], { plan: once })).toEqual({ kind: "decide-condition" });
    expect(next(sendTool, [done, items()], { plan: once, item: 0 })).toEqual({ kind: "resolve-inputs" });
  });
});
