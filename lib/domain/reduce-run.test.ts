import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Check, Observation } from "./expectation";
import { newId, planIdSchema, runIdSchema, stepIdSchema, toolIdSchema } from "./ids";
import type { Step } from "./plan";
import { interruptedFailure, reduceRun } from "./reduce-run";
import { isFinishedRun, openAttempt, type Run, type StepRun, stepRunOf } from "./run";
import type { RunEvent, RunEventBody } from "./run-event";
import type { ToolFailure } from "./tool-error";

const runId = runIdSchema.parse("run_0000000000000000");
const planId = planIdSchema.parse("plan_0000000000000000");
const a = stepIdSchema.parse("a");
const b = stepIdSchema.parse("b");
const approvalId = newId("approval");
const questionId = newId("question");
const failure: ToolFailure = { kind: "transient", message: "down", evidence: null };

/** The time of the event with this number. */
const at = (seq: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seq)).toISOString();
const numbered = (bodies: RunEventBody[]): RunEvent[] =>
  bodies.map((body, index) => ({ runId, seq: index + 1, at: at(index + 1), body }));

const queued: RunEventBody = { type: "run-queued", planId, planRevision: 3 };
const started: RunEventBody = { type: "run-started", executorId: "worker-1/1" };
const resolved: RunEventBody = {
  type: "step-resolved",
  stepId: a,
  inputs: { to: "x", body: "y" },
  provenance: {
    to: { origin: "untrusted", sources: [] },
    body: { origin: "untrusted", sources: [{ origin: "untrusted", stepId: b }] },
  },
};
const card = {
  goal: "",
  stepTitle: "",
  toolId: toolIdSchema.parse("test.send"),
  toolTitle: "",
  toolVersion: "",
  icon: "",
  effect: "irreversible",
  undo: { kind: "none" },
  inputSchema: {},
  inputs: {},
  provenance: {},
  connection: null,
  reasons: [],
} as const satisfies Extract<RunEventBody, { type: "approval-requested" }>["card"] | object;
const requested: RunEventBody = {
  type: "approval-requested",
  stepId: a,
  approvalId,
  contentHash: "hash",
  card: { ...card, reasons: [] },
};
const granted: RunEventBody = {
  type: "approval-granted",
  stepId: a,
  approvalId,
  approvedHash: "hash",
  editedInputs: null,
};
const attempt = (number = 1): RunEventBody => ({
  type: "attempt-started",
  stepId: a,
  attempt: number,
  inputs: { to: "x", body: "y" },
});
const completed: RunEventBody = {
  type: "step-completed",
  stepId: a,
  output: { ok: true },
  receipt: null,
  source: "tool",
};
const failed: RunEventBody = { type: "attempt-failed", stepId: a, attempt: 1, failure, retryAt: null };
const unknown: RunEventBody = { type: "outcome-unknown", stepId: a, attempt: 1, failure: null };
const canceled: RunEventBody = { type: "run-canceled", reason: "enough" };
const retried: RunEventBody = { type: "step-retried", stepId: a, amended: null };
const amended: Step = {
  id: a,
  title: "A",
  toolId: toolIdSchema.parse("test.other"),
  inputs: {},
  after: [],
  why: { words: "", reason: "" },
  position: null,
};

/** The run after these events. */
function run(...bodies: RunEventBody[]): Run {
  const state = reduceRun(numbered([queued, started, ...bodies]));
  if (!state) throw new Error("no run");
  return state;
}
const stepA = (...bodies: RunEventBody[]): StepRun => stepRunOf(run(...bodies), a);

