// What reaches the person in the middle of a call: progress, and questions with a form.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inboxCounts } from "@/lib/db/inbox";
import { findQuestion, pendingQuestions } from "@/lib/db/questions";
import { closeRunFeed } from "@/lib/db/run-feed";
import { listEvents } from "@/lib/db/runs";
import type { QuestionForm } from "@/lib/domain/elicitation";
import type { RunId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { openAttempt, stepRunOf } from "@/lib/domain/run";
import { answerQuestion } from "@/lib/flow/answer-question";
import { controlRun } from "@/lib/flow/control-run";
import { closeEngineClient } from "./enqueue-run";
import {
  ended,
  id,
  killWorkers,
  prepareTest,
  runWhen,
  startPlan,
  startWorkerProcess,
  step,
  stepWhen,
} from "./testing/harness";
import { TestService } from "./testing/test-service";
import { postTool, readTool, slowTool } from "./testing/test-tools";

let service: TestService;

beforeAll(async () => {
  service = await TestService.start();
  await prepareTest();
});
beforeEach(async () => {
  service.reset();
  await killWorkers();
  await startWorkerProcess(service.url, { leaseMs: 1000 });
});
afterAll(async () => {
  await killWorkers();
  await Promise.all([service.stop(), closeRunFeed(), closeEngineClient()]);
});

const form: QuestionForm = {
  kind: "form",
  schema: {
    type: "object",
    properties: { name: { type: "string", minLength: 2 } },
    required: ["name"],
    additionalProperties: false,
  },
};
const accept = (name: string) => ({ action: "accept", content: { name } });

/** Starts a step whose tool asks, and waits until it has. */
async function askedBy(tool: typeof readTool): Promise<{ runId: RunId; questionId: string & never }> {
  service.on("a", () => ({ ask: { question: "Who is it?", form } }));
  const trusted = { trustedWrites: [postTool.id] };
  const runId = await startPlan([step("a", tool)], trusted);
  const asked = await stepWhen(runId, "a", "waiting-answer");
  expect(asked).toMatchObject({ question: "Who is it?", form });
  return { runId, questionId: asked.questionId as never };
}

describe("a question in the middle of a call", () => {
  it("waits for a person off the call's clock, takes only what fits, and goes back to the same call", async () => {
    const { runId, questionId } = await askedBy(slowTool);
    const askedAt = Date.now();
    expect((await pendingQuestions({ runId })).map(({ form: asked }) => asked)).toEqual([form]);
    expect((await inboxCounts()).questions).toBe(1);
    const misfits: Json[] = [
      "Ada",
      accept("A"),
      { action: "accept", content: { other: 1 } },
      { action: "maybe" },
    ];
    for (const answer of misfits) {
      expect((await answerQuestion({ questionId, answer })).kind).toBe("refused");
    }
    // The tool's limit is 300 ms.
    await expect.poll(() => Date.now() - askedAt).toBeGreaterThan(500);
    expect((await answerQuestion({ questionId, answer: accept("Ada") })).kind).toBe("answered");
    expect((await answerQuestion({ questionId, answer: accept("Eve") })).kind).toBe("conflict");
    const run = await ended(runId);
    expect(stepRunOf(run, id("a"))).toMatchObject({
      ...{ status: "completed", output: { value: JSON.stringify(accept("Ada")) } },
      attempts: [{ attempt: 1, failure: null }],
    });
    expect(service.calls).toHaveLength(1);
  });

  it("is taken back when the run is canceled", async () => {
    const { runId, questionId } = await askedBy(readTool);
    await controlRun({ runId, action: "cancel" });
    await ended(runId);
    expect((await findQuestion(questionId))?.status).toBe("withdrawn");
    expect((await answerQuestion({ questionId, answer: accept("Ada") })).kind).toBe("conflict");
  });

  it("R2: leaves the outcome open when the worker dies meanwhile, and is taken back", async () => {
    const { runId, questionId } = await askedBy(postTool);
    await killWorkers();
    await startWorkerProcess(service.url, { leaseMs: 1000 });
    await stepWhen(runId, "a", "outcome-unknown");
    expect((await findQuestion(questionId))?.status).toBe("withdrawn");
    expect(service.calls).toHaveLength(1);
    await controlRun({ runId, action: "cancel" });
  });

  it("is asked anew by a call that may be repeated when the worker dies meanwhile", async () => {
    const { runId, questionId } = await askedBy(readTool);
    await killWorkers();
    await startWorkerProcess(service.url, { leaseMs: 1000 });
    const run = await runWhen(runId, (now) => {
      const one = stepRunOf(now, id("a"));
      return one.status === "waiting-answer" && one.questionId !== questionId;
    });
    expect((await findQuestion(questionId))?.status).toBe("withdrawn");
    const again = stepRunOf(run, id("a"));
    if (again.status !== "waiting-answer") throw new Error(again.status);
    await answerQuestion({ questionId: again.questionId, answer: { action: "decline" } });
    const done = stepRunOf(await ended(runId), id("a"));
    expect(done).toMatchObject({ status: "completed", output: { value: '{"action":"decline"}' } });
  });
});

describe("progress", () => {
  it("M6: is recorded as it stands every while, however often it is reported", async () => {
    let answer: (value: { output: { value: string } }) => void = () => {};
    const waiting = new Promise<{ output: { value: string } }>((resolve) => {
      answer = resolve;
    });
    const reports = Array.from({ length: 5000 }, (_, index) => ({
      ...{ done: index + 1, total: 5000, message: `part ${index + 1}` },
    }));
    service.on("a", (_call, count) => (count === 1 ? { progress: reports } : waiting));
    const runId = await startPlan([step("a", readTool)]);
    const run = await runWhen(runId, (now) => openAttempt(stepRunOf(now, id("a")))?.progress?.done === 5000);
    expect(openAttempt(stepRunOf(run, id("a")))?.progress?.message).toBe("part 5000");
    answer({ output: { value: "done" } });
    await ended(runId);
    const recorded = (await listEvents(runId, 0)).filter(({ body }) => body.type === "attempt-progressed");
    expect(recorded.length).toBeLessThanOrEqual(2);
  });
});
