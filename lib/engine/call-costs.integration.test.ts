// What calls cost: as a person says of a tool, and as a model's tokens are priced; counted in the run, and expected of
// the next.
import { afterEach, describe, expect, it } from "vitest";
import { setToolPrice } from "@/lib/db/tool-prices";
import { costsIn, knownCost } from "@/lib/domain/call-cost";
import { stepRunOf } from "@/lib/domain/run";
import { estimateOf } from "@/lib/flow/estimate-plan";
import { priceTool } from "@/lib/flow/price-tool";
import { ended, id, startPlan, step } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { fetchTool, readTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;
withWorker((started) => {
  service = started;
});
afterEach(async () => {
  await Promise.all([readTool, fetchTool].map(({ id: toolId }) => setToolPrice(toolId, null)));
});

describe("what calls cost", () => {
  it("is counted at the price of then, once for a call that took place, and expected of the next run", async () => {
    await priceTool({ toolId: readTool.id, usd: 0.25 });
    let failures = 1;
    service.on("a", () =>
      failures-- > 0
        ? { error: { kind: "transient", message: "Down for a moment." } }
        : { output: { value: "a" } },
    );
    const runId = await startPlan([step("a", readTool), step("b", fetchTool, {}, ["a"])]);
    const run = await ended(runId);
    expect(stepRunOf(run, id("a")).attempts.map(({ cost }) => cost)).toEqual([
      null,
      { priceUsd: 0.25, models: [] },
    ]);
    expect(knownCost(costsIn(run))).toEqual({ usd: 0.25, isWhole: true });
    expect(knownCost(costsIn(run, id("b")))).toBeNull();
    const estimate = await estimateOf({ planId: run.planId });
    expect(estimate?.usd).toEqual({ low: 0.25, likely: 0.25, high: 0.25 });
    expect(estimate?.steps.map(({ usd }) => usd?.likely ?? null)).toEqual([0.25, null]);
    // Another price is for what comes: what was paid stays what it was.
    await priceTool({ toolId: readTool.id, usd: 3 });
    expect((await estimateOf({ planId: run.planId }))?.usd?.likely).toBe(3);
    expect(knownCost(costsIn(run))?.usd).toBe(0.25);
    await priceTool({ toolId: readTool.id, usd: null });
    expect((await estimateOf({ planId: run.planId }))?.usd).toBeNull();
  });

  it("has what a model was asked in a call, and what such calls cost is expected of the next", async () => {
    const runs = [];
    for (const write of ["one", "two", "three"]) {
      service.on("write", () => ({ write }));
      runs.push(await ended(await startPlan([step("write", fetchTool)])));
    }
    const [first] = runs;
    expect(first && stepRunOf(first, id("write"))).toMatchObject({
      status: "completed",
      output: { value: "Written: one" },
      attempts: [
        {
          cost: {
            priceUsd: null,
            models: [{ model: "test/writer", inputTokens: 300, outputTokens: 100, costUsd: 0.003 }],
          },
        },
      ],
    });
    const planId = runs[0]?.planId;
    if (!planId) throw new Error("no run");
    // Words of three, three and five letters: a thousandth of a dollar each letter.
    const estimate = await estimateOf({ planId });
    expect(estimate?.usd?.low).toBeCloseTo(0.003);
    expect(estimate?.usd?.likely).toBeCloseTo(0.003);
    expect(estimate?.usd?.high).toBeCloseTo(0.0046);
    // What was expected before any of it.
    const before = new Date(runs[0]?.queuedAt ?? "");
    expect((await estimateOf({ planId, before }))?.usd).toBeNull();
  });

  it("is known in part where a model has no price", async () => {
    service.on("write", () => ({ write: "unpriced" }));
    const run = await ended(await startPlan([step("write", fetchTool)]));
    expect(costsIn(run)).toMatchObject([{ models: [{ inputTokens: 800, costUsd: null }] }]);
    expect(knownCost(costsIn(run))).toBeNull();
  });
});
