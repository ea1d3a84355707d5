import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inboxCounts, needsAttention } from "@/lib/db/inbox";
import { findPlan } from "@/lib/db/plans";
import { pendingQuestions } from "@/lib/db/questions";
import { subscribeRunEvents } from "@/lib/db/run-feed";
import { listEvents } from "@/lib/db/runs";
import type { Expectation } from "@/lib/domain/expectation";
import type { Json } from "@/lib/domain/json";
import type { RunEvent } from "@/lib/domain/run-event";
import { answerQuestion } from "@/lib/flow/answer-question";
import { controlRun } from "@/lib/flow/control-run";
import { recoverStep } from "@/lib/flow/recover-step";
import { startRun } from "@/lib/flow/start-run";
import { waited } from "@/lib/testing/idle-time";
import {
  ended,
  id,
  literal,
  output,
  runWhen,
  startPlan,
  statuses,
  step,
  stepWhen,
  storePlan,
} from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { askTool, fetchTool, keyedTool, postTool, readTool, slowTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

const wantsPage: Expectation = { path: ["page"], of: "any", operator: "is-not-empty", operand: null };
const trusted = { trustedWrites: [keyedTool.id, postTool.id] };

describe("the steps of a run", () => {
  it("go from the first to the last, each with what the ones before gave", async () => {
    service.on("a", () => ({ output: { value: "from a" } }));
    const runId = await startPlan([
      step("a", readTool),
      step("b", readTool, { body: output("a") }),
      step("c", readTool, { body: { kind: "template", parts: ["<", output("b"), ">"] } }),
    ]);
    const run = await ended(runId);
    expect({ status: run.status, steps: statuses(run) }).toEqual({
      status: "completed",
      steps: { a: "completed", b: "completed", c: "completed" },
    });
    expect(service.calls.map((call) => call.input)).toEqual([
      { name: "a" },
      { name: "b", body: "from a" },
      { name: "c", body: "<b>" },
    ]);
  });

  it("run side by side when they don't depend on each other", async () => {
    const names = ["a", "b", "c", "d"];
    // None is answered before all have been called.
    const everyCall = Promise.withResolvers<void>();
    service.on("slow", async (_call, count) => {
      if (count === names.length) everyCall.resolve();
      await everyCall.promise;
      return { output: { value: "done" } };
    });
    const runId = await startPlan([
      ...names.map((name) => step(name, readTool, { name: literal("slow") })),
      step("last", readTool, {}, names),
    ]);
    await ended(runId);
    expect(service.mostAtOnce).toBe(4);
    expect(service.calls.at(-1)?.name).toBe("last");
  });

  it("start soon after the run does", async () => {
    const { ms } = await waited(async () => ended(await startPlan([step("a", readTool)])));
    expect(ms).toBeLessThan(5000);
  });

  it("many runs go at once", async () => {
    const runIds = await Promise.all(
      Array.from({ length: 50 }, () =>
        startPlan([step("a", readTool), step("b", keyedTool, { body: output("a") })], trusted),
      ),
    );
    const runs = await Promise.all(runIds.map((runId) => ended(runId)));
    expect(new Set(runs.map((run) => run.status))).toEqual(new Set(["completed"]));
    expect(service.calls).toHaveLength(100);
  });

  it("R12: are told as events without gap or duplicate, from wherever one listens", async () => {
    const runId = await startPlan([step("a", readTool), step("b", readTool, { body: output("a") })]);
    const until = AbortSignal.timeout(10_000);
    const heard: RunEvent[] = [];
    for await (const event of subscribeRunEvents(runId, 0, until)) {
      heard.push(event);
      if (event.body.type === "run-completed") break;
    }
    const rest: RunEvent[] = [];
    for await (const event of subscribeRunEvents(runId, 3, until)) {
      rest.push(event);
      if (event.body.type === "run-completed") break;
    }
    expect(heard.map((event) => event.seq)).toEqual(heard.map((_, index) => index + 1));
    expect(rest).toEqual(heard.slice(3));
    expect(heard).toEqual(await listEvents(runId));
  });
});

describe("a call that fails", () => {
  it("is tried again while its failure passes, with the same idempotency key", async () => {
    service.on("a", (_call, count) =>
      count < 3 ? { error: { kind: "transient", message: "not yet" } } : { output: { value: "yes" } },
    );
    const runId = await startPlan([step("a", keyedTool)], trusted);
    const run = await ended(runId);
    expect(run.steps.a).toMatchObject({
      status: "completed",
      attempts: [{ failure: { message: "not yet" } }, { failure: { message: "not yet" } }, { failure: null }],
    });
    expect(service.calls.map((call) => call.key)).toEqual(Array(3).fill(`${runId}:a:1`));
  });

  it("waits as long as the service asks", async () => {
    service.on("a", (_call, count) =>
      count < 2
        ? { error: { kind: "quota", message: "slow down", evidence: { headers: { "retry-after": "1" } } } }
        : { output: { value: "yes" } },
    );
    const runId = await startPlan([step("a", readTool)]);
    await ended(runId);
    const [first, second] = service.calls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(990);
  });

  it("waits for a person once the tool's limit is reached, and goes on when tried again", async () => {
    service.on("a", (_call, count) =>
      count < 4
        ? { error: { kind: "transient", message: "down", evidence: { status: 503 } } }
        : { output: { value: "up" } },
    );
    const runId = await startPlan([step("a", readTool), step("b", readTool, { body: output("a") })]);
    const failed = await stepWhen(runId, "a", "failed");
    expect(failed.failure).toEqual({ kind: "transient", message: "down", evidence: { status: 503 } });
    expect(service.count("a")).toBe(3);
    expect((await runWhen(runId, (run) => run.status === "waiting")).status).toBe("waiting");
    expect(await needsAttention()).toMatchObject([
      { runId, stepId: "a", stepTitle: "Step a", status: "failed", failure: failed.failure },
    ]);
    expect(await inboxCounts()).toEqual({ approvals: 0, questions: 0, attention: 1 });
    expect(await recoverStep({ runId, stepId: id("a"), recovery: { kind: "retry" } })).toMatchObject({
      kind: "done",
    });
    expect((await ended(runId)).status).toBe("completed");
    expect(await needsAttention()).toEqual([]);
  });

  it("is not tried again when trying can't help", async () => {
    service.on("a", () => ({ error: { kind: "bad-input", message: "no such place" } }));
    const runId = await startPlan([step("a", readTool)]);
    await stepWhen(runId, "a", "failed");
    expect(service.count("a")).toBe(1);
  });

  it("R8: ends by its timeout, and its neighbours don't notice", async () => {
    service.on("a", () => new Promise(() => {}));
    const runId = await startPlan([step("a", slowTool), step("b", readTool)]);
    const failed = await stepWhen(runId, "a", "failed");
    expect(failed.failure).toEqual({
      kind: "timeout",
      message: '"Tool test.slow" did not answer within 0.3 s.',
      evidence: { place: service.url },
    });
    expect(service.count("a")).toBe(2);
    expect((await stepWhen(runId, "b", "completed")).output).toEqual({ value: "b" });
  });

  it("shows an output that does not fit as the tool's fault", async () => {
    service.on("a", () => ({ output: { wrong: 1 } }));
    const runId = await startPlan([step("a", readTool)]);
    expect((await stepWhen(runId, "a", "failed")).failure).toMatchObject({
      kind: "broken-tool",
      message: 'What "Tool test.read" came back with does not fit its description: "value" is missing.',
    });
  });

  it("keeps characters the database can't store from doing harm", async () => {
    service.on("a", () => ({ output: { value: "nul \u0000 half \ud83d" } }));
    const runId = await startPlan([step("a", readTool), step("b", readTool, { body: output("a") })]);
    expect((await ended(runId)).status).toBe("completed");
    expect(service.calls[1]?.input.body).toBe("nul \ufffd half \ufffd");
  });

  it("R11: of a tool that throws what it should not is a failure like any other", async () => {
    service.on("a", () => ({ fault: "Cannot read properties of undefined" }));
    const runId = await startPlan([step("a", readTool), step("b", readTool)]);
    expect((await stepWhen(runId, "a", "failed")).failure.kind).toBe("broken-tool");
    await stepWhen(runId, "b", "completed");
  });

  it("R2: is left to a person when its effect may have taken place and can't be repeated", async () => {
    service.on("a", () => ({
      error: { kind: "transient", message: "reset after sending", effectUncertain: true },
    }));
    const runId = await startPlan([step("a", postTool), step("b", readTool, {}, ["a"])], trusted);
    const unknown = await stepWhen(runId, "a", "outcome-unknown");
    expect(unknown.failure?.message).toBe("reset after sending");
    expect(service.count("a")).toBe(1);
    const confirmed = await recoverStep({ runId, stepId: id("a"), recovery: { kind: "confirm-completed" } });
    expect(confirmed.kind).toBe("done");
    const run = await ended(runId);
    expect(run.steps.a).toMatchObject({ status: "completed", source: "person", output: null });
    expect(service.count("a")).toBe(1);
  });

  it("R2: that took place has the output that a person says, and readers go on with it", async () => {
    service.on("a", () => ({
      error: { kind: "transient", message: "reset after sending", effectUncertain: true },
    }));
    const reads = { body: output("a", "page") };
    const expected = { ...step("a", postTool), expect: [wantsPage] };
    const runId = await startPlan([expected, step("b", readTool, reads)], trusted);
    await stepWhen(runId, "a", "outcome-unknown");
    const say = (said: Json) =>
      recoverStep({ runId, stepId: id("a"), recovery: { kind: "confirm-completed", output: said } });
    // What its tool can't have given is refused, and nothing has changed.
    const wrongs: Json[] = [{ page: 7 }, { other: "x" }, "page 7", { page: "x".repeat(300 * 1024) }];
    for (const wrong of wrongs) {
      expect([wrong, (await say(wrong)).kind]).toEqual([wrong, "refused"]);
    }
    expect(service.count("b")).toBe(0);
    // An expectation of the person's is theirs to let go.
    expect((await say({ page: "" })).kind).toBe("done");
    expect(await stepWhen(runId, "a", "unexpected")).toMatchObject({
      source: "person",
      output: { page: "" },
    });

    const other = await startPlan([expected, step("b", readTool, reads)], trusted);
    await stepWhen(other, "a", "outcome-unknown");
    const recovery = { kind: "confirm-completed", output: { page: "page 7" } } as const;
    expect((await recoverStep({ runId: other, stepId: id("a"), recovery })).kind).toBe("done");
    const run = await ended(other);
    expect(run.steps.a).toMatchObject({ source: "person", output: { page: "page 7" }, receipt: null });
    expect(run.steps.a).toMatchObject({ observation: { verdict: "met" } });
    expect(run.steps.b).toMatchObject({
      status: "completed",
      inputs: { body: "page 7" },
      provenance: { body: { origin: "person" } },
    });
    expect(service.count("a")).toBe(2);
    await recoverStep({ runId, stepId: id("a"), recovery: { kind: "accept" } });
    expect((await ended(runId)).steps.a).toMatchObject({ status: "completed", source: "person" });
  });

  it("R2: is tried again where nothing can have been sent", async () => {
    service.on("a", (_call, count) =>
      count < 2 ? { error: { kind: "transient", message: "refused" } } : { output: { value: "sent" } },
    );
    const runId = await startPlan([step("a", postTool)], trusted);
    expect((await ended(runId)).status).toBe("completed");
  });
});

describe("a failed step", () => {
  const failing = async () => {
    service.on("wrong", () => ({ error: { kind: "bad-input", message: "no" } }));
    const runId = await startPlan([
      step("a", readTool, { name: literal("wrong") }),
      step("b", readTool, { body: output("a") }),
      step("c", readTool, {}, ["a"]),
    ]);
    await stepWhen(runId, "a", "failed");
    return runId;
  };

  it("runs with what a person changed", async () => {
    const runId = await failing();
    const recovery = { kind: "edit", inputs: { name: literal("right") } } as const;
    expect(await recoverStep({ runId, stepId: id("a"), recovery })).toMatchObject({ kind: "done" });
    const run = await ended(runId);
    expect(run.status).toBe("completed");
    expect(service.calls.map((call) => [call.name, call.key])).toContainEqual(["right", `${runId}:a:2`]);
  });

  it("is not changed into something that can't run", async () => {
    const runId = await failing();
    const stepId = id("a");
    const missing = await recoverStep({ runId, stepId, recovery: { kind: "edit", inputs: {} } });
    expect(missing).toMatchObject({ kind: "refused", problems: [{ code: "missing-input", input: "name" }] });
    const inputs = { name: output("b") };
    const cycle = await recoverStep({ runId, stepId, recovery: { kind: "edit", inputs } });
    expect(cycle.kind).toBe("refused");
  });

  it("runs with another tool", async () => {
    const runId = await failing();
    const recovery = { kind: "swap", toolId: fetchTool.id, inputs: { name: literal("other") } } as const;
    await recoverStep({ runId, stepId: id("a"), recovery });
    const run = await ended(runId);
    const plan = await findPlan(run.planId, run.planRevision);
    expect(plan).toMatchObject({ revision: 2, steps: [{ id: "a", toolId: fetchTool.id }, {}, {}] });
    // What comes from the other tool is as trusted as that tool is.
    expect(run.steps.b?.provenance.body?.origin).toBe("untrusted");
  });

  it("is skipped with the steps that read it; those that only come after go on", async () => {
    const runId = await failing();
    await recoverStep({ runId, stepId: id("a"), recovery: { kind: "skip" } });
    const run = await ended(runId);
    expect(statuses(run)).toEqual({ a: "skipped", b: "skipped", c: "completed" });
    expect(run.steps.b).toMatchObject({ reason: 'It needs what "Step a" gives, which was skipped.' });
    expect(run.status).toBe("completed");
  });

  it("ends the run when a person stops it", async () => {
    const runId = await failing();
    await recoverStep({ runId, stepId: id("a"), recovery: { kind: "stop" } });
    const run = await ended(runId);
    expect({ status: run.status, reason: run.reason }).toEqual({
      status: "failed",
      reason: 'Stopped at "Step a": no',
    });
    expect(run.steps.a?.status).toBe("failed");
  });

  it("is recovered once, whoever else tries", async () => {
    const runId = await failing();
    const recovery = { kind: "skip" } as const;
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => recoverStep({ runId, stepId: id("a"), recovery })),
    );
    expect(outcomes.filter((outcome) => outcome.kind === "done")).toHaveLength(1);
  });
});

