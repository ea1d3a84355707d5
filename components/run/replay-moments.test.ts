import { expect, test } from "vitest";
import { runIdSchema, stepIdSchema } from "@/lib/domain/ids";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { momentsOf } from "./replay-moments";

const stepId = stepIdSchema.parse("s1");

function events(...bodies: RunEventBody[]): RunEvent[] {
  return bodies.map((body, index) => ({
    runId: runIdSchema.parse("run_0000000000000000"),
    seq: index + 1,
    at: new Date(Date.UTC(2026, 10, 27, 9, 0, index)).toISOString(),
    body,
  }));
}

const texts = (...bodies: RunEventBody[]) =>
  momentsOf(events(...bodies), () => "Email Ada").map(({ seq, text }) => [seq, text]);

test("what changes the canvas is a moment, what doesn't is none", () => {
  const failure = { kind: "transient", message: "Busy.", evidence: null } as const;
  expect(
    texts(
      { type: "run-started", executorId: "one" },
      { type: "step-resolved", stepId, inputs: {}, provenance: {} },
      { type: "attempt-started", stepId, attempt: 1, inputs: {} },
      { type: "attempt-failed", stepId, attempt: 1, failure, retryAt: "2026-11-27T09:01:00.000Z" },
      { type: "run-started", executorId: "two" },
      { type: "attempt-started", stepId, attempt: 2, inputs: {} },
      { type: "step-completed", stepId, output: null, receipt: null, source: "tool" },
      { type: "run-completed" },
    ),
  ).toEqual([
    [1, "A worker began"],
    [3, "“Email Ada” is called"],
    [4, "“Email Ada” failed, and is tried again"],
    [5, "Another worker took over"],
    [6, "“Email Ada” is called again"],
    [7, "“Email Ada” completed"],
    [8, "The run completed"],
  ]);
});

test("an item of a repeated step is told by its number, from 1", () => {
  expect(texts({ type: "attempt-started", stepId, item: 0, attempt: 1, inputs: {} })).toEqual([
    [1, "“Email Ada” (item 1) is called"],
  ]);
});

test("what a person decided is told as theirs", () => {
  expect(
    texts(
      { type: "step-skipped", stepId, reason: "" },
      { type: "step-completed", stepId, output: null, receipt: null, source: "person" },
    ),
  ).toEqual([
    [1, "“Email Ada” was skipped"],
    [2, "You confirmed that “Email Ada” took place"],
  ]);
});
