import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { findPlan } from "@/lib/db/plans";
import { allTools } from "@/lib/db/tools";
import { fileIdSchema, planIdSchema, stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import { storeFile } from "@/lib/files/store";
import { rebindStep } from "@/lib/planning/rebind-step";
import { closeIndex } from "@/lib/retrieval/open-index";
import { readDataFile } from "@/lib/sandbox/places/read-data-file";
import { seedSandbox } from "@/lib/setup/seed-sandbox";
import { syncBuiltinTools } from "@/lib/setup/sync-builtin-tools";
import { timed } from "@/lib/testing/idle-time";
import { findCandidates } from "./find-candidates";
import { proposePlan } from "./propose-plan";
import { reviewPlan } from "./review-plan";

beforeAll(async () => {
  await syncBuiltinTools();
  await seedSandbox({ http: 43_311, smtp: 43_312 });
});
afterAll(closeIndex);

const timeZone = "Europe/Berlin";

async function propose(
  goal: string,
  fileIds: Parameters<typeof proposePlan>[0]["fileIds"] = [],
): Promise<Plan> {
  const proposed = await proposePlan({ goal, fileIds, timeZone });
  if (proposed.kind === "refused") throw new Error(proposed.message);
  return proposed.plan;
}

describe("proposePlan", () => {
  it("plans over the real catalogue and the columns of the connected database, and stores the plan", async () => {
    const plan = await propose("Analyze quarterly sales data and email a summary to the marketing team");
    expect(plan.steps.map((step) => step.toolId)).toEqual([
      "database.query",
      "data.analyze",
      "directory.lookup",
      "email.send",
    ]);
    expect(plan.steps[0]?.inputs).toMatchObject({
      table: { value: "sales" },
      measures: { value: [{ column: "sales", aggregate: "sum" }] },
      timeGrain: { value: "quarter", words: "quarterly" },
    });
    expect(plan).toMatchObject({ revision: 1, planner: "embedded", timeZone, unserved: [] });
    expect(await findPlan(plan.id)).toEqual(plan);
    expect((await reviewPlan(plan.id))?.problems).toEqual([]);
  });

  it("knows the values of columns that have few, so that a name in the goal becomes a condition", async () => {
    const plan = await propose("Top five products by profit in the West in 2017");
    expect(plan.steps[0]?.inputs.filters).toMatchObject({
      value: [
        { column: "region", operator: "=", value: "West" },
        { column: "order_date", operator: "between", value: ["2017-01-01", "2017-12-31"] },
      ],
    });
  });

  it("reads the columns of an attached file", async () => {
    const csv = readDataFile("superstore");
    const file = await storeFile({
      name: "superstore.csv",
      mediaType: "text/csv",
      content: Buffer.from(csv),
    });
    const goal =
      "Find the five customers with the highest revenue in this file and post them to the #sales channel";
    const plan = await propose(goal, [file.id]);
    expect(plan.fileIds).toEqual([file.id]);
    expect(plan.steps.map((step) => step.toolId)).toEqual([
      "file.read",
      "data.transform",
      "slack.postMessage",
    ]);
    expect(plan.steps[1]?.inputs).toMatchObject({
      groupBy: { value: ["Customer Name"] },
      measure: { value: "Sales" },
      limit: { value: 5 },
    });
  });

  it("says what is wrong with an attached file, and plans all the same", async () => {
    const broken = 'a,b\n"no end,1\n2,3\n';
    const file = await storeFile({ name: "broken.csv", mediaType: "text/csv", content: Buffer.from(broken) });
    const plan = await propose("Read this file", [file.id]);
    expect(plan.steps.map((step) => step.toolId)).toEqual(["file.read"]);
    expect(plan.notes.join(" ")).toContain("broken.csv");
  });

  it("stores a plan without steps for a goal that no tool serves, with the nearest tools", async () => {
    const plan = await propose("Repaint my kitchen ceiling");
    expect(plan.steps).toEqual([]);
    expect(plan.unserved[0]?.words).toBe("Repaint my kitchen ceiling");
    expect((await findPlan(plan.id))?.notes).toEqual(plan.notes);
  });

  it.each([
    ["", "The goal is empty. Describe what you want done."],
    [" \n ", "The goal is empty. Describe what you want done."],
    ["x".repeat(20_001), "The goal has 20,001 characters, more than the 20,000 that are read."],
    ["a\u0000b", "The goal holds a character that can't be stored (U+0000). Type it again."],
  ])("refuses a goal that can't be taken (%#)", async (goal, message) => {
    const proposed = await proposePlan({ goal, fileIds: [], timeZone });
    expect(proposed).toEqual({ kind: "refused", message: expect.stringContaining(message) });
  });

  it("refuses an unknown file and an unknown time zone", async () => {
    const fileIds = [fileIdSchema.parse("file_0000000000000000")];
    expect((await proposePlan({ goal: "Read this", fileIds, timeZone })).kind).toBe("refused");
    expect((await proposePlan({ goal: "Read this", fileIds: [], timeZone: "Mars/Olympus" })).kind).toBe(
      "refused",
    );
  });

  it("takes 20,000 characters without falling over", async () => {
    const rambling = "Email ada@lamplight.example that lunch is ready, and then text Bob. "
      .repeat(294)
      .slice(0, 20_000);
    const { ms, result: plan } = await timed(() => propose(rambling));
    expect(plan.notes.join(" ")).toContain("the first 16 are planned");
    expect(ms).toBeLessThan(5000);
  }, 120_000);

  it("plans without the database's columns when it can't be reached, and says so", async () => {
    await pool().query(
      "update connections set config = config || '{\"user\":\"nobody\"}' where kind = 'postgres'",
    );
    const plan = await propose("What will the weather be in Paris tomorrow?");
    expect(plan.steps.map((step) => step.toolId)).toEqual(["weather.getForecast"]);
    expect(plan.notes.join(" ")).toContain("couldn't be looked up");
  });
});

describe("findCandidates", () => {
  const messages = ["sms.send", "email.send", "slack.postMessage"];

  it("offers the other ways to send a notification, with the recipient carried over", async () => {
    const plan = await propose("Send a notification to the on-call engineer that the nightly backup failed");
    const step = plan.steps.find((one) => messages.includes(one.toolId));
    if (!step) throw new Error("No step sends the notification.");
    const candidates = await findCandidates({ planId: plan.id, stepId: step.id, limit: 5 });
    const ids = candidates?.map((candidate) => candidate.tool.id) ?? [];
    expect(ids[0]).toBe(step.toolId);
    expect(ids.slice(0, 3).sort()).toEqual([...messages].sort());
    const tools = new Map((await allTools()).map((tool) => [tool.id, tool]));
    for (const id of messages.filter((one) => one !== step.toolId)) {
      const [from, to] = [tools.get(step.toolId) ?? null, tools.get(toolIdSchema.parse(id))];
      const swap = to && rebindStep({ plan, step, from, to, tools });
      const recipient = id === "email.send" ? { to: "emails" } : { destination: "handle" };
      const [[input, path]] = Object.entries(recipient) as [[string, string]];
      expect(JSON.stringify(swap?.inputs[input])).toContain(path);
      expect(JSON.stringify(swap?.inputs.text)).toContain("The nightly backup failed.");
    }
  });

  it("gives null for a plan or step that is not there", async () => {
    const plan = await propose("What will the weather be in Paris tomorrow?");
    const nowhere = planIdSchema.parse("plan_0000000000000000");
    const stepId = stepIdSchema.parse("s1");
    expect(await findCandidates({ planId: nowhere, stepId, limit: 5 })).toBeNull();
    expect(await findCandidates({ planId: plan.id, stepId: stepIdSchema.parse("s9"), limit: 5 })).toBeNull();
  });
});
