import { ModelLedger } from "@/lib/ai/model-ledger";
import { refineWithModel } from "@/lib/ai/refine-with-model";
import { modelInUse } from "@/lib/ai/usable-model";
import { findFiles } from "@/lib/db/files";
import { addToPlanningRecord } from "@/lib/db/planning-records";
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
 * What a request in words would change of a plan: read, never done. Nothing of the plan is stored and nothing runs;
 * whoever takes parts of it sends their changes as an edit, which is judged like any other (A1). What the embedded
 * planner doesn't understand is read by the model in use, unless that one decides single questions only.
 */
export async function refinementOf(wanted: {
  planId: PlanId;
  revision: number;
  request: string;
  signal?: AbortSignal;
}): Promise<RefinedPlan> {
  const { planId, revision, signal } = wanted;
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
    const asked = { ...planning, tools, search };
    const begun = performance.now();
    const ledger = new ModelLedger();
    const made = await refinePlan(plan, asked, async (proposal) => {
      if (!model || model.role === "decisions") return;
      await refineWithModel({ model, ledger, request: asked, ...(signal ? { signal } : {}) }, proposal);
    });
    const record = ledger.record({
      model: model?.name ?? null,
      price: model?.price ?? null,
      tookMs: performance.now() - begun,
    });
    const isAsked = record.exchanges.length > 0;
    if (isAsked) await addToPlanningRecord(planId, record);
    const { exchanges: _said, ...summary } = record;
    return {
      kind: "refined",
      refinement: {
        ...{ planId, revision, request, ...made, notes: [...made.notes, ...notes] },
        planning: isAsked ? summary : null,
      },
    };
  } catch (error) {
    console.error("Refining failed.", describeError(error));
    const message =
      "The planner failed on this request; that is a defect in Lamplight. Put it in other words, or edit the plan by hand.";
    return { kind: "refused", message };
  }
}
