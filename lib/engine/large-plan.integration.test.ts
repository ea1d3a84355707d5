import { expect, it } from "vitest";
import { maxSteps } from "@/lib/domain/plan";
import { ended, startPlan } from "./testing/harness";
import { largePlanRows, largePlanSteps } from "./testing/large-plan";
import type { TestService } from "./testing/test-service";
import { keyedTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

it("R10: a plan of a thousand steps is run to its end, every call once", { timeout: 300_000 }, async () => {
  const steps = largePlanSteps();
  expect(steps).toHaveLength(maxSteps);
  for (const { id, toolId } of steps) {
    if (toolId === "test.list") service.on(id, () => ({ output: { rows: largePlanRows } }));
  }
  const runId = await startPlan(steps, { trustedWrites: [keyedTool.id] });
  const run = await ended(runId, 280_000);
  expect(run.status).toBe("completed");
  const own = Object.values(run.steps).filter(({ item }) => item === null);
  expect(own).toHaveLength(maxSteps);
  expect(own.filter(({ status }) => status !== "completed")).toEqual([]);
  const repeated = steps.filter(({ repeat }) => repeat).length;
  expect(service.calls).toHaveLength(maxSteps - repeated + repeated * largePlanRows.length);
});
