// Who writes a plan, with a scripted model over HTTP: whole plans, improved drafts, single decisions.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ScriptedAnswer, type ScriptedModel, startScriptedModel } from "@/lib/ai/testing/scripted-model";
import { scriptedUsableModel } from "@/lib/ai/testing/scripted-usable-model";
import { changes } from "@/lib/ai/testing/written-plans";
import type { ModelRole } from "@/lib/domain/language-model";
import { type GoalWorkspace, openGoalWorkspace } from "@/lib/planning/goals/goal-workspace";
import { draftPlan } from "./draft-plan";

let model: ScriptedModel;
let workspace: GoalWorkspace;
beforeAll(async () => {
  [model, workspace] = await Promise.all([startScriptedModel(), openGoalWorkspace()]);
}, 60_000);
beforeEach(() => {
  model.requests.length = 0;
  model.answers.length = 0;
});
afterAll(async () => {
  await Promise.all([model.close(), workspace.close()]);
});

const answer = (json: unknown): ScriptedAnswer => ({ kind: "text", text: JSON.stringify(json) });

async function drafted(goal: string, role: ModelRole, ...answers: ScriptedAnswer[]) {
  model.answers.push(...answers);
  const usable = { ...scriptedUsableModel(model.baseUrl), role };
  return draftPlan(await workspace.requestFor(goal), usable, {});
}

const toolsOf = (made: Awaited<ReturnType<typeof drafted>>) => made.draft.steps.map(({ toolId }) => toolId);

describe("a model that decides single questions", () => {
  // A message to somebody, with no word of how.
  const goal = "write to Ada that lunch is ready";

  it("is asked which tool, where plans with either are about as good, and the plan says who chose", async () => {
    const made = await drafted(goal, "decisions", answer({ toolId: "slack.postMessage" }));
    expect(model.requests).toHaveLength(1);
    expect(model.requests[0]?.raw).toContain("slack.postMessage");
    expect(toolsOf(made).at(-1)).toBe("slack.postMessage");
    expect(made.planner).toBe("embedded");
    expect(made.draft.notes).toEqual([
      `For “${goal}”, openai-compatible/scripted chose “Post a message to Slack” of 2 tools.`,
    ]);
    const { tookMs, ...record } = made.record;
    expect(record).toMatchObject({
      model: "openai-compatible/scripted",
      inputTokens: 1200,
      outputTokens: 80,
      costUsd: 0.002,
      exchanges: [{ purpose: "tool", refused: [], inputTokens: 1200, outputTokens: 80 }],
    });
    expect(tookMs).toBeGreaterThan(0);
  });

  it.each<[string, ScriptedAnswer]>([
    ["fails", { kind: "status", status: 500 }],
    ["names a tool it was not offered", answer({ toolId: "http.request" })],
    ["answers with nonsense", { kind: "text", text: "Whatever you like!" }],
    ["answers with another form", answer({ tool: ["slack.postMessage"] })],
  ])("A1: %s: the embedded planner's choice stands", async (_what, given) => {
    const plain = await workspace.plan(goal);
    const made = await drafted(goal, "decisions", given);
    expect(model.requests).toHaveLength(1);
    expect(made.draft).toEqual(plain);
    expect(made.record.exchanges).toHaveLength(1);
  });

  it("is not asked where one plan is clearly the best", async () => {
    await drafted("Email Ada that lunch is ready", "decisions", answer({ toolId: "sms.send" }));
    expect(model.requests).toEqual([]);
  });

  it("suggests the one text nobody has said; the person takes it or not, and the plan says who wrote it", async () => {
    const made = await drafted(
      "Send an email to ada@example.com",
      "decisions",
      answer({ text: "Hello Ada," }),
    );
    const open = made.draft.steps.flatMap(({ inputs }) =>
      Object.values(inputs).filter((binding) => binding.kind === "question"),
    );
    expect(open.flatMap(({ suggestions }) => suggestions)).toContain("Hello Ada,");
    expect(made.draft.notes.join()).toContain("openai-compatible/scripted suggested a text.");
    expect(made.record.exchanges.map(({ purpose }) => purpose)).toEqual(["text"]);
  });
});

describe("a model that improves drafts", () => {
  const goal = "Email Ada that lunch is ready";

  it("is named where it changed something", async () => {
    const made = await drafted(
      goal,
      "improves",
      changes({ kind: "rename-step", step: "s2", title: "Call her in" }),
    );
    expect(made.planner).toBe("model");
    expect(made.draft.steps[1]?.title).toBe("Call her in");
    expect(made.record.exchanges.map(({ purpose }) => purpose)).toEqual(["improvement"]);
  });

  it("is told of where it changed nothing, or failed: the draft stands", async () => {
    const plain = await workspace.plan(goal);
    const same = await drafted(goal, "improves", answer({ changes: [] }));
    expect(same).toMatchObject({ planner: "embedded", draft: { steps: plain.steps } });
    expect(same.draft.notes).toEqual([
      "openai-compatible/scripted looked at this plan and found nothing to improve.",
    ]);
    model.answers.length = 0;
    const failed = await drafted(goal, "improves", { kind: "status", status: 401 });
    expect(failed).toMatchObject({ planner: "embedded", draft: { steps: plain.steps } });
    expect(failed.draft.notes.join()).toContain("refused the key (HTTP 401)");
  });
});
