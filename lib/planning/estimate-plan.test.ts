import { describe, expect, it } from "vitest";
import type { ToolRecord } from "@/lib/domain/candidate";
import { stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import { estimatePlan } from "./estimate-plan";

const step = (id: string, tool: string, after: string[] = []): Step => ({
  ...{ id: stepIdSchema.parse(id), title: id, toolId: toolIdSchema.parse(tool), inputs: {} },
  after: after.map((one) => stepIdSchema.parse(one)),
  ...{ why: { words: "", reason: "" }, position: null },
});
const record = (completed: number, failed: number, ms: [number, number, number] | null): ToolRecord => ({
  ...{ completed, failed },
  ...{ lowMs: ms?.[0] ?? null, medianMs: ms?.[1] ?? null, highMs: ms?.[2] ?? null },
});
const records = new Map([
  [toolIdSchema.parse("a.fast"), record(40, 0, [10, 20, 40])],
  [toolIdSchema.parse("a.slow"), record(36, 4, [100, 200, 400])],
  [toolIdSchema.parse("a.broken"), record(0, 12, null)],
]);

describe("estimatePlan", () => {
  it("adds up steps that wait for each other, and takes the longest of those that run side by side", () => {
    const plan = { steps: [step("s1", "a.fast"), step("s2", "a.slow"), step("s3", "a.fast", ["s1", "s2"])] };
    expect(estimatePlan(plan, records).ms).toEqual({ low: 110, likely: 220, high: 440 });
  });

  it("is the likelier to fail the more steps there are, and never certain", () => {
    const one = estimatePlan({ steps: [step("s1", "a.slow")] }, records).failure;
    const two = estimatePlan({ steps: [step("s1", "a.slow"), step("s2", "a.slow")] }, records).failure;
    // 4 of 40 failed.
    expect(one?.likely).toBeCloseTo(0.11, 2);
    expect(two?.likely).toBeCloseTo(0.208, 2);
    const broken = estimatePlan({ steps: [step("s1", "a.broken")] }, records);
    expect(broken.failure?.low).toBeGreaterThan(0.6);
    expect(broken.failure?.high).toBeLessThan(1);
    expect(broken.ms).toBeNull();
  });

  it("says nothing of odds from a handful of calls", () => {
    const known = new Map([[toolIdSchema.parse("a.b"), record(4, 0, [1, 2, 3])]]);
    expect(estimatePlan({ steps: [step("s1", "a.b")] }, known)).toMatchObject({
      ...{ failure: null, ms: { likely: 2 }, unknown: ["s1"] },
    });
  });

  it("stays inside its own bounds, and they come closer with every call", () => {
    const bounds = (calls: number) => {
      const known = new Map([[toolIdSchema.parse("a.b"), record(calls, 0, [1, 2, 3])]]);
      return estimatePlan({ steps: [step("s1", "a.b")] }, known).failure ?? { low: 1, likely: 0, high: 1 };
    };
    const all = [5, 10, 20, 100, 300].map(bounds);
    for (const { low, likely, high } of all) expect(low <= likely && likely <= high).toBe(true);
    const highs = all.map(({ high }) => high);
    expect(highs).toEqual(highs.toSorted((a, b) => b - a));
    // The rule of three, at 95 in 100, says 0.01.
    expect(highs.at(-1)).toBeLessThan(0.015);
  });

  it("says which steps nothing is known of, and speaks of the others", () => {
    const plan = { steps: [step("s1", "a.fast"), step("s2", "a.new", ["s1"])] };
    expect(estimatePlan(plan, records)).toMatchObject({ ms: { likely: 20 }, unknown: ["s2"] });
    expect(estimatePlan({ steps: [step("s1", "a.new")] }, records)).toMatchObject({
      ms: null,
      failure: null,
    });
    expect(estimatePlan({ steps: [] }, records)).toEqual({
      ...{ steps: [], ms: null, failure: null, usd: null, unknown: [] },
    });
  });

  describe("what it costs", () => {
    const costs = {
      prices: new Map([[toolIdSchema.parse("a.slow"), 0.5]]),
      models: new Map([
        [toolIdSchema.parse("a.slow"), { low: 0.01, likely: 0.02, high: 0.05 }],
        [toolIdSchema.parse("a.fast"), { low: 0.001, likely: 0.002, high: 0.003 }],
      ]),
    };

    it("is a tool's price and what it asks of a model, and not nothing where neither is known", () => {
      const plan = { steps: [step("s1", "a.fast"), step("s2", "a.slow"), step("s3", "a.new")] };
      const { steps, usd } = estimatePlan(plan, records, costs);
      expect(steps.map((one) => one.usd)).toEqual([
        { low: 0.001, likely: 0.002, high: 0.003 },
        { low: 0.51, likely: 0.52, high: 0.55 },
        null,
      ]);
      expect(usd?.low).toBeCloseTo(0.511);
      expect(usd?.likely).toBeCloseTo(0.522);
      expect(usd?.high).toBeCloseTo(0.553);
      expect(estimatePlan({ steps: [step("s3", "a.new")] }, records, costs).usd).toBeNull();
    });

    it("is nothing at least where a condition may leave a step out, and up to the limit where it is repeated", () => {
      const over = { kind: "literal" as const, value: [], origin: "person" as const };
      const repeated = { ...step("s1", "a.slow"), repeat: { over, limit: 10 } };
      expect(estimatePlan({ steps: [repeated] }, records, costs).usd).toEqual({
        ...{ low: 0, likely: 0.52, high: 5.5 },
      });
      const value = { kind: "output" as const, stepId: stepIdSchema.parse("s0"), path: ["count"] };
      const test = { value, of: "any" as const, operator: "above" as const, operand: 1 };
      const maybe = { ...step("s1", "a.slow"), condition: { match: "all" as const, tests: [test] } };
      expect(estimatePlan({ steps: [maybe] }, records, costs).usd).toEqual({
        ...{ low: 0, likely: 0.52, high: 0.55 },
      });
    });
  });
});
