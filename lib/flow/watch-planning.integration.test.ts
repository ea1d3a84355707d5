import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type ScriptedModel, startScriptedModel } from "@/lib/ai/testing/scripted-model";
import { addStep, value } from "@/lib/ai/testing/written-plans";
import { findPlan, findPlanningRecord, listPlans } from "@/lib/db/plans";
import type { PlanId } from "@/lib/domain/ids";
import type { PlanningEvent } from "@/lib/domain/planning-event";
import { readEnvAnew } from "@/lib/env";
import { closeIndex } from "@/lib/retrieval/open-index";
import { syncBuiltinTools } from "@/lib/setup/sync-builtin-tools";
import { chooseRole } from "./manage-models";
import { cancelPlanning, watchPlanning } from "./watch-planning";

let model: ScriptedModel;

beforeAll(async () => {
  model = await startScriptedModel();
  vi.stubEnv("LAMPLIGHT_MODEL", "openai-compatible/scripted");
  vi.stubEnv("LAMPLIGHT_MODEL_BASE_URL", model.baseUrl);
  readEnvAnew();
  await syncBuiltinTools();
});
beforeEach(async () => {
  model.requests.length = 0;
  model.answers.length = 0;
  await chooseRole("plans");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  readEnvAnew();
  await Promise.all([model.close(), closeIndex()]);
});

const request = { goal: "Who is on call?", fileIds: [], timeZone: "UTC" };
const step = JSON.stringify(addStep("s1", "directory.lookup", { who: value("on call", "on call") }));

async function read(
  events: AsyncIterable<PlanningEvent>,
  onEvent: (event: PlanningEvent) => void = () => {},
) {
  const seen: PlanningEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    onEvent(event);
  }
  return seen;
}

it("tells each change with its tool before the next is written, then that the plan is stored", async () => {
  const rest = Promise.withResolvers<void>();
  model.answers.push({ kind: "stream", pieces: [`{"changes":[${step}`, rest.promise, "]}"] });
  const events = await read(watchPlanning(request), (event) => {
    if (event.kind === "changed") rest.resolve();
  });
  expect(events.map(({ kind }) => kind)).toEqual(["began", "changed", "planned"]);
  expect(events[0]).toMatchObject({ model: "openai-compatible/scripted" });
  expect(events[1]).toMatchObject({ tools: [{ id: "directory.lookup" }] });
  const [last] = await listPlans({ limit: 1 });
  expect(events[2]).toEqual({ kind: "planned", planId: last?.id });
  expect(last?.planning).toMatchObject({
    model: "openai-compatible/scripted",
    inputTokens: 1200,
    costUsd: null,
  });
});

it("stores nothing of a planning that is canceled", async () => {
  model.answers.push({ kind: "stream", pieces: [`{"changes":[${step}`], end: "never" });
  const before = await listPlans({ limit: 200 });
  let canceled = false;
  let planId: PlanId | null = null;
  const events = await read(watchPlanning(request), (event) => {
    if (event.kind === "began") planId = event.planId;
    if (event.kind === "changed" && planId) canceled = cancelPlanning(planId);
  });
  expect(canceled).toBe(true);
  expect(events.at(-1)).toEqual({ kind: "canceled" });
  expect(await listPlans({ limit: 200 })).toEqual(before);
});

it("ends with the reason for a goal that can't be taken, and knows of no planning then", async () => {
  expect(await read(watchPlanning({ ...request, goal: " " }))).toEqual([
    { kind: "refused", message: "The goal is empty. Describe what you want done." },
  ]);
});

it("goes on when nobody reads: the plan is stored when it is whole", async () => {
  const rest = Promise.withResolvers<void>();
  model.answers.push({ kind: "stream", pieces: [`{"changes":[${step}`, rest.promise, "]}"] });
  for await (const event of watchPlanning(request)) {
    if (event.kind !== "began") break;
    const { planId } = event;
    setImmediate(async () => rest.resolve());
    await vi.waitFor(async () => expect(await findPlan(planId)).not.toBeNull(), 10_000);
  }
});

it("asks for single decisions only where that is its role, and plans the same without an answer", async () => {
  await chooseRole("decisions");
  model.answers.push({ kind: "status", status: 500 });
  const events = await read(watchPlanning({ ...request, goal: "Send a message to Bob" }));
  expect(events[0]).toMatchObject({ kind: "began", model: null });
  const planned = events.at(-1);
  if (planned?.kind !== "planned") throw new Error("No plan came of it.");
  expect((await findPlan(planned.planId))?.planner).toBe("embedded");
  const record = await findPlanningRecord(planned.planId);
  expect(record?.exchanges.length).toBe(model.requests.length);
  expect(record?.exchanges.length).toBeGreaterThan(0);
  for (const { purpose } of record?.exchanges ?? []) expect(["tool", "text"]).toContain(purpose);
});