describe("control", () => {
  it("cancels: a call under way is aborted, and nothing else starts", async () => {
    service.on("a", () => new Promise(() => {}));
    const runId = await startPlan([
      step("a", readTool),
      step("b", readTool, {}, ["a"]),
      step("q", askTool, { question: literal("Which?") }),
    ]);
    await stepWhen(runId, "q", "waiting-answer");
    await service.called("a");
    const outcome = await controlRun({ runId, action: "cancel", reason: "changed my mind" });
    expect(outcome).toMatchObject({ kind: "done", run: { status: "canceled", reason: "changed my mind" } });
    await service.abortedCall("a");
    expect(await pendingQuestions({ runId })).toEqual([]);
    expect(await controlRun({ runId, action: "cancel" })).toMatchObject({ kind: "conflict" });
    const run = await runWhen(runId, (now) => now.steps.a?.attempts[0]?.finishedAt !== null);
    expect(statuses(run)).toEqual({ a: "canceled", q: "canceled" });
    expect(service.count("b")).toBe(0);
  });

  it("R2: says of a call it aborted that nobody knows, when the effect can have taken place", async () => {
    service.on("a", () => new Promise(() => {}));
    const runId = await startPlan([step("a", postTool)], trusted);
    await service.called("a");
    await controlRun({ runId, action: "cancel" });
    const unknown = await stepWhen(runId, "a", "outcome-unknown");
    expect(unknown.failure?.message).toBe("The call was broken off because the run had ended.");
  });

  it("pauses: what is under way ends, nothing starts until it is resumed", async () => {
    const release = Promise.withResolvers<void>();
    service.on("a", async () => {
      await release.promise;
      return { output: { value: "a" } };
    });
    const runId = await startPlan([step("a", readTool), step("b", readTool, { body: output("a") })]);
    await service.called("a");
    expect(await controlRun({ runId, action: "pause" })).toMatchObject({ kind: "done" });
    expect(await controlRun({ runId, action: "pause" })).toMatchObject({ kind: "conflict" });
    release.resolve();
    const paused = await runWhen(runId, (run) => run.steps.a?.status === "completed");
    expect(paused.status).toBe("paused");
    await delay(300);
    expect(service.count("b")).toBe(0);
    expect(await controlRun({ runId, action: "resume" })).toMatchObject({ kind: "done" });
    expect((await ended(runId)).status).toBe("completed");
  });

  it("does not start a plan with something open, an old revision, or one that isn't there", async () => {
    const open = await storePlan([
      step("a", readTool, { body: { kind: "question", question: "What?", suggestions: [] } }),
    ]);
    expect(await startRun({ planId: open.id, revision: 1 })).toMatchObject({
      kind: "refused",
      problems: [{ code: "open-question" }],
    });
    expect(await startRun({ planId: open.id, revision: 7 })).toEqual({ kind: "not-found" });
  });
});

describe("a question to the person", () => {
  it("is asked when its step is reached, and its answer goes on", async () => {
    const runId = await startPlan([
      step("a", readTool),
      step("q", askTool, { question: output("a"), options: literal(["red", "blue"]) }),
      step("b", readTool, { body: output("q", "answer") }),
    ]);
    const asked = await stepWhen(runId, "q", "waiting-answer");
    expect([asked.question, asked.options]).toEqual(["a", ["red", "blue"]]);
    const [question] = await pendingQuestions({ runId });
    if (!question) throw new Error("no question is pending");
    expect(await answerQuestion({ questionId: question.id, answer: "green" })).toEqual({
      kind: "refused",
      message: "The answer must be one of those offered: red, blue.",
    });
    const answers = await Promise.all(
      ["red", "blue", "red"].map((answer) => answerQuestion({ questionId: question.id, answer })),
    );
    expect(answers.map((one) => one.kind).sort()).toEqual(["answered", "conflict", "conflict"]);
    const run = await ended(runId);
    expect(run.status).toBe("completed");
    const winner = answers.find((one) => one.kind === "answered");
    expect(service.calls.at(-1)?.input.body).toBe(
      winner?.kind === "answered" && winner.question.status === "answered" && winner.question.answer,
    );
  });
});
