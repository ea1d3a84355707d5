import { findEpisodes } from "@/lib/db/episodes";
import { findPlan } from "@/lib/db/plans";
import { findTools } from "@/lib/db/tools";
import type { PlanId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { takeOverPlan } from "@/lib/planning/take-over-plan";
import { type MadeDraft, planSafely, soundDraft } from "./draft-plan";

/** The earlier plan as it ran last; null when it is not there, or a tool of it is gone. */
export async function planToTakeOver(planId: PlanId): Promise<Plan | null> {
  const episode = (await findEpisodes([planId])).get(planId);
  const plan = await findPlan(planId, episode?.revision);
  if (!plan) return null;
  const tools = await findTools(plan.steps.map(({ toolId }) => toolId));
  return plan.steps.every(({ toolId }) => tools.has(toolId)) ? plan : null;
}

/** A plan for the goal with the steps of an earlier one. No model is asked. */
export async function takeOver(planning: PlanningRequest, earlier: Plan): Promise<MadeDraft> {
  const begun = performance.now();
  const tools = new Map([...planning.tools, ...(await findTools(earlier.steps.map(({ toolId }) => toolId)))]);
  const request = { ...planning, tools };
  const draft = await planSafely(request);
  const taken = takeOverPlan({
    plan: earlier,
    goal: planning.goal,
    draft,
    tools: new Map([...planning.tools, ...tools]),
  });
  return {
    planner: "embedded",
    draft: soundDraft(taken, request),
    record: {
      ...{ model: null, tookMs: Math.round(performance.now() - begun) },
      ...{ inputTokens: null, outputTokens: null, costUsd: null, exchanges: [] },
    },
  };
}
