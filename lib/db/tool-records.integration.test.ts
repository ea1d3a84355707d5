import { expect, it } from "vitest";
import { newId, stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import { defaultPolicy, type Step } from "@/lib/domain/plan";
import type { RunEventBody } from "@/lib/domain/run-event";
import { db } from "./client";
import { insertPlan } from "./plans";
import { appendEvents, insertRun } from "./runs";
import { toolRecords } from "./tool-records";

const [first, second] = [toolIdSchema.parse("shop.first"), toolIdSchema.parse("shop.second")];
const stepId = stepIdSchema.parse("s1");
const step: Step = {
  id: stepId,
  title: "Do it",
  toolId: first,
  inputs: {},
  after: [],
  why: { words: "", reason: "" },
  position: null,
};
const failure = { kind: "transient" as const, message: "Away.", evidence: null };
const failed = (attempt: number, retryAt: string | null): RunEventBody => ({
  type: "attempt-failed",
  ...{ stepId, attempt, failure, retryAt },
});
const completed = (source: "tool" | "person"): RunEventBody => ({
  type: "step-completed",
  ...{ stepId, output: {}, receipt: null, source },
});

async function run(events: RunEventBody[]): Promise<void> {
  const planId = newId("plan");
  await insertPlan({
    ...{ id: planId, revision: 1, goal: "A goal", fileIds: [], planner: "embedded", notes: [] },
    ...{ steps: [step], unserved: [], policy: defaultPolicy, timeZone: "UTC" },
    createdAt: new Date().toISOString(),
  });
  const runId = newId("run");
  await insertRun({ id: runId, planId, planRevision: 1, goal: "A goal" });
  await db().transaction((tx) => appendEvents(tx, runId, () => events));
}

it("counts how a tool's calls ended: neither retries on the way, nor what a person settled", async () => {
  expect(await toolRecords([first, second])).toEqual(new Map());
  await run([failed(1, "2026-11-26T10:00:00.000Z"), completed("tool")]);
  await run([failed(1, null)]);
  await run([completed("person")]);
  expect(await toolRecords([first, second])).toEqual(new Map([[first, { completed: 1, failed: 1 }]]));
});

it("counts for the tool a person gave the step in the middle of the run", async () => {
  const amended = { ...step, toolId: second };
  await run([failed(1, null), { type: "step-retried", stepId, amended }, completed("tool")]);
  const records = await toolRecords([first, second]);
  expect(records.get(first)).toEqual({ completed: 1, failed: 2 });
  expect(records.get(second)).toEqual({ completed: 1, failed: 0 });
});
