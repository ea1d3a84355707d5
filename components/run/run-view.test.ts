import { describe, expect, it } from "vitest";
import { newId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { reduceRun } from "@/lib/domain/reduce-run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { examplePlan, exampleStep, exampleTools, sms, stepId } from "@/lib/planning/testing/example-tools";
import { itemWords, runView } from "./run-view";

const a = stepId("a");
const plan = examplePlan([
  {
    ...exampleStep("a", sms, {}),
    repeat: { over: { kind: "literal", value: ["x", "y"], origin: "person" }, limit: 5 },
  },
]);
const items: RunEventBody = {
  ...{ type: "items-resolved", stepId: a, items: ["x", "y"] },
  provenance: { origin: "person", sources: [] },
};
const failed = (item: number): RunEventBody => ({
  ...{ type: "step-failed", stepId: a, item },
  failure: { kind: "not-found", message: "gone", evidence: null },
});
const skipped = (item: number): RunEventBody => ({ type: "step-skipped", stepId: a, item, reason: "" });
const resolved = (item: number): RunEventBody => ({
  ...{ type: "step-resolved", stepId: a, item },
  ...{ inputs: {}, provenance: {} },
});

function viewOf(...bodies: RunEventBody[]) {
  const all: RunEventBody[] = [
    { type: "run-queued", planId: plan.id, planRevision: 1 },
    { type: "run-started", executorId: "w" },
    ...bodies,
  ];
  const runId = newId("run");
  const run = reduceRun(
    all.map((body, index) => ({ runId, seq: index + 1, at: "2026-01-01T00:00:00.000Z", body })),
  );
  if (!run) throw new Error("no run");
  return runView(run, plan, exampleTools);
}

describe("a repeated step in a run", () => {
  it("stands as its items do: at work while one goes on by itself, then as what they wait for", () => {
    const working = viewOf(items, failed(0), resolved(1));
    expect([working.statuses.a, working.run.status]).toEqual(["running", "running"]);
    const stuck = viewOf(items, failed(0), skipped(1));
    expect([stuck.statuses.a, stuck.run.status]).toEqual(["failed", "waiting"]);
    expect(stuck.waiting.map(({ step }) => step.id)).toEqual(["a"]);
  });

  it("says how many of its items have ended, and completes with them", () => {
    expect(viewOf(items, skipped(1)).progress).toEqual({ a: "1 of 2" });
    const done = viewOf(items, skipped(0), skipped(1), { type: "items-ended", stepId: a });
    expect([done.statuses.a, done.progress.a, done.waiting]).toEqual(["completed", "2 of 2", []]);
  });

  it("names an item by what is in it", () => {
    const named: Json[] = [
      "ada@x.example",
      4,
      null,
      { name: "Ada", n: 3, deep: { x: 1 } },
      { deep: {} },
      [1],
    ];
    expect(named.map((one) => itemWords(one))).toEqual([
      "ada@x.example",
      "4",
      "nothing",
      "Ada, 3",
      '{"deep":{}}',
      "1",
    ]);
  });
});
