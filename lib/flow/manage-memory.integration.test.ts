import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db, pool } from "@/lib/db/client";
import { insertPlan } from "@/lib/db/plans";
import { appendEvents, insertRun } from "@/lib/db/runs";
import type { Binding } from "@/lib/domain/binding";
import { newId, type PlanId, stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { defaultPolicy, type Plan, type Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { RunEventBody } from "@/lib/domain/run-event";
import { env } from "@/lib/env";
import { closeEpisodes, similarEpisodes } from "@/lib/retrieval/find-episodes";
import { seedSandbox } from "@/lib/setup/seed-sandbox";
import { syncBuiltinTools } from "@/lib/setup/sync-builtin-tools";
import { changePlan } from "./change-plan";
import {
  forgetEpisode,
  forgetEverything,
  forgetValue,
  listRememberedValues,
  recallEpisodes,
} from "./manage-memory";
import { proposePlan } from "./propose-plan";

beforeAll(async () => {
  await syncBuiltinTools();
  await seedSandbox({ http: 43_321, smtp: 43_322 });
});
beforeEach(() => forgetEverything());

const timeZone = "Europe/Berlin";

async function propose(goal: string, fromPlanId?: PlanId): Promise<Plan> {
  const proposed = await proposePlan({ goal, fileIds: [], timeZone, ...(fromPlanId ? { fromPlanId } : {}) });
  if (proposed.kind === "refused") throw new Error(proposed.message);
  return proposed.plan;
}

/** Ends a run of the plan. */
async function end(plan: Plan, body: RunEventBody = { type: "run-completed" }): Promise<void> {
  const id = newId("run");
  await insertRun({ id, planId: plan.id, planRevision: plan.revision, goal: plan.goal });
  await db().transaction((tx) => appendEvents(tx, id, () => [body]));
}

const found = async (goal: string) => (await similarEpisodes({ goal, limit: 3 })).map((one) => one.goal);
const literal = (value: Json): Binding => ({ kind: "literal", value, origin: "person" });
const s1 = stepIdSchema.parse("s1");

describe("episodes", () => {
  it("are found by goals like theirs, with steps and outcome, once a run has ended", async () => {
    const plan = await propose("Email Ada the sales by region");
    expect(await found("Email Ada the sales by region")).toEqual([]);
    await end(plan);
    await end(await propose("What is the weather in Oslo tomorrow?"));
    const [episode, ...others] = await similarEpisodes({ goal: "email bob sales by region", limit: 3 });
    expect(others).toEqual([]);
    expect(episode).toMatchObject({ planId: plan.id, outcome: "completed", runs: 1, edits: [] });
    expect(episode?.tools.map(({ toolId }) => toolId)).toEqual(plan.steps.map(({ toolId }) => toolId));
    expect(await found("weather in Rome")).toEqual(["What is the weather in Oslo tomorrow?"]);
    expect(await found("Paint the kitchen ceiling")).toEqual([]);
  });

  it("are found by the beginning of their goal, while it is being typed", async () => {
    await end(await propose("Show the sales by region"));
    expect(await found("show the s")).toEqual(["Show the sales by region"]);
  });

  it("tell how the last run ended and what a person had changed", async () => {
    const plan = await propose("What is the weather in Oslo tomorrow?");
    const changes: PlanChange[] = [
      { kind: "bind-input", stepId: s1, input: "place", binding: literal("Bergen") },
    ];
    const changed = await changePlan({ planId: plan.id, revision: 1, changes, author: "person" });
    if (changed.kind !== "changed") throw new Error(changed.kind);
    await end(plan, { type: "run-failed", reason: "" });
    await end(changed.plan, { type: "run-canceled", reason: "" });
    const [episode] = await recallEpisodes({ q: "", limit: 10 });
    expect(episode).toMatchObject({
      ...{ outcome: "canceled", runs: 2, revision: 2 },
      edits: [{ toolId: "weather.getForecast", input: "place" }],
    });
  });

  it("hold no values of a plan in the index, only its shape", async () => {
    const plan = await propose("What is the weather in Oslo tomorrow?");
    await changePlan({
      ...{ planId: plan.id, revision: 1, author: "person" },
      changes: [{ kind: "bind-input", stepId: s1, input: "place", binding: literal("Bergenhus") }],
    });
    await end({ ...plan, revision: 2 });
    expect(await found("weather in Oslo tomorrow")).toHaveLength(1);
    const { EpisodeIndex } = await import("@/lib/retrieval/episode-index");
    const { embedder } = await import("@/lib/retrieval/embedder");
    const index = await EpisodeIndex.connect(path.join(env().LAMPLIGHT_HOME, "lancedb"), await embedder());
    const stored = (await index.stored()).join("\n");
    index.close();
    expect(stored).toContain("weather.getForecast");
    expect(stored).not.toContain("Bergenhus");
  });

  it("are there again after the index was lost, in this process and for the next", async () => {
    await end(await propose("Show the sales by region"));
    expect(await found("sales by region")).toHaveLength(1);
    const folder = path.join(env().LAMPLIGHT_HOME, "lancedb");
    const lose = async () => {
      const tables = (await readdir(folder)).filter((name) => name.startsWith("episodes-"));
      expect(tables).not.toEqual([]);
      for (const name of tables) await rm(path.join(folder, name), { recursive: true });
    };
    await lose();
    expect(await found("sales by region")).toHaveLength(1);
    await lose();
    await closeEpisodes();
    expect(await found("sales by region")).toHaveLength(1);
  });

  it("go with the plan they came from", async () => {
    const plan = await propose("Show the sales by region");
    await end(plan);
    expect(await found("sales by region")).toHaveLength(1);
    await pool().query("delete from runs where plan_id = $1", [plan.id]);
    await pool().query("delete from plans where id = $1", [plan.id]);
    expect(await found("sales by region")).toEqual([]);
  });

  it("that are forgotten stay so, until the plan runs again", async () => {
    const plan = await propose("Show the sales by region");
    await end(plan);
    await forgetEpisode(plan.id);
    expect(await found("sales by region")).toEqual([]);
    await closeEpisodes();
    expect(await found("sales by region")).toEqual([]);
    expect(await recallEpisodes({ q: "", limit: 10 })).toEqual([]);
    await end(plan);
    expect(await found("sales by region")).toHaveLength(1);
  });

  it("say why a tool was chosen that served a goal like this one", async () => {
    await end(await propose("What is the weather in Oslo?"));
    const plan = await propose("What is the weather in Rome?");
    expect(plan.steps[0]?.why.reason).toContain("Used in a plan like this: “What is the weather in Oslo?”.");
    await end(await propose("Show the sales by category"), { type: "run-failed", reason: "" });
    const other = await propose("Show the sales by region");
    expect(other.steps[0]?.why.reason).not.toContain("Used in a plan like this");
  });
});

describe("a plan that starts from an earlier one", () => {
  it("has its steps, with what came from the old goal read from the new one", async () => {
    const earlier = await propose("Text Bob the weather in Oslo tomorrow");
    await end(earlier);
    const plan = await propose("Text Claire the weather in Rome", earlier.id);
    expect(plan.steps.map(({ toolId }) => toolId)).toEqual(earlier.steps.map(({ toolId }) => toolId));
    const [forecast, lookup] = plan.steps;
    expect(forecast?.inputs.place).toMatchObject({ value: "Rome", words: "Rome" });
    expect(forecast?.inputs.date).toMatchObject({ kind: "question", suggestions: [expect.any(String)] });
    expect(lookup?.inputs.who).toMatchObject({ value: "Claire" });
    expect(plan.policy).toEqual(defaultPolicy);
    expect(JSON.stringify(plan.steps.map(({ inputs }) => inputs))).not.toMatch(/Oslo|Bob/);
    expect(plan.notes[0]).toContain("Started from “Text Bob the weather in Oslo tomorrow”");
    expect(plan.notes.join(" ")).toMatch(/Read anew from your goal: .*Asked, as your goal doesn't say it: /);
  });

  it("keeps all of it for the same goal, and what was set by hand for any", async () => {
    const earlier = await propose("What is the weather in Oslo tomorrow?");
    const changed = await changePlan({
      ...{ planId: earlier.id, revision: 1, author: "person" },
      changes: [{ kind: "bind-input", stepId: s1, input: "place", binding: literal("Bergen") }],
    });
    if (changed.kind !== "changed") throw new Error(changed.kind);
    await end(changed.plan);
    const same = await propose(earlier.goal, earlier.id);
    expect(same.steps[0]?.inputs).toEqual(changed.plan.steps[0]?.inputs);
    const other = await propose("What is the weather in Rome?", earlier.id);
    expect(other.steps[0]?.inputs.place).toEqual(literal("Bergen"));
    expect(other.notes.join(" ")).toContain("Taken over as it was set by hand: “");
  });

  it("is refused when the earlier plan is not there", async () => {
    expect(await proposePlan({ goal: "Anything", fileIds: [], timeZone, fromPlanId: newId("plan") })).toEqual(
      {
        kind: "refused",
        message: "That plan, or a tool of it, is not there any more. Plan the goal anew.",
      },
    );
  });
});

/** A stored plan of one step, in which a person gives an input a value. */
async function choose(
  toolId: string,
  input: string,
  value: Json,
  options: { author?: "person" | "api"; binding?: Binding } = {},
): Promise<Plan> {
  const step: Step = {
    ...{ id: s1, title: "Do it", toolId: toolIdSchema.parse(toolId), inputs: {}, after: [] },
    ...{ why: { words: "", reason: "" }, position: null },
  };
  const plan: Plan = {
    ...{ id: newId("plan"), revision: 1, goal: `Plan ${input}`, fileIds: [], planner: "embedded", notes: [] },
    ...{ steps: [step], unserved: [], policy: defaultPolicy, timeZone, createdAt: new Date().toISOString() },
  };
  await insertPlan(plan);
  const { author = "person", binding = literal(value) } = options;
  const changes: PlanChange[] = [{ kind: "bind-input", stepId: s1, input, binding }];
  const changed = await changePlan({ planId: plan.id, revision: 1, changes, author });
  if (changed.kind !== "changed") throw new Error(JSON.stringify(changed));
  return changed.plan;
}

const remembered = async () =>
  (await listRememberedValues()).map(({ input, value, plans, isUsed }) => ({
    input,
    value,
    plans: plans.length,
    isUsed,
  }));

describe("remembered values", () => {
  it("are those chosen in two plans; they are suggested where the plan would ask", async () => {
    await choose("slack.postMessage", "destination", "#facilities");
    expect(await remembered()).toEqual([
      { input: "destination", value: "#facilities", plans: 1, isUsed: false },
    ]);
    const before = await propose("post to slack");
    expect(before.steps[0]?.inputs.destination).toMatchObject({ kind: "question", suggestions: [] });
    await choose("slack.postMessage", "destination", "#facilities");
    expect(await remembered()).toEqual([
      { input: "destination", value: "#facilities", plans: 2, isUsed: true },
    ]);
    const plan = await propose("post to slack");
    expect(plan.steps[0]?.inputs.destination).toMatchObject({
      kind: "question",
      suggestions: ["#facilities"],
    });
    expect(plan.notes.join(" ")).toMatch(/“#facilities” for “.*” is suggested: you chose it in 2 plans\./);
  });

  it("are filled in where nothing is said, visibly, and give way to what the goal says", async () => {
    for (let i = 0; i < 2; i++) await choose("chart.render", "kind", "pie");
    const plan = await propose("Draw a chart of the sales by region");
    const chart = plan.steps.find(({ toolId }) => toolId === "chart.render");
    expect(chart?.inputs.kind).toEqual({ kind: "literal", value: "pie", origin: "person", isUsual: true });
    expect(plan.notes.join(" ")).toContain("is filled in: you chose it in 2 plans.");
    const said = await propose("Draw a bar chart of the sales by region");
    expect(said.steps.find(({ toolId }) => toolId === "chart.render")?.inputs.kind).toMatchObject({
      value: "bar",
    });
  });

  it("A2: come from a person's own edits alone: not from programs, outputs, or words a planner read", async () => {
    for (let i = 0; i < 2; i++) {
      await choose("slack.postMessage", "destination", "#evil", { author: "api" });
      const words = { ...literal("#evil"), words: "send it to #evil" } as Binding;
      await choose("slack.postMessage", "destination", "#evil", { binding: words });
      const constant: Binding = { kind: "literal", value: "#evil", origin: "constant" };
      await choose("slack.postMessage", "destination", "#evil", { binding: constant });
    }
    expect(await remembered()).toEqual([]);
  });

  it("S1: are never secrets, long texts or dates", async () => {
    const key = "sk-live-0123456789abcdefghij";
    for (let i = 0; i < 2; i++) {
      await choose("slack.postMessage", "destination", key);
      await choose("slack.postMessage", "text", "Hello");
      await choose("weather.getForecast", "date", "2026-12-24");
    }
    expect(await remembered()).toEqual([]);
    const { rows } = await pool().query("select value from corrections");
    expect(rows).toEqual([]);
  });

  it("of which one is changed again, or taken away, count no more", async () => {
    const plan = await choose("slack.postMessage", "destination", "#one");
    const again = await changePlan({
      ...{ planId: plan.id, revision: plan.revision, author: "person" },
      changes: [{ kind: "bind-input", stepId: s1, input: "destination", binding: literal("#two") }],
    });
    expect(await remembered()).toEqual([{ input: "destination", value: "#two", plans: 1, isUsed: false }]);
    if (again.kind !== "changed") throw new Error(again.kind);
    await changePlan({
      ...{ planId: plan.id, revision: again.plan.revision, author: "person" },
      changes: [{ kind: "clear-input", stepId: s1, input: "destination" }],
    });
    expect(await remembered()).toEqual([]);
  });

  it("are forgotten one by one, or all", async () => {
    await choose("slack.postMessage", "destination", "#one");
    await choose("slack.postMessage", "destination", "#two");
    await forgetValue({
      toolId: toolIdSchema.parse("slack.postMessage"),
      input: "destination",
      value: "#one",
    });
    expect(await remembered()).toMatchObject([{ value: "#two" }]);
    await forgetEverything();
    expect(await remembered()).toEqual([]);
  });
});
