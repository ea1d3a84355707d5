import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type ScriptedModel, startScriptedModel } from "@/lib/ai/testing/scripted-model";
import { addStep, changes, value } from "@/lib/ai/testing/written-plans";
import { changeModelSettings } from "@/lib/db/language-models";
import { findPlan, findPlanningRecord } from "@/lib/db/plans";
import { readEnvAnew } from "@/lib/env";
import { closeIndex } from "@/lib/retrieval/open-index";
import { syncBuiltinTools } from "@/lib/setup/sync-builtin-tools";
import { proposePlan } from "./propose-plan";
import { refinementOf } from "./refine-plan";

let model: ScriptedModel;

beforeAll(async () => {
  model = await startScriptedModel();
  vi.stubEnv("LAMPLIGHT_MODEL", "openai-compatible/scripted");
  vi.stubEnv("LAMPLIGHT_MODEL_BASE_URL", model.baseUrl);
  readEnvAnew();
  await syncBuiltinTools();
});
beforeEach(() => {
  model.answers.length = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  readEnvAnew();
  await Promise.all([model.close(), closeIndex()]);
});

const request = { goal: "Who is on call?", fileIds: [], timeZone: "Europe/Berlin" };

it("stores the model's plan when the model answers well", async () => {
  const step = addStep(
    "s1",
    "directory.lookup",
    { who: value("on call", "on call") },
    { title: "Find who is on call" },
  );
  model.answers.push(changes(step));
  const proposed = await proposePlan(request);
  expect(proposed).toMatchObject({
    kind: "proposed",
    plan: {
      planner: "model",
      notes: [],
      steps: [{ title: "Find who is on call" }],
    },
  });
});

it("keeps the embedded plan and says why when the model fails", async () => {
  model.answers.push({ kind: "status", status: 400 });
  const proposed = await proposePlan(request);
  expect(proposed).toMatchObject({
    kind: "proposed",
    plan: {
      planner: "embedded",
      steps: [{ toolId: "directory.lookup" }],
      notes: [expect.stringContaining("its service answered with an error (HTTP 400)")],
    },
  });
});

/** Nothing the embedded planner reads. */
const vague = "mach das bitte freundlicher";

async function planned() {
  model.answers.push({ kind: "status", status: 400 });
  const proposed = await proposePlan(request);
  if (proposed.kind !== "proposed") throw new Error(proposed.message);
  model.answers.length = 0;
  return proposed.plan;
}

it("A1: has the model read what a request leaves unclear, stores nothing of the plan, and counts what it took", async () => {
  const plan = await planned();
  const [step] = plan.steps;
  model.answers.push(changes({ kind: "rename-step", step: step?.id ?? "", title: "Find who is awake" }));
  const refined = await refinementOf({ planId: plan.id, revision: 1, request: vague });
  expect(refined).toMatchObject({
    kind: "refined",
    refinement: {
      parts: [{ kind: "rename", byModel: true }],
      unrefined: [],
      planning: { model: "openai-compatible/scripted", inputTokens: 1200, outputTokens: 80 },
    },
  });
  expect(await findPlan(plan.id)).toEqual(plan);
  const record = await findPlanningRecord(plan.id);
  expect(record).toMatchObject({ inputTokens: 1200, outputTokens: 80 });
  expect(record?.exchanges.map(({ purpose }) => purpose)).toEqual(["plan", "refinement"]);
  await refinementOf({ planId: plan.id, revision: 1, request: vague });
  expect(await findPlanningRecord(plan.id)).toMatchObject({ inputTokens: 2400, outputTokens: 160 });
});

it("asks no model that decides single questions only, and none where the request is understood", async () => {
  const plan = await planned();
  const asked = model.requests.length;
  const understood = await refinementOf({ planId: plan.id, revision: 1, request: "also post it to #office" });
  expect(understood).toMatchObject({ refinement: { planning: null, unrefined: [] } });
  await changeModelSettings({ role: "decisions" });
  const left = await refinementOf({ planId: plan.id, revision: 1, request: vague });
  await changeModelSettings({ role: "plans" });
  expect(left).toMatchObject({ refinement: { planning: null, parts: [] } });
  expect(model.requests).toHaveLength(asked);
});
