import { sql } from "drizzle-orm";
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
  expect(await toolRecords([first, second])).toEqual(
    new Map([[first, { completed: 1, failed: 1, lowMs: null, medianMs: null, highMs: null }]]),
  );
});

it("counts for the tool a person gave the step in the middle of the run", async () => {
  const amended = { ...step, toolId: second };
  await run([failed(1, null), { type: "step-retried", stepId, amended }, completed("tool")]);
  const records = await toolRecords([first, second]);
  expect(records.get(first)).toMatchObject({ completed: 1, failed: 2 });
  expect(records.get(second)).toMatchObject({ completed: 1, failed: 0 });
});

it("times completed calls, each from its last attempt on", async () => {
  const started = (attempt: number): RunEventBody => ({
    type: "attempt-started",
    stepId,
    attempt,
    inputs: {},
  });
  await run([started(1), failed(1, "2026-11-26T10:00:00.000Z"), started(2), completed("tool")]);
  // The first attempt a minute before the second, which took one second.
  await db().execute(sql`update run_events set at = '2026-11-26T10:00:00Z'::timestamptz + make_interval(secs => seq)
    where run_id = (select id from runs order by created_at desc limit 1)`);
  await db().execute(sql`update run_events set at = at - interval '1 minute'
    where run_id = (select id from runs order by created_at desc limit 1) and body->>'attempt' = '1'`);
  const records = await toolRecords([first]);
  expect(records.get(first)).toMatchObject({ medianMs: 1000 });
});
