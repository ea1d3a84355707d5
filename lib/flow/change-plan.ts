import { db } from "@/lib/db/client";
import { connectedKinds } from "@/lib/db/connections";
import { findPlan, insertPlan, insertRevision, type PlanAuthor } from "@/lib/db/plans";
import { findTools } from "@/lib/db/tools";
import { newId, type PlanId, type ToolId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import { storableJson } from "@/lib/domain/storable-json";
import type { Tool } from "@/lib/domain/tool";
import { env } from "@/lib/env";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import { validatePlan } from "@/lib/planning/validate-plan";
import { rememberCorrections } from "./remember-corrections";

export type ChangedPlan =
  | { kind: "changed"; plan: Plan; problems: PlanProblem[] }
  /** Somebody else changed the plan first. `copy` keeps these changes as a plan of its own. */
  | { kind: "stale"; current: Plan; copy: Plan }
  | { kind: "refused"; problems: PlanProblem[] }
  | { kind: "not-found" };

/** The tools a plan and some changes to it speak of. */
export async function toolsOf(plan: Plan, changes: readonly PlanChange[]): Promise<Map<ToolId, Tool>> {
  const changed = changes.flatMap((change) => {
    if (change.kind === "add-step") return [change.step.toolId];
    if (change.kind === "swap-tool") return [change.toolId];
    return change.kind === "restore" ? change.steps.map((step) => step.toolId) : [];
  });
  return findTools([...new Set([...plan.steps.map((step) => step.toolId), ...changed])]);
}

/**
 * Makes the next revision of a plan out of changes to `revision`: all of them or none. A stale edit loses nothing: it
 * becomes a copy made from the revision it was meant for.
 */
export async function changePlan(request: {
  planId: PlanId;
  revision: number;
  changes: PlanChange[];
  author: PlanAuthor;
}): Promise<ChangedPlan> {
  const { planId, revision, author } = request;
  const changes = storableJson(request.changes);
  const base = await findPlan(planId, revision);
  const current = await findPlan(planId);
  if (!base || !current) return { kind: "not-found" };
  const tools = await toolsOf(base, changes);
  const applied = applyPlanChanges(base, changes, tools);
  if (applied.kind === "refused") return applied;
  const next: Plan = { ...applied.plan, revision: revision + 1, createdAt: new Date().toISOString() };
  const isStored = await db().transaction(async (querier) => {
    const isNext = await insertRevision(next, changes, author, querier);
    if (isNext && author === "person") await rememberCorrections(next, changes, tools, querier);
    return isNext;
  });
  if (!isStored) {
    const copy: Plan = { ...next, id: newId("plan"), revision: 1 };
    await insertPlan(copy, author, { copiedFrom: planId });
    return { kind: "stale", current: (await findPlan(planId)) ?? current, copy };
  }
  const problems = validatePlan({
    plan: next,
    tools,
    connectedKinds: await connectedKinds(),
    mostItems: env().LAMPLIGHT_MAX_ITEMS,
  });
  return { kind: "changed", plan: next, problems };
}