describe("reduceRun", () => {
  it("begins with the event that queues the run", () => {
    expect(reduceRun([])).toBeNull();
    expect(reduceRun(numbered([started]))).toBeNull();
    expect(reduceRun(numbered([queued]))).toEqual({
      id: runId,
      planId,
      rerun: null,
      rollback: null,
      trigger: null,
      given: [],
      planRevision: 3,
      status: "queued",
      reason: null,
      executorId: null,
      queuedAt: at(1),
      startedAt: null,
      finishedAt: null,
      seq: 1,
      steps: {},
    });
  });

  it("knows the worker it belongs to, also after another took it over", () => {
    const second: RunEventBody = { type: "run-started", executorId: "worker-2/1" };
    expect(run(second)).toMatchObject({
      status: "running",
      executorId: "worker-2/1",
      startedAt: at(2),
      seq: 3,
    });
  });

  it("follows a step through approval and call", () => {
    expect(stepA(resolved)).toMatchObject({ status: "running", inputs: { to: "x" }, startedAt: at(3) });
    expect(stepA(resolved, requested)).toMatchObject({ status: "waiting-approval", contentHash: "hash" });
    expect(run(resolved, requested).status).toBe("waiting");
    expect(stepA(resolved, requested, granted)).toMatchObject({ status: "running", approvedHash: "hash" });
    expect(openAttempt(stepA(resolved, attempt()))?.attempt).toBe(1);
    expect(stepA(resolved, attempt(), completed)).toEqual({
      stepId: a,
      item: null,
      condition: null,
      repeated: null,
      status: "completed",
      revision: 3,
      takenFrom: null,
      repairs: [],
      amended: null,
      inputs: { to: "x", body: "y" },
      provenance: resolved.type === "step-resolved" ? resolved.provenance : {},
      attempts: [
        {
          ...{
            attempt: 1,
            startedAt: at(4),
            finishedAt: at(5),
            inputs: { to: "x", body: "y" },
            failure: null,
          },
          progress: null,
          cost: null,
        },
      ],
      tries: 1,
      generation: 1,
      approvedHash: null,
      startedAt: at(3),
      finishedAt: at(5),
      output: { ok: true },
      receipt: null,
      source: "tool",
      observation: null,
    });
  });

  it("keeps what was not as expected for a person, who goes on with it or has it done once more", () => {
    const check: Check = {
      ...{ path: ["rows"], of: "any", operator: "is-not-empty", operand: null, holds: false },
    };
    const observation: Observation = { verdict: "not-met", source: "usual", checks: [check] };
    const given = { output: { rows: [] }, receipt: null };
    const unexpected: RunEventBody = {
      ...{ type: "step-unexpected", stepId: a },
      ...given,
      observation,
    };
    const accepted: RunEventBody = { type: "step-accepted", stepId: a };
    const again: RunEventBody = { type: "step-retried", stepId: a, amended: null };
    const called = [resolved, requested, granted, attempt()];
    expect(stepA(...called, unexpected)).toMatchObject({ status: "unexpected", ...given, finishedAt: null });
    expect(run(...called, unexpected).status).toBe("waiting");
    expect(openAttempt(stepA(...called, unexpected))).toBeNull();
    expect(stepA(...called, unexpected, accepted)).toMatchObject({
      ...{ status: "completed", ...given, source: "tool", observation, finishedAt: at(8) },
    });
    // What was approved has been done: doing it once more is another call, and asks anew.
    expect(stepA(...called, unexpected, again)).toMatchObject({
      ...{ status: "pending", generation: 2, approvedHash: null },
    });
    expect(stepA(...called, completed, accepted)).toMatchObject({
      status: "completed",
      output: { ok: true },
    });
    const canceled: RunEventBody = { type: "run-canceled", reason: "enough" };
    expect(stepA(...called, unexpected, canceled)).toMatchObject({ status: "unexpected", ...given });
  });

  it("takes edited inputs as the person's, and the call as another one", () => {
    const edited: RunEventBody = {
      ...granted,
      type: "approval-granted",
      editedInputs: { to: "z", body: "y" },
    } as RunEventBody;
    expect(stepA(resolved, requested, edited)).toMatchObject({
      inputs: { to: "z", body: "y" },
      provenance: {
        to: { origin: "person", sources: [{ origin: "person" }] },
        body: { origin: "untrusted", sources: [{ origin: "untrusted", stepId: b }] },
      },
      generation: 2,
    });
  });

  it("A3: forgets what was approved when it is asked anew", () => {
    expect(stepA(resolved, requested, granted, requested).approvedHash).toBeNull();
  });

  it("tells a failure that is tried again from one that waits for a person", () => {
    const again: RunEventBody = { ...failed, retryAt: at(50) } as RunEventBody;
    expect(stepA(resolved, attempt(), again)).toMatchObject({ status: "retrying", retryAt: at(50), failure });
    expect(run(resolved, attempt(), again).status).toBe("running");
    expect(stepA(resolved, attempt(), failed)).toMatchObject({ status: "failed", failure, finishedAt: null });
    expect(run(resolved, attempt(), failed).status).toBe("waiting");
  });

  it("closes an attempt that was cut off; the tries since a person last acted don't count it", () => {
    const step = stepA(resolved, attempt(1), attempt(2));
    expect(step.attempts.map((one) => one.failure)).toEqual([interruptedFailure, null]);
    expect(step.tries).toBe(1);
    const again: RunEventBody = { ...failed, retryAt: at(50) } as RunEventBody;
    expect(stepA(resolved, attempt(1), again, attempt(2)).tries).toBe(2);
    expect(stepA(resolved, attempt(1), failed, retried, attempt(2)).tries).toBe(1);
  });

  it("keeps the approval for the retry of a failure, not of an unknown outcome, nor of a changed step", () => {
    const approved = [resolved, requested, granted, attempt()];
    expect(stepA(...approved, failed, retried)).toMatchObject({
      status: "pending",
      approvedHash: "hash",
      inputs: { to: "x" },
      generation: 1,
    });
    expect(stepA(...approved, unknown, retried)).toMatchObject({ approvedHash: null, generation: 1 });
    expect(stepA(...approved, failed, { type: "step-retried", stepId: a, amended })).toMatchObject({
      status: "pending",
      approvedHash: null,
      inputs: null,
      provenance: {},
      amended,
      generation: 2,
    });
  });

  it("is waiting only when nothing works and a person is needed", () => {
    const other: RunEventBody = { ...resolved, type: "step-resolved", stepId: b } as RunEventBody;
    expect(run(resolved, requested, other).status).toBe("running");
    const denied: RunEventBody = { type: "approval-denied", stepId: a, approvalId, reason: "no" };
    expect(run(resolved, requested, denied).status).toBe("running");
  });

  it("stays paused whatever its steps do, and is queued again when it never started", () => {
    const paused: RunEventBody = { type: "run-paused" };
    const resumed: RunEventBody = { type: "run-resumed" };
    expect(run(paused, resolved, requested).status).toBe("paused");
    expect(run(paused, resolved, requested, resumed).status).toBe("waiting");
    expect(reduceRun(numbered([queued, paused, started]))?.status).toBe("paused");
    expect(reduceRun(numbered([queued, paused, resumed]))?.status).toBe("queued");
  });

  it("ends what is open when it ends, and keeps what failed or may have happened", () => {
    const asked: RunEventBody = { type: "question-asked", stepId: b, questionId, question: "?", options: [] };
    expect(stepRunOf(run(asked, canceled), b)).toMatchObject({ status: "canceled", finishedAt: at(4) });
    expect(stepA(resolved, attempt(), failed, canceled).status).toBe("failed");
    expect(stepA(resolved, attempt(), unknown, canceled).status).toBe("outcome-unknown");
    expect(stepRunOf(run(canceled), b).status).toBe("canceled");
    expect(stepRunOf(run(), b).status).toBe("pending");
  });

  it("R2: keeps what was looked up of a call of unknown outcome, until it is known", () => {
    const uncertain: RunEventBody = {
      ...{ type: "outcome-uncertain", stepId: a, attempt: 1, failure, lookAt: at(9), looks: 2 },
    };
    const begun: RunEventBody = { type: "look-started", stepId: a, attempt: 1, lookAt: at(12) };
    const look = {
      ...{ by: { toolId: toolIdSchema.parse("test.list"), title: "List" }, inputs: { reference: "R" } },
      answer: { kind: "not-found" as const, seen: 2 },
    };
    const looked: RunEventBody = { type: "outcome-looked-up", stepId: a, attempt: 1, look };
    const looking = [resolved, attempt(), uncertain, begun, looked];
    expect(run(...looking).status).toBe("running");
    expect(stepA(...looking)).toMatchObject({
      ...{
        status: "looking-up",
        left: 1,
        lookAt: at(12),
        failure,
        byPerson: false,
        looks: [{ ...look, at: at(7) }],
      },
      attempts: [{ failure, finishedAt: at(5) }],
    });
    expect(stepA(...looking, begun)).toMatchObject({ left: 0 });
    // Nobody has to look any more, and nobody may think that nothing has happened.
    expect(stepA(...looking, canceled)).toMatchObject({
      status: "outcome-unknown",
      failure,
      looks: [{ at: at(7) }],
    });
    const asked = [...looking, { ...unknown, failure } as RunEventBody];
    expect(run(...asked).status).toBe("waiting");
    expect(stepA(...asked, { ...uncertain, byPerson: true }, looked)).toMatchObject({
      ...{ status: "looking-up", byPerson: true, looks: [{ at: at(7) }, { at: at(10) }] },
    });
    const found: RunEventBody = { ...completed, source: "look-up" } as RunEventBody;
    expect(stepA(...looking, found)).toMatchObject({ status: "completed", source: "look-up" });
    expect(stepA(...looking, found, begun, looked).status).toBe("completed");
  });

  it("R2: records what a call came to after the run had ended, and starts nothing because of it", () => {
    const late = [resolved, attempt(), canceled];
    expect(stepA(...late, completed)).toMatchObject({ status: "completed", output: { ok: true } });
    expect(stepA(...late, unknown).status).toBe("outcome-unknown");
    const again: RunEventBody = { ...failed, retryAt: at(50) } as RunEventBody;
    const step = stepA(...late, again);
    expect([step.status, step.attempts[0]?.failure]).toEqual(["canceled", failure]);
    expect(run(...late, completed).status).toBe("canceled");
  });

  it("keeps the last a call said of its progress, and nothing that comes when the call has ended", () => {
    const progressed = (done: number): RunEventBody => ({
      ...{ type: "attempt-progressed", stepId: a, attempt: 1, progress: { done, total: 4, message: null } },
    });
    const calling = [resolved, attempt(), progressed(1), progressed(2)];
    expect(openAttempt(stepA(...calling))?.progress?.done).toBe(2);
    expect(stepA(...calling, completed, progressed(3)).attempts[0]?.progress?.done).toBe(2);
  });

  it("goes on with the call when a question asked in the middle of it is answered or taken back", () => {
    const form = { kind: "page", url: "https://example.com" } as const;
    const asked: RunEventBody = {
      ...{ type: "question-asked", stepId: a, questionId, question: "?", options: [] },
      form,
    };
    const waiting = [resolved, attempt(), asked];
    expect(stepA(...waiting)).toMatchObject({ status: "waiting-answer", form });
    expect(openAttempt(stepA(...waiting))?.attempt).toBe(1);
    for (const body of [
      { type: "question-answered", stepId: a, questionId, answer: { action: "decline" } },
      { type: "question-withdrawn", stepId: a, questionId },
    ] satisfies RunEventBody[]) {
      expect(stepA(...waiting, body).status).toBe("running");
      expect(openAttempt(stepA(...waiting, body))?.attempt).toBe(1);
    }
  });

  it("takes a step's name for a name, whatever it is", () => {
    const odd = stepIdSchema.parse("constructor");
    expect(stepRunOf(run(), odd).status).toBe("pending");
    expect(stepRunOf(run({ ...completed, stepId: odd } as RunEventBody), odd).status).toBe("completed");
  });
});

