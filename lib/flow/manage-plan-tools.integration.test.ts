import { afterAll, beforeEach, expect, it } from "vitest";
import { findPlan } from "@/lib/db/plans";
import { findTool, replaceTools } from "@/lib/db/tools";
import { newId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import { planToolId } from "@/lib/domain/plan-tool";
import { id, literal, step, storePlan } from "@/lib/engine/testing/harness";
import { readTool, testTools } from "@/lib/engine/testing/test-tools";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { closeIndex } from "@/lib/retrieval/open-index";
import { searchTools } from "@/lib/retrieval/search-tools";
import { changePlan } from "./change-plan";
import { editTool } from "./edit-tool";
import { listPlanTools, publishPlanTool, removePlanTool, switchPlanTool } from "./manage-plan-tools";
import { reviewPlan } from "./review-plan";

const title = "Count the tulips of the garden";
const input = { stepId: id("a"), input: "to", path: "place" };
let plan: Plan;

const found = async () =>
  (await searchTools({ query: "count tulips", limit: 5, connectedKinds: new Set() })).map(
    ({ tool }) => tool.id,
  );

beforeEach(async () => {
  await replaceTools(testTools, null);
  await ensureIndex();
  plan = await storePlan([step("a", readTool)]);
  for (const { planId } of await listPlanTools()) await removePlanTool(planId);
  const published = await publishPlanTool({ planId: plan.id, revision: 1, title, inputs: [input] });
  expect(published.kind).toBe("published");
});
afterAll(() => closeIndex());

it("a published plan is a tool that search finds, and stays one when the built-in tools are stored anew", async () => {
  const toolId = planToolId(plan.id);
  expect(await found()).toContain(toolId);
  await replaceTools(testTools, null);
  expect(await findTool(toolId)).toMatchObject({
    title,
    source: { kind: "plan", planId: plan.id, planRevision: 1 },
  });
  expect(await listPlanTools()).toMatchObject([
    {
      planId: plan.id,
      toolId,
      title,
      planRevision: 1,
      newestRevision: 1,
      inputs: [input],
      effect: "read",
      isOn: true,
    },
  ]);
});

it("a later edit changes nothing until it is published anew, and that has another version", async () => {
  const before = await findTool(planToolId(plan.id));
  await changePlan({
    ...{ planId: plan.id, revision: 1, author: "person" },
    changes: [{ kind: "add-step", step: step("b", readTool) }],
  });
  expect((await findTool(planToolId(plan.id)))?.version).toBe(before?.version);
  expect(await listPlanTools()).toMatchObject([{ planRevision: 1, newestRevision: 2 }]);
  await publishPlanTool({ planId: plan.id, revision: 2, inputs: [] });
  expect(await findTool(planToolId(plan.id))).toMatchObject({
    title: plan.goal,
    source: { planRevision: 2 },
  });
  expect((await findTool(planToolId(plan.id)))?.version).not.toBe(before?.version);
});

it("off it is not found, and no plan that uses it runs; withdrawn it is not there", async () => {
  const tool = await findTool(planToolId(plan.id));
  if (!tool) throw new Error("the plan has no tool");
  const user = await storePlan([{ ...step("n", tool), inputs: { place: literal("here") } }]);
  const problems = async () => (await reviewPlan(user.id))?.problems.map(({ code }) => code);
  expect((await listPlanTools())[0]?.usedBy).toBe(1);
  expect(await problems()).toEqual([]);
  expect(await switchPlanTool(plan.id, false)).toMatchObject({
    kind: "published",
    planTool: { isOn: false },
  });
  expect(await problems()).toEqual(["tool-off"]);
  expect(await found()).not.toContain(tool.id);
  expect(await switchPlanTool(plan.id, true)).toMatchObject({ planTool: { isOn: true } });
  expect(await found()).toContain(tool.id);
  expect(await removePlanTool(plan.id)).toBe(true);
  expect(await removePlanTool(plan.id)).toBe(false);
  expect(await problems()).toEqual(["unknown-tool"]);
  expect(await found()).not.toContain(tool.id);
  expect(await findPlan(plan.id)).not.toBeNull();
});

it("A3: what it does is what its steps do, and can't be said otherwise", async () => {
  const edited = await editTool({ toolId: planToolId(plan.id), patch: { effect: "read" } });
  expect(edited.kind).toBe("refused");
});

it("refuses a plan that is open, a name that is none, and a revision or plan that is not there", async () => {
  const question = { kind: "question", question: "Which?", suggestions: [] } as const;
  const open = await storePlan([step("a", readTool, { body: { ...question, suggestions: [] } })]);
  const publish = (path: string | null) =>
    publishPlanTool({
      ...{ planId: open.id, revision: 1 },
      inputs: path === null ? [] : [{ stepId: id("a"), input: "body", path }],
    });
  expect(await publish(null)).toEqual({ kind: "refused", message: "Which?" });
  expect(await publish("a.b")).toMatchObject({ kind: "refused", message: expect.stringContaining("“a.b”") });
  expect((await publish("body")).kind).toBe("published");
  expect((await publishPlanTool({ planId: open.id, revision: 9, inputs: [] })).kind).toBe("not-found");
  expect((await publishPlanTool({ planId: newId("plan"), revision: 1, inputs: [] })).kind).toBe("not-found");
});
