import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PlanDraft } from "@/lib/planning/embedded/planning-request";
import { type GoalWorkspace, openGoalWorkspace } from "@/lib/planning/goals/goal-workspace";
import { outline } from "@/lib/planning/goals/outline";
import { ModelLedger } from "./model-ledger";
import { type ModelPlan, type ModelPlanning, planWithModel } from "./plan-with-model";
import { type ScriptedModel, startScriptedModel } from "./testing/scripted-model";
import { scriptedUsableModel } from "./testing/scripted-usable-model";
import { addStep, changes, output, value, words } from "./testing/written-plans";

const apiKey = "canary-key-7f3a";
let model: ScriptedModel;
let workspace: GoalWorkspace;

beforeAll(async () => {
  [model, workspace] = await Promise.all([startScriptedModel(), openGoalWorkspace()]);
});
beforeEach(() => {
  model.requests.length = 0;
  model.answers.length = 0;
});
afterAll(async () => {
  await Promise.all([model.close(), workspace.close()]);
});

const goal = "Tell the on-call engineer by SMS that the nightly backup failed";
const lookup = addStep(
  "s1",
  "directory.lookup",
  { who: value("on-call engineer", "on-call engineer") },
  { words: "the on-call engineer" },
);
const sms = addStep(
  "s2",
  "sms.send",
  { to: output("s1", "phones"), text: words("The nightly backup failed.") },
  { words: "by SMS that the nightly backup failed" },
);
const nothing: PlanDraft = { steps: [], notes: [], unserved: [] };

async function planned(
  options: { goal?: string } & Partial<Omit<ModelPlanning, "model" | "request">> = {},
): Promise<ModelPlan> {
  const { goal: wanted = goal, ...more } = options;
  const request = await workspace.requestFor(wanted);
  const usable = scriptedUsableModel(model.baseUrl, apiKey);
  return planWithModel({ model: usable, request, draft: nothing, ledger: new ModelLedger(), ...more });
}

const draftOf = (plan: ModelPlan) => {
  if (plan.kind === "failed") throw new Error(plan.reason);
  return plan.draft;
};
const lastMessage = () => JSON.stringify(model.requests.at(-1)?.body.messages.at(-1)?.content);