describe("reduceRun, of a plan that changes on the way", () => {
  const revised: RunEventBody[] = [
    { type: "plan-revised", planRevision: 4, repair: { stepId: a, key: "k", title: "Use another" } },
    { type: "step-revised", stepId: a },
  ];

  it("begins a changed step anew: nothing that was resolved or approved for it holds any more", () => {
    const before = [resolved, requested, granted, attempt(), { ...failed, retryAt: null } as RunEventBody];
    const after = run(...before, ...revised);
    expect(after.planRevision).toBe(4);
    expect(stepRunOf(after, a)).toMatchObject({
      ...{ status: "pending", revision: 4, generation: 2, inputs: null, approvedHash: null, tries: 0 },
      attempts: [{ attempt: 1, failure }],
      repairs: [{ key: "k", title: "Use another", outcome: "taken" }],
    });
  });

  it("leaves what has ended, and what did not change, as it is", () => {
    const done = run(resolved, attempt(), completed, ...revised);
    expect(stepRunOf(done, a)).toMatchObject({ status: "completed", revision: 3 });
    const other = run(resolved, requested, granted, { type: "plan-revised", planRevision: 4 });
    expect(stepRunOf(other, a)).toMatchObject({ status: "running", revision: 3, approvedHash: "hash" });
    expect(stepRunOf(other, b).revision).toBe(4);
  });

  it("forgets a step that was dropped, and waits for nobody because of it", () => {
    const after = run(
      started,
      { type: "step-failed", stepId: b, failure },
      { type: "step-dropped", stepId: b },
    );
    expect(after.steps.b).toBeUndefined();
    expect(after.status).toBe("running");
  });

  it("keeps what was approved for a step that is put off", () => {
    const postponed: RunEventBody = { type: "step-postponed", stepId: a, until: at(50) };
    const after = run(
      resolved,
      requested,
      granted,
      attempt(),
      { ...failed, retryAt: null } as RunEventBody,
      postponed,
    );
    expect(stepRunOf(after, a)).toMatchObject({ status: "retrying", retryAt: at(50), approvedHash: "hash" });
  });
});

