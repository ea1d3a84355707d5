import { modelFailure } from "@/lib/ai/model-failure";
import { modelInUse, type UsableModel } from "@/lib/ai/usable-model";
import { findFiles } from "@/lib/db/files";
import { insertPlan } from "@/lib/db/plans";
import { maxGoalLength } from "@/lib/domain/goal";
import { type FileId, newId, type PlanId, type ToolId } from "@/lib/domain/ids";
import { defaultPolicy, type Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanningEvent } from "@/lib/domain/planning-event";
import { timeZoneProblem } from "@/lib/domain/time-zone";
import type { Tool } from "@/lib/domain/tool";
import { draftPlan, type Listener } from "./draft-plan";
import { gatherPlanning } from "./gather-planning";
import { recall } from "./recall";
import { planToTakeOver, takeOver } from "./take-over";

const mostFiles = 20;

export interface GoalRequest {
  goal: string;
  fileIds: readonly FileId[];
  /** IANA name: where "tomorrow" is. */
  timeZone: string;
  /** An earlier plan whose steps it starts from. */
  fromPlanId?: PlanId;
}

export type ProposedPlan =
  /** Perhaps without steps: then no tool serves the goal, and `unserved` and `notes` say so. */
  | { kind: "proposed"; plan: Plan }
  /** The goal itself can't be taken; one sentence. */
  | { kind: "refused"; message: string };

/** Stopped before it was whole; nothing is stored. */
interface CanceledPlan {
  kind: "canceled";
}

/** Who wants to know how it goes, and may stop it. */
export interface Watching {
  planId: PlanId;
  tell: (event: PlanningEvent) => void;
  signal: AbortSignal;
}

/**
 * Makes a plan for a goal and stores it as its first revision. The model in use writes it where there is one; the
 * embedded planner does otherwise, and when the model fails. No invalid and no half plan is ever stored.
 */
export async function proposePlan(request: GoalRequest): Promise<ProposedPlan>;
export async function proposePlan(
  request: GoalRequest,
  watching: Watching,
): Promise<ProposedPlan | CanceledPlan>;
export async function proposePlan(
  request: GoalRequest,
  watching?: Watching,
): Promise<ProposedPlan | CanceledPlan> {
  const goal = request.goal.toWellFormed().trim();
  const refusal = goalProblem(goal, request);
  if (refusal) return { kind: "refused", message: refusal };
  const found = await findFiles(request.fileIds);
  const files = request.fileIds.map((id) => found.get(id)).filter((file) => file !== undefined);
  if (files.length < request.fileIds.length) {
    return { kind: "refused", message: "An attached file is not there any more. Attach it again." };
  }
  const earlier = request.fromPlanId === undefined ? null : await planToTakeOver(request.fromPlanId);
  if (request.fromPlanId !== undefined && !earlier) {
    return {
      kind: "refused",
      message: "That plan, or a tool of it, is not there any more. Plan the goal anew.",
    };
  }
  const id = watching?.planId ?? newId("plan");
  const { model, problem } = await openModelInUse();
  watching?.tell({
    kind: "began",
    planId: id,
    model: model && model.role !== "decisions" && !earlier ? model.name : null,
  });
  const now = new Date();
  const gathering = gatherPlanning({
    goal,
    files,
    now,
    timeZone: request.timeZone,
    writesTexts: model !== null,
  });
  const [{ planning: gathered, notes }, recalled] = await Promise.all([gathering, recall(goal)]);
  const planning = { ...gathered, ...recalled };
  const listener = watching ? listenerOf(watching, planning.tools) : {};
  const made = earlier ? await takeOver(planning, earlier) : await draftPlan(planning, model, listener);
  if (watching?.signal.aborted) return { kind: "canceled" };
  const plan: Plan = {
    id,
    revision: 1,
    goal,
    fileIds: [...request.fileIds],
    planner: made.planner,
    notes: [...made.draft.notes, ...notes, ...problem],
    steps: made.draft.steps,
    unserved: made.draft.unserved,
    policy: defaultPolicy,
    timeZone: request.timeZone,
    createdAt: now.toISOString(),
  };
  await insertPlan(plan, "planner", { planning: made.record });
  return { kind: "proposed", plan };
}

/** The model in use; when it can't be opened, the note that says so. */
async function openModelInUse(): Promise<{ model: UsableModel | null; problem: string[] }> {
  try {
    return { model: await modelInUse(), problem: [] };
  } catch (error) {
    const { reason } = modelFailure(error, "page");
    const note = `The language model could not be used for this plan: ${reason} The embedded planner made it.`;
    return { model: null, problem: [note] };
  }
}

/** Tells each change with the tool it brings in. */
function listenerOf({ tell, signal }: Watching, tools: ReadonlyMap<ToolId, Tool>): Listener {
  const told = new Set<ToolId>();
  return {
    signal,
    onTold: (message) => tell({ kind: "told", message }),
    onChange: (change: PlanChange) => {
      const tool = change.kind === "add-step" ? tools.get(change.step.toolId) : undefined;
      const isNew = tool !== undefined && !told.has(tool.id);
      if (isNew) told.add(tool.id);
      tell({ kind: "changed", change, tools: isNew ? [tool] : [] });
    },
  };
}

function goalProblem(
  goal: string,
  { fileIds, timeZone }: { fileIds: readonly FileId[]; timeZone: string },
): string | null {
  if (goal === "") return "The goal is empty. Describe what you want done.";
  if (goal.length > maxGoalLength) {
    const length = goal.length.toLocaleString("en-US");
    return `The goal has ${length} characters, more than the ${maxGoalLength.toLocaleString("en-US")} that are read. Shorten it, or attach the long part as a file.`;
  }
  if (goal.includes("\u0000"))
    return "The goal holds a character that can't be stored (U+0000). Type it again.";
  if (fileIds.length > mostFiles) return `At most ${mostFiles} files can be attached to a goal.`;
  return timeZoneProblem(timeZone);
}
