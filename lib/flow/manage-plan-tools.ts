// Plans that other plans can run: published, turned on and off, withdrawn.
import { db } from "@/lib/db/client";
import {
  deletePlanTool,
  type ListedPlanTool,
  lastNestedRun,
  listPlanTools as list,
  storePlanTool,
} from "@/lib/db/plan-tools";
import { plansUsing } from "@/lib/db/plans-using";
import { upsertPlanTool } from "@/lib/db/tools";
import type { PlanId } from "@/lib/domain/ids";
import { type PlanTool, type PlanToolEntry, planToolId } from "@/lib/domain/plan-tool";
import { storableJson } from "@/lib/domain/storable-json";
import { describePlanTool, inputNamesProblem } from "@/lib/planning/plan-tool";
import { defineTool } from "@/lib/tools/define-tool";
import { editTool } from "./edit-tool";
import { followInIndex } from "./follow-in-index";
import { reviewPublished } from "./review-published";

export type PublishedPlanTool =
  | { kind: "published"; planTool: PlanTool }
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

/** All plans that others can run, by their goals. */
export async function listPlanTools(): Promise<PlanTool[]> {
  return shown(await list());
}

/**
 * Lets other plans run a revision of this one: that one, with the policy it has, until it is published anew. It is a tool
 * of the catalogue from then on, whose inputs are those chosen and whose output is that of its last step.
 */
export async function publishPlanTool(
  request: PlanToolEntry & { planId: PlanId; revision: number },
): Promise<PublishedPlanTool> {
  const { planId, revision } = request;
  const inputs = request.inputs.map((one) => ({ ...one, path: one.path.trim() }));
  const reviewed = await reviewPublished(planId, revision, inputs);
  if (reviewed.kind !== "ready") return reviewed;
  const { plan } = reviewed.review;
  const tools = new Map(reviewed.review.tools.map((tool) => [tool.id, tool]));
  if (plan.steps.length === 0) return { kind: "refused", message: "The plan has no step." };
  const wrong = inputNamesProblem(plan, tools, inputs);
  if (wrong) return { kind: "refused", message: wrong };
  const title = storableJson(request.title?.trim() || plan.goal.slice(0, 200));
  const source = { kind: "plan", planId, planRevision: revision } as const;
  const tool = defineTool(describePlanTool({ plan, tools, title, fed: inputs }), source);
  await db().transaction(async (tx) => {
    await storePlanTool({ planId, planRevision: revision, inputs }, tx);
    await upsertPlanTool(tool, planId, tx);
  });
  const published = await planToolOf(planId);
  if (published.kind === "published" && published.planTool.isOn) await followInIndex({ written: [tool] });
  return published;
}

/** Turns it on or off: off, no plan that uses it runs. */
export async function switchPlanTool(planId: PlanId, isOn: boolean): Promise<PublishedPlanTool> {
  const edited = await editTool({ toolId: planToolId(planId), patch: { off: isOn ? null : true } });
  if (edited.kind === "refused") throw new Error(edited.message);
  return edited.kind === "edited" ? planToolOf(planId) : edited;
}

/**
 * Lets other plans run it no more. Those that have a step with it keep that, and it says what is missing; runs under way
 * go on. False when none could.
 */
export async function removePlanTool(planId: PlanId): Promise<boolean> {
  const isGone = await deletePlanTool(planId);
  if (isGone) await followInIndex({ removed: [planToolId(planId)] });
  return isGone;
}

async function planToolOf(planId: PlanId): Promise<PublishedPlanTool> {
  const [planTool] = await shown(await list(planId));
  return planTool ? { kind: "published", planTool } : { kind: "not-found" };
}

async function shown(listed: readonly ListedPlanTool[]): Promise<PlanTool[]> {
  const using = await plansUsing(listed.map(({ tool }) => tool.id));
  return Promise.all(
    listed.map(async ({ published, goal, newestRevision, tool }): Promise<PlanTool> => {
      const { planId, planRevision, inputs } = published;
      const last = await lastNestedRun(planId);
      return {
        ...{ planId, goal, toolId: tool.id, title: tool.title, planRevision, newestRevision, inputs, last },
        ...{ effect: tool.effect, isOn: tool.off === undefined, usedBy: using.get(tool.id)?.length ?? 0 },
      };
    }),
  );
}
