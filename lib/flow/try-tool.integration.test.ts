import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findApproval } from "@/lib/db/approvals";
import { listPlans } from "@/lib/db/plans";
import { closeRunFeed } from "@/lib/db/run-feed";
import { toolUsage } from "@/lib/db/tool-usage";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { closeEngineClient } from "@/lib/engine/enqueue-run";
import {
  ended,
  killWorkers,
  prepareTest,
  startPlan,
  startWorkerProcess,
  step,
  stepWhen,
} from "@/lib/engine/testing/harness";
import { TestService } from "@/lib/engine/testing/test-service";
import { connectedTool, postTool, readTool, sendTool } from "@/lib/engine/testing/test-tools";
import { decideApproval } from "./decide-approval";
import { tryTool } from "./try-tool";

let service: TestService;

beforeAll(async () => {
  service = await TestService.start();
  await prepareTest();
  await startWorkerProcess(service.url);
});
beforeEach(() => service.reset());
afterAll(async () => {
  await killWorkers();
  await Promise.all([service.stop(), closeRunFeed(), closeEngineClient()]);
});

async function started(toolId: ToolId, inputs: JsonObject) {
  const tried = await tryTool({ toolId, inputs });
  if (tried.kind !== "started") throw new Error(JSON.stringify(tried));
  return tried;
}

describe("trying a tool", () => {
  it("runs a read at once and gives its output", async () => {
    const { run } = await started(readTool.id, { name: "a" });
    const { steps, status } = await ended(run.id);
    expect(status).toBe("completed");
    expect(steps.s1).toMatchObject({ status: "completed", output: { value: "a" } });
    expect(service.count("a")).toBe(1);
  });

  it.each([postTool, sendTool])(
    "A3: sends nothing by $id before a person has approved exactly that",
    async (tool) => {
      const { run } = await started(tool.id, { name: "b", to: "ada@x.example" });
      const { approvalId } = await stepWhen(run.id, "s1", "waiting-approval");
      const approval = await findApproval(approvalId);
      expect(approval?.card).toMatchObject({ toolId: tool.id, inputs: { name: "b", to: "ada@x.example" } });
      expect(service.count("b")).toBe(0);
      const contentHash = approval?.contentHash ?? "";
      await decideApproval({ approvalId, decision: { decision: "approve", contentHash } });
      expect((await ended(run.id)).status).toBe("completed");
      expect(service.count("b")).toBe(1);
    },
  );

  it("refuses inputs that are missing or wrong, and a tool without its connection", async () => {
    const codes = async (toolId: ToolId, inputs: JsonObject) => {
      const tried = await tryTool({ toolId, inputs });
      return tried.kind === "refused" ? tried.problems.map(({ code, input }) => [code, input]) : tried.kind;
    };
    expect(await codes(readTool.id, {})).toEqual([["missing-input", "name"]]);
    expect(await codes(readTool.id, { name: 3 })).toEqual([["wrong-type", "name"]]);
    expect(await codes(readTool.id, { name: "a", constructor: "x" })).toEqual([
      ["unknown-input", "constructor"],
    ]);
    expect(await codes(connectedTool.id, { name: "a" })).toEqual([["no-connection", null]]);
    expect(await codes(toolIdSchema.parse("no.tool"), {})).toBe("not-found");
    expect(service.count("a")).toBe(0);
  });

  it("is in no list of plans, and among the runs of the tool", async () => {
    const before = (await listPlans({ limit: 100 })).length;
    const known = await toolUsage(readTool.id);
    const { run } = await started(readTool.id, { name: "c" });
    await ended(run.id);
    expect(await listPlans({ limit: 100 })).toHaveLength(before);
    const usage = await toolUsage(readTool.id);
    expect(usage.plans).toEqual(known.plans);
    expect(usage.runs.count).toBe(known.runs.count + 1);
    expect(usage.runs.newest[0]).toMatchObject({ id: run.id, status: "completed", isTry: true });
  });
});

describe("the use of a tool", () => {
  it("names plans and runs with it, and how long a call takes, and nothing of other tools", async () => {
    const runId = await startPlan([step("r", readTool), step("w", readTool, {}, ["r"])]);
    await ended(runId);
    const { plans, runs, calls } = await toolUsage(readTool.id);
    expect(plans.newest[0]?.goal).toBe("A goal for tests");
    expect(runs.newest[0]).toMatchObject({ id: runId, goal: "A goal for tests", isTry: false });
    expect(calls).toMatchObject({ failed: 0, medianMs: expect.any(Number) });
    expect(calls?.completed).toBeGreaterThan(1);
    expect(await toolUsage(toolIdSchema.parse("test.ask"))).toEqual({
      plans: { count: 0, newest: [] },
      runs: { count: 0, newest: [] },
      calls: null,
    });
  });
});
