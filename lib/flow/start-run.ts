import { clientTransaction } from "@/lib/db/client-transaction";
import { findPlan, newestRevision } from "@/lib/db/plans";
import { insertRun } from "@/lib/db/runs";
import { newId, type PlanId, type RunId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import { enqueueRun } from "@/lib/engine/enqueue-run";
import { reviewPlan } from "./review-plan";

export type StartedRun =
  | { kind: "started"; runId: RunId }
  /** Something in the plan is open or wrong. */
  | { kind: "refused"; problems: PlanProblem[] }
  /** The plan has a newer revision than the one the person looked at. */
  | { kind: "stale"; current: Plan }
  | { kind: "not-found" };

/** Starts a run of the newest revision of a plan: stored and handed to the workers at once, or not at all. */
export async function startRun(request: { planId: PlanId; revision: number }): Promise<StartedRun> {
  const review = await reviewPlan(request.planId);
  if (!review || request.revision > review.plan.revision) return { kind: "not-found" };
  const { plan, problems } = review;
  if (plan.revision !== request.revision) return { kind: "stale", current: plan };
  if (problems.length > 0) return { kind: "refused", problems };
  const runId = newId("run");
  const current = await clientTransaction(async (tx, client) => {
    if ((await newestRevision(plan.id, tx)) !== plan.revision) return findPlan(plan.id, undefined, tx);
    await insertRun({ id: runId, planId: plan.id, planRevision: plan.revision, goal: plan.goal }, tx);
    await enqueueRun(runId, client);
    return null;
  });
  return current ? { kind: "stale", current } : { kind: "started", runId };
}
