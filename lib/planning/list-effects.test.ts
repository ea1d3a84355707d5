import { describe, expect, it } from "vitest";
import { newId, type ToolId } from "@/lib/domain/ids";
import { effectKey } from "@/lib/domain/rollback";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { Tool } from "@/lib/domain/tool";
import type { ToolFailure } from "@/lib/domain/tool-error";
import { email, examplePlan, exampleStep, query, stepId } from "@/lib/planning/testing/example-tools";
import { listEffects } from "./list-effects";

const [a, b] = [stepId("a"), stepId("b")];
const keyed: Tool = { ...email, idempotency: "key" };
const once: Tool = { ...email, idempotency: "none" };
const plan = examplePlan([exampleStep("a", email, {}), exampleStep("b", query, {})]);

const started = (attempt: number, step = a): RunEventBody => ({
  ...{ type: "attempt-started", stepId: step, attempt, inputs: { attempt } },
});
const completed: RunEventBody = {
  ...{ type: "step-completed", stepId: a, output: { done: true }, receipt: null, source: "tool" },
};
const failed = (attempt: number, kind: ToolFailure["kind"]): RunEventBody => ({
  ...{ type: "attempt-failed", stepId: a, attempt, retryAt: null },
  failure: { kind, message: "no", evidence: null },
});
const unknown: RunEventBody = { type: "outcome-unknown", stepId: a, attempt: 1, failure: null };
const retried: RunEventBody = { type: "step-retried", stepId: a, amended: null };
const unexpected: RunEventBody = {
  ...{ type: "step-unexpected", stepId: a, output: { none: true }, receipt: null },
  observation: { verdict: "not-met", source: "person", checks: [] },
};

/** Each effect as `<which> <took place>`, the first first. */
function effectsOf(tool: Tool | null, ...bodies: RunEventBody[]): string[] {
  const runId = newId("run");
  const all: RunEventBody[] = [
    { type: "run-queued", planId: plan.id, planRevision: 1 },
    { type: "run-started", executorId: "w" },
    ...bodies,
  ];
  const events = all.map((body, index) => ({ runId, seq: index + 1, at: "2026-01-01T00:00:00.000Z", body }));
  const tools = new Map<ToolId, Tool>([[query.id, query], ...(tool ? [[tool.id, tool] as const] : [])]);
  const effects = listEffects({ events, plans: new Map([[1, plan]]), tools });
  return effects.map((one) => `${effectKey(one.effect)} ${one.tookPlace ? "took place" : "unknown"}`);
}

describe("listEffects", () => {
  it("tells what took place, and leaves out reads and what was not sent", () => {
    expect(effectsOf(keyed, started(1), completed, started(1, b))).toEqual(["a#1 took place"]);
    expect(effectsOf(keyed, started(1), failed(1, "refused"))).toEqual([]);
    expect(effectsOf(once, started(1), failed(1, "transient"))).toEqual([]);
  });

  it("R2: calls unknown what a call that can be repeated may have done before it failed for good", () => {
    expect(effectsOf(keyed, started(1), failed(1, "timeout"))).toEqual(["a#1 unknown"]);
    // What was told last does not undo what may have been done before.
    expect(effectsOf(keyed, started(1), failed(1, "timeout"), started(2), failed(2, "refused"))).toEqual([
      "a#1 unknown",
    ]);
    // With the same key it is one effect.
    expect(effectsOf(keyed, started(1), failed(1, "timeout"), started(2), completed)).toEqual([
      "a#1 took place",
    ]);
    // Cut off, and once more.
    expect(effectsOf(keyed, started(1), started(2), failed(2, "refused"))).toEqual(["a#1 unknown"]);
    expect(effectsOf(once, started(1))).toEqual(["a#1 unknown"]);
  });

  it("takes a person's word that nothing was sent", () => {
    expect(effectsOf(once, started(1), unknown)).toEqual(["a#1 unknown"]);
    expect(effectsOf(once, started(1), unknown, retried, started(2), failed(2, "refused"))).toEqual([]);
    expect(effectsOf(once, started(1), unknown, retried, started(2), completed)).toEqual(["a#1 took place"]);
  });

  it("counts what was done once more after an answer that was not as expected for itself", () => {
    expect(effectsOf(once, started(1), unexpected, retried, started(2), completed)).toEqual([
      "a#1 took place",
      "a#2 took place",
    ]);
  });

  it("leaves out what an earlier run did, and keeps what a tool did that is gone", () => {
    const taken: RunEventBody = {
      ...{
        type: "step-taken-over",
        stepId: a,
        from: { runId: newId("run"), at: "2026-01-01T00:00:00.000Z" },
      },
      ...{ inputs: {}, provenance: {}, output: {}, receipt: null, source: "tool", observation: null },
    };
    expect(effectsOf(keyed, taken)).toEqual([]);
    expect(effectsOf(null, started(1), completed)).toEqual(["a#1 took place"]);
  });
});
