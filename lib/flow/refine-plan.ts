import { modelInUse } from "@/lib/ai/usable-model";
import { findFiles } from "@/lib/db/files";
import { findPlan } from "@/lib/db/plans";
import { findTools } from "@/lib/db/tools";
import type { PlanId } from "@/lib/domain/ids";
import { maxRefinementLength, type Refinement } from "@/lib/domain/refinement";
import { describeError } from "@/lib/engine/describe-error";
import { refinePlan } from "@/lib/planning/embedded/refine/refine-plan";
import { gatherPlanning } from "./gather-planning";

export type RefinedPlan =
  /** Perhaps without parts: then `unrefined` says why. */
  | { kind: "refined"; refinement: Refinement }
  /** The request itself can't be taken; one sentence. */
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

/**
 * What a request in words would change of a plan: read, never done. Nothing is stored and nothing runs; whoever takes
 * parts of it sends their changes as an edit, which is judged like any other (A1).
 */
export async function refinementOf(wanted: {
  planId: PlanId;
  revision: number;
  request: string;
}): Promise<RefinedPlan> {
  const { planId, revision } = wanted;
  const plan = await findPlan(planId, revision);
  if (!plan) return { kind: "not-found" };
  const request = wanted.request.toWellFormed().replaceAll("\u0000", "").trim();
  if (request === "") {
    return { kind: "refused", message: "Say what is to change, such as “also post it to Slack”." };
  }
  if (request.length > maxRefinementLength) {
    const most = maxRefinementLength.toLocaleString("en-US");
    const message = `The request has ${request.length.toLocaleString("en-US")} characters, more than the ${most} that are read. Shorten it.`;
    return { kind: "refused", message };
  }
  const files = await findFiles(plan.fileIds);
  const model = await modelInUse().catch(() => null);
  const { planning, notes } = await gatherPlanning({
    goal: request,
    files: plan.fileIds.flatMap((id) => files.get(id) ?? []),
    now: new Date(),
    timeZone: plan.timeZone,
    writesTexts: model !== null,
  });
  const own = await findTools(plan.steps.map(({ toolId }) => toolId));
  const tools = new Map([...planning.tools, ...own]);
  const search: typeof planning.search = async (query, limit) => {
    const found = await planning.search(query, limit);
    for (const { tool } of found) if (!tools.has(tool.id)) tools.set(tool.id, tool);
    return found;
  };
  try {
    const made = await refinePlan(plan, { ...planning, tools, search });
    return {
      kind: "refined",
      refinement: { planId, revision, request, ...made, notes: [...made.notes, ...notes] },
    };
  } catch (error) {
    console.error("Refining failed.", describeError(error));
    const message =
      "The planner failed on this request; that is a defect in Lamplight. Put it in other words, or edit the plan by hand.";
    return { kind: "refused", message };
  }
}
