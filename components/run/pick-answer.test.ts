import { describe, expect, it } from "vitest";
import { newId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { type Run, type StepRun, stepRunOf } from "@/lib/domain/run";
import { exampleTools, salesPlan, stepId } from "@/lib/planning/testing/example-tools";
import { pickAnswer } from "./pick-answer";
import { runView } from "./run-view";

const table = { columns: [{ name: "Region", type: "text" }], rows: [{ Region: "East" }], rowCount: 1 };

/** The sales plan as a run in which some steps completed with these outputs. */
function answerFor(outputs: Record<string, Json>) {
  const run: Run = {
    id: newId("run"),
    planId: salesPlan().id,
    planRevision: 1,
    rerun: null,
    rollback: null,
    trigger: null,
    given: [],
    status: "completed",
    reason: null,
    executorId: null,
    queuedAt: "2026-01-01T00:00:00.000Z",
    startedAt: null,
    finishedAt: "2026-01-01T00:00:10.000Z",
    seq: 9,
    steps: {},
  };
  const completed = Object.entries(outputs).map(([id, output]): [string, StepRun] => [
    id,
    {
      ...stepRunOf(run, stepId(id)),
      status: "completed",
      output,
      receipt: null,
      source: "tool",
      observation: null,
    },
  ]);
  const view = runView({ ...run, steps: Object.fromEntries(completed) }, salesPlan(), exampleTools);
  const { effects, main } = pickAnswer(view);
  return { effects: effects.map(({ step }) => step.id), main: main?.step.id ?? null };
}

describe("pickAnswer", () => {
  it("tells what was sent, and shows the text it was made from", () => {
    const outputs = {
      s1: { table, sql: "select 1" },
      s2: { summary: "Sales grew.", best: 4 },
      s3: { emails: ["a@example.com"] },
      s4: { messageId: "1" },
    };
    expect(answerFor(outputs)).toEqual({ effects: ["s4"], main: "s2" });
  });

  it("shows the last telling output when the run ended early", () => {
    expect(answerFor({ s1: { table, sql: "select 1" } })).toEqual({ effects: [], main: "s1" });
    expect(answerFor({ s3: { emails: [], phones: [] } })).toEqual({ effects: [], main: null });
    expect(answerFor({})).toEqual({ effects: [], main: null });
  });
});
