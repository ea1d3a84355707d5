// Trying a tool is running a plan of one step: approvals, provenance, live status and history are the same.
import { connectedKinds } from "@/lib/db/connections";
import { findPlan, insertPlan } from "@/lib/db/plans";
import { loadRun } from "@/lib/db/runs";
import { findTool } from "@/lib/db/tools";
import { newId, type RunId, stepIdSchema, type ToolId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { defaultPolicy, type Plan, type Step } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Run } from "@/lib/domain/run";
import { storableJson } from "@/lib/domain/storable-json";
import type { Tool } from "@/lib/domain/tool";
import { env } from "@/lib/env";
import { validatePlan } from "@/lib/planning/validate-plan";
import { startRun } from "./start-run";

/** A run of one step, and the plan made for it. */
export interface Try {
  run: Run;
  plan: Plan;
}

export type TriedTool =
  | ({ kind: "started" } & Try)
  /** An input is missing or wrong, or the tool has no connection: nothing was stored. */
  | { kind: "refused"; problems: PlanProblem[] }
  | { kind: "not-found" };

/** Runs a tool once with a person's inputs. What asks before it runs in a plan asks here, too (A3). */
export async function tryTool(request: { toolId: ToolId; inputs: JsonObject }): Promise<TriedTool> {
  const tool = await findTool(request.toolId);
  if (!tool) return { kind: "not-found" };
  const plan = planOf(tool, storableJson(request.inputs));
  const problems = validatePlan({
    plan,
    tools: new Map([[tool.id, tool]]),
    connectedKinds: await connectedKinds(),
  });
  if (problems.length > 0) return { kind: "refused", problems };
  await insertPlan(plan, "person", { purpose: "try" });
  const started = await startRun({ planId: plan.id, revision: plan.revision });
  switch (started.kind) {
    case "started": {
      const run = await loadRun(started.runId);
      if (!run) throw new Error(`run ${started.runId} was started and is not there`);
      return { kind: "started", run, plan };
    }
    case "refused":
      return started;
    case "stale":
    case "not-found":
      throw new Error(`the plan ${plan.id} was changed by somebody who can't know of it`);
    default:
      return started satisfies never;
  }
}

/** A try of the tool as it stands; null when the run is of anything else. */
export async function findTry(request: { toolId: ToolId; runId: RunId }): Promise<Try | null> {
  const run = await loadRun(request.runId);
  const plan = run && (await findPlan(run.planId, run.planRevision));
  if (!run || !plan) return null;
  const [step, ...others] = plan.steps;
  return step?.toolId === request.toolId && others.length === 0 ? { run, plan } : null;
}

function planOf(tool: Tool, inputs: JsonObject): Plan {
  const step: Step = {
    id: stepIdSchema.parse("s1"),
    title: tool.title.slice(0, 200) || tool.id,
    toolId: tool.id,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, { kind: "literal", value, origin: "person" }]),
    ),
    after: [],
    why: { words: "", reason: "You tried it on the tool's page." },
    position: null,
  };
  return {
    id: newId("plan"),
    revision: 1,
    goal: `Try “${tool.title.slice(0, 200)}”`,
    fileIds: [],
    planner: "embedded",
    notes: [],
    steps: [step],
    unserved: [],
    policy: defaultPolicy,
    timeZone: env().LAMPLIGHT_TIME_ZONE,
    createdAt: new Date().toISOString(),
  };
}