const anyBody: fc.Arbitrary<RunEventBody> = fc.constantFrom<RunEventBody[]>(
  { type: "outcome-uncertain", stepId: a, attempt: 1, failure: null, lookAt: at(9), looks: 2 },
  { type: "look-started", stepId: a, attempt: 1, lookAt: at(9) },
  started,
  { type: "run-paused" },
  { type: "run-resumed" },
  { type: "run-completed" },
  { type: "run-failed", reason: "no" },
  canceled,
  resolved,
  requested,
  granted,
  { type: "approval-denied", stepId: a, approvalId, reason: "no" },
  { type: "question-asked", stepId: b, questionId, question: "?", options: [] },
  { type: "question-withdrawn", stepId: b, questionId },
  {
    ...{ type: "attempt-progressed", stepId: a, attempt: 1 },
    progress: { done: 1, total: null, message: null },
  },
  { type: "question-answered", stepId: b, questionId, answer: "!" },
  attempt(1),
  attempt(2),
  failed,
  { ...failed, retryAt: at(50) } as RunEventBody,
  { type: "step-failed", stepId: b, failure },
  unknown,
  completed,
  { type: "step-skipped", stepId: b, reason: "no" },
  retried,
  { type: "step-retried", stepId: a, amended },
  { type: "step-postponed", stepId: a, until: at(50) },
  { type: "plan-revised", planRevision: 4 },
  { type: "plan-revised", planRevision: 5, repair: { stepId: a, key: "k", title: "t" } },
  { type: "repair-denied", repair: { stepId: a, key: "k", title: "t" }, reason: "" },
  { type: "step-revised", stepId: a },
  { type: "step-dropped", stepId: b },
);

describe("reduceRun, for any events", () => {
  const anyEvents = fc.array(anyBody, { maxLength: 40 }).map((bodies) => numbered([queued, ...bodies]));

  it("gives the same whether folded at once or bit by bit, with repeats", () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(), (events, cut) => {
        const middle = cut % (events.length + 1);
        const half = reduceRun(events.slice(0, middle));
        const overlap = Math.max(0, middle - 3);
        expect(reduceRun(events.slice(overlap), half)).toEqual(reduceRun(events));
      }),
    );
  });

  it("never leaves the end once the run has ended, and never has two attempts open", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let state: Run | null = null;
        for (const event of events) {
          const before: Run | null = state;
          state = reduceRun([event], before);
          if (before && isFinishedRun(before)) {
            expect([state?.status, state?.reason]).toEqual([before.status, before.reason]);
          }
          for (const step of Object.values(state?.steps ?? {})) {
            expect(step.attempts.filter((one) => one.finishedAt === null).length).toBeLessThanOrEqual(1);
          }
          expect(state?.seq).toBe(event.seq);
        }
      }),
    );
  });
});
