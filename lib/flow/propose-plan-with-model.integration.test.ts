import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type ScriptedModel, startScriptedModel } from "@/lib/ai/testing/scripted-model";
import { addStep, changes, value } from "@/lib/ai/testing/written-plans";
import { readEnvAnew } from "@/lib/env";
import { closeIndex } from "@/lib/retrieval/open-index";
import { syncBuiltinTools } from "@/lib/setup/sync-builtin-tools";
import { proposePlan } from "./propose-plan";

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
