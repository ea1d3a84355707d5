import { clientTransaction } from "@/lib/db/client-transaction";
import { findPlan, newestRevision } from "@/lib/db/plans";
import { insertRun, loadRun } from "@/lib/db/runs";
import type { Binding } from "@/lib/domain/binding";
import { newId, type RunId, type StepId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Rerun, RerunScope } from "@/lib/domain/rerun";
import { isFinishedRun, type Run, stepRunOf } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { enqueueRun } from "@/lib/engine/enqueue-run";
import { planInRun } from "@/lib/planning/plan-in-run";
import { planRerun, type RerunForecast } from "@/lib/planning/plan-rerun";
import { changePlan } from "./change-plan";
import { reviewPlan } from "./review-plan";
import type { StartedRun } from "./start-run";

export type RerunStep =
  | StartedRun
  /** The earlier run still goes on. */
  | { kind: "conflict"; run: Run };

/**
 * Starts a run of a step and all that needs it, or of the step alone: what the others gave in an earlier run is taken over,
 * and nothing of them is repeated. What changed something then asks before it does so once more, whatever the plan trusts.
 * With other inputs the step is changed first, as a revision of the plan.
 */
export async function rerunStep(request: {
  runId: RunId;
  stepId: StepId;
  scope: RerunScope;
  /** All inputs of the step, when they are to be others. */
  inputs?: Record<string, Binding>;
}): Promise<RerunStep> {
  const { runId, stepId, scope, inputs } = request;
  const earlier = await loadRun(runId);
  const ran = earlier && (await findPlan(earlier.planId, earlier.planRevision));
  if (!earlier || !ran) return { kind: "not-found" };
  if (!isFinishedRun(earlier)) return { kind: "conflict", run: earlier };
  if (!ran.steps.some(({ id }) => id === stepId)) return { kind: "not-found" };
  const changed = inputs ? await withInputs(ran, stepId, inputs) : ran;
  if ("kind" in changed) return changed;
  const review = await reviewPlan(ran.id);
  if (!review) return { kind: "not-found" };
  const { plan, tools, problems } = review;
  if (plan.revision !== changed.revision) return { kind: "stale", current: plan };
  if (problems.length > 0) return { kind: "refused", problems };
  const before = planInRun(ran, earlier);
  const byId = new Map(tools.map((tool) => [tool.id, tool]));
  const forecast = planRerun({ run: earlier, before, plan, tools: byId, stepId, scope });
  return start(plan, earlier, { rerun: { runId, stepId, scope, repeats: forecast.repeats }, forecast });
}

/** The plan with other inputs for the step: its next revision, or the same where nothing is different. */
async function withInputs(
  plan: Plan,
  stepId: StepId,
  inputs: Record<string, Binding>,
): Promise<Plan | StartedRun> {
  const now = plan.steps.find(({ id }) => id === stepId)?.inputs ?? {};
  const changes: PlanChange[] = [
    ...Object.keys(now)
      .filter((input) => !Object.hasOwn(inputs, input))
      .map((input): PlanChange => ({ kind: "clear-input", stepId, input })),
    ...Object.entries(inputs)
      .filter(([input, binding]) => JSON.stringify(now[input]) !== JSON.stringify(binding))
      .map(([input, binding]): PlanChange => ({ kind: "bind-input", stepId, input, binding })),
  ];
  if (changes.length === 0) return plan;
  const current = await findPlan(plan.id);
  // Of an older revision it would become a copy; whoever looks at an older run is told instead.
  if (current && current.revision !== plan.revision) return { kind: "stale", current };
  const changed = await changePlan({ planId: plan.id, revision: plan.revision, changes, author: "person" });
  switch (changed.kind) {
    case "changed":
      return changed.plan;
    case "stale":
      return { kind: "stale", current: changed.current };
    default:
      return changed;
  }
}

async function start(
  plan: Plan,
  earlier: Run,
  { rerun, forecast }: { rerun: Rerun; forecast: RerunForecast },
): Promise<StartedRun> {
  const runId = newId("run");
  const current = await clientTransaction(async (tx, client) => {
    if ((await newestRevision(plan.id, tx)) !== plan.revision) return findPlan(plan.id, undefined, tx);
    const { given } = earlier;
    const run = { id: runId, planId: plan.id, planRevision: plan.revision, goal: plan.goal, given };
    await insertRun({ ...run, rerun, taken: takenEvents(earlier, forecast) }, tx);
    await enqueueRun(runId, client);
    return null;
  });
  return current ? { kind: "stale", current } : { kind: "started", runId };
}

/** What the new run begins with: what was recorded, as it was recorded, and what it leaves out. */
function takenEvents(earlier: Run, { taken, left }: RerunForecast): RunEventBody[] {
  return [
    ...taken.flatMap((stepId): RunEventBody[] => {
      const then = stepRunOf(earlier, stepId);
      if (then.status !== "completed") return [];
      const { inputs, provenance, output, whole, receipt, source, observation, takenFrom } = then;
      const at = then.finishedAt ?? earlier.queuedAt;
      return [
        {
          ...{ type: "step-taken-over", stepId, from: takenFrom ?? { runId: earlier.id, at } },
          ...{ inputs, provenance, output, ...(whole && { whole }), receipt, source, observation },
        },
      ];
    }),
    ...left.map(({ stepId, reason }): RunEventBody => ({ type: "step-skipped", stepId, reason })),
  ];
}