describe("planWithModel", () => {
  it("takes a good answer as the plan", async () => {
    model.answers.push(changes(lookup, sms, { kind: "note", text: "I took SMS, as it is urgent." }));
    const draft = draftOf(await planned());
    expect(outline(draft)).toEqual([
      's1 directory.lookup(who = "on-call engineer")',
      's2 sms.send(to = s1.phones; text = "The nightly backup failed.")',
    ]);
    expect(draft.notes).toEqual(["I took SMS, as it is urgent."]);
    expect(draft.steps[0]?.inputs.who).toEqual({
      kind: "literal",
      value: "on-call engineer",
      origin: "person",
      words: "on-call engineer",
    });
  });

  it("shows the model the goal, the day and compact schemas, and asks for a structured answer", async () => {
    model.answers.push(changes(lookup, sms));
    await planned();
    const [request] = model.requests;
    expect(request?.raw).toContain(goal);
    expect(request?.raw).toContain("2026");
    expect(request?.raw).toContain("directory.lookup");
    expect(request?.raw).toContain("json_schema");
  });

  it("S1: sends the key as a header only, and nothing else that is secret", async () => {
    model.answers.push(changes(lookup, sms));
    await planned();
    const [request] = model.requests;
    expect(request?.authorization).toBe(`Bearer ${apiKey}`);
    expect(request?.raw).not.toContain(apiKey);
  });

  it("hands each change on as soon as it is written", async () => {
    const second = Promise.withResolvers<void>();
    const [first, rest] = [JSON.stringify(lookup), JSON.stringify(sms)];
    model.answers.push({
      kind: "stream",
      pieces: ['{"changes": [', first.slice(0, 40), first.slice(40), second.promise, `,${rest}]}`],
    });
    const seen: string[] = [];
    const plan = planned({
      onChange: (change) => {
        seen.push(change.kind === "add-step" ? change.step.id : change.kind);
        // The second is written only once the first has been seen.
        second.resolve();
      },
    });
    expect(outline(draftOf(await plan))).toHaveLength(2);
    expect(seen).toEqual(["s1", "s2"]);
  });

  it("takes what is fenced, introduced, or a bare list", async () => {
    const list = JSON.stringify([lookup, sms]);
    for (const text of [`Sure! Here's "the plan":\n\`\`\`json\n{"changes": ${list}}\n\`\`\`\nDone.`, list]) {
      model.answers.splice(0, 1, { kind: "text", text });
      expect(outline(draftOf(await planned()))).toHaveLength(2);
    }
    expect(model.requests).toHaveLength(2);
  });

  it("counts tokens, time and what was said", async () => {
    model.answers.push(changes(lookup, addStep("s2", "pizza.order", {})), changes(sms));
    const ledger = new ModelLedger();
    await planned({ ledger });
    const record = ledger.record({ model: "m", price: { input: 1, output: 10 }, tookMs: 12.4 });
    expect(record).toMatchObject({ tookMs: 12, inputTokens: 2400, outputTokens: 160, costUsd: 0.004 });
    expect(record.exchanges.map(({ purpose, refused }) => [purpose, refused.length])).toEqual([
      ["plan", 1],
      ["correction", 0],
    ]);
    expect(record.exchanges[0]?.sent).toContain(goal);
  });

  it("gives what can't be read back with the reason, and takes the corrected answer", async () => {
    model.answers.push({ kind: "text", text: '{"steps": [' }, changes(lookup, sms));
    expect(outline(draftOf(await planned()))).toHaveLength(2);
    expect(model.requests).toHaveLength(2);
    expect(lastMessage()).toContain("no changes in the form asked for");
  });

  it("gives back only what is wrong, with the step and input, and keeps the rest", async () => {
    const dangling = addStep("s2", "sms.send", { to: output("s9", "phones"), text: value("Failed.") });
    model.answers.push(changes(lookup, dangling), changes(sms));
    expect(outline(draftOf(await planned()))).toHaveLength(2);
    expect(lastMessage()).toContain("s9");
    expect(lastMessage()).toContain("s1 (directory.lookup)");
  });

  it("gives back what is missing", async () => {
    const silent = addStep("s2", "sms.send", { to: output("s1", "phones") });
    const text = { kind: "bind-input", step: "s2", input: "text", value: words("It failed.") } as const;
    model.answers.push(changes(lookup, silent), changes(text));
    expect(outline(draftOf(await planned()))[1]).toBe('s2 sms.send(to = s1.phones; text = "It failed.")');
    expect(lastMessage()).toContain('lacks its required input \\"text\\"');
  });

  it("gives up after two corrections, saying why", async () => {
    model.answers.push(changes(addStep("s1", "pizza.order", {})));
    const plan = await planned();
    expect(model.requests).toHaveLength(3);
    expect(plan).toEqual({
      kind: "failed",
      reason:
        'after two corrections there was still something wrong: Step "s1": there is no tool "pizza.order".',
    });
  });

  it("has the embedded planner complete a plan that broke off, and says so", async () => {
    const draft = await workspace.plan(goal);
    model.answers.push({ kind: "stream", pieces: [`{"changes": [${JSON.stringify(lookup)},`], end: "cut" });
    const completed = draftOf(await planned({ draft }));
    expect(outline(completed)).toEqual([
      's1 directory.lookup(who = "on-call engineer")',
      expect.stringMatching(/^s2 sms\.send\(to = s1\.phones; text = /),
    ]);
    expect(completed.notes[0]).toMatch(
      /^The plan of openai-compatible\/scripted was not whole: .+ The embedded planner added “/,
    );
  });

  it("fails within its time when the model is slow", async () => {
    // Longer than the test may take: it fails when the answer is waited for.
    model.answers.push({ kind: "slow", afterMs: 60_000 });
    expect(await planned({ timeoutMs: 300 })).toEqual({
      kind: "failed",
      reason: "it took too long to answer.",
    });
  });

  it("stops at once when it is canceled", async () => {
    const controller = new AbortController();
    model.answers.push({ kind: "stream", pieces: [`{"changes": [${JSON.stringify(lookup)},`], end: "never" });
    const plan = await planned({ signal: controller.signal, onChange: () => controller.abort() });
    expect(plan.kind).toBe("planned");
    expect(model.requests).toHaveLength(1);
  });

  it.each([
    [500, "its service answered with an error (HTTP 500)."],
    [401, "its service refused the key (HTTP 401). Check its key on the Models page."],
    [404, "its service doesn't know it (HTTP 404). Check its name and address on the Models page."],
    [429, "its service is over its limit (HTTP 429)."],
  ])("says which error the service answered with: %i", async (status, reason) => {
    model.answers.push({ kind: "status", status });
    expect(await planned()).toEqual({ kind: "failed", reason });
  });

  it("asks again when the model plans nothing although there is something to do", async () => {
    const embedded = await workspace.plan(goal);
    model.answers.push(changes({ kind: "note", text: "Nothing to do." }), changes(lookup, sms));
    expect(outline(draftOf(await planned({ draft: embedded })))).toHaveLength(2);
  });

  it("keeps what the model says is not served", async () => {
    model.answers.push(changes({ kind: "unserved", words: "water my plants" }));
    expect(draftOf(await planned({ goal: "water my plants" })).unserved).toEqual([
      { words: "water my plants", nearest: [] },
    ]);
  });
});
