import { listRuns, loadRun } from "@/lib/db/runs";
import { findTool } from "@/lib/db/tools";
import type { PlanId, RunId } from "@/lib/domain/ids";
import type { Plan, Policy, Step } from "@/lib/domain/plan";
import { planToolId } from "@/lib/domain/plan-tool";
import { openNestedRuns, type Run } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import type { FedInput } from "@/lib/domain/trigger";
import { publishPlanTool } from "@/lib/flow/manage-plan-tools";
import { id, runWhen, step, storePlan } from "./harness";

/** A plan that others can run, and its tool. */
export async function published(
  steps: Step[],
  inputs: FedInput[] = [],
  policy: Partial<Policy> = {},
): Promise<{ plan: Plan; tool: Tool }> {
  const plan = await storePlan(steps, policy);
  return { plan, tool: await publish(plan.id, 1, inputs) };
}

export async function publish(planId: PlanId, revision: number, inputs: FedInput[] = []): Promise<Tool> {
  const outcome = await publishPlanTool({ planId, revision, inputs });
  if (outcome.kind !== "published") throw new Error(`not published: ${JSON.stringify(outcome)}`);
  const tool = await findTool(planToolId(planId));
  if (!tool) throw new Error("the plan has no tool");
  return tool;
}

/** A step that runs a plan. */
export const nest = (name: string, tool: Tool, inputs: Step["inputs"] = {}, after: string[] = []): Step => ({
  ...step(name, tool, {}, after),
  inputs,
});

export const fed = (stepId: string, input: string, path: string): FedInput => ({
  stepId: id(stepId),
  input,
  path,
});
export const runsOf = async ({ id: planId }: Plan): Promise<RunId[]> =>
  (await listRuns({ limit: 50, planId })).map((run) => run.id);

/** The run a step waits for. */
export async function nestedIn(runId: RunId): Promise<RunId> {
  const run = await runWhen(runId, (now) => openNestedRuns(now).length > 0);
  const [nested] = openNestedRuns(run);
  if (!nested) throw new Error("no run is waited for");
  return nested;
}

/** These runs as they are now. */
export async function loadAll(runIds: RunId[]): Promise<Run[]> {
  return (await Promise.all(runIds.map((runId) => loadRun(runId)))).flatMap((run) => run ?? []);
}
