import { isModelConfigured } from "@/lib/ai/language-model";
import { planWithModel } from "@/lib/ai/plan-with-model";
import { findFiles } from "@/lib/db/files";
import { insertPlan } from "@/lib/db/plans";
import { maxGoalLength } from "@/lib/domain/goal";
import { type FileId, newId } from "@/lib/domain/ids";
import { defaultPolicy, type Plan } from "@/lib/domain/plan";
import { planGoal } from "@/lib/planning/embedded/plan-goal";
import type { PlanDraft, PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { validatePlan } from "@/lib/planning/validate-plan";
import { fitThreshold } from "@/lib/retrieval/search-tools";
import { gatherFacts } from "./gather-facts";
import { gatherTools } from "./gather-tools";

const mostFiles = 20;

export type ProposedPlan =
  /** Perhaps without steps: then no tool serves the goal, and `unserved` and `notes` say so. */
  | { kind: "proposed"; plan: Plan }
  /** The goal itself can't be taken; one sentence. */
  | { kind: "refused"; message: string };

/**
 * Makes a plan for a goal and stores it as its first revision. The configured model writes it where there is one;
 * the embedded planner does otherwise, and when the model fails. No invalid plan is ever stored.
 * @param request.timeZone IANA name: where "tomorrow" is.
 */
export async function proposePlan(request: {
  goal: string;
  fileIds: readonly FileId[];
  timeZone: string;
}): Promise<ProposedPlan> {
  const goal = request.goal.toWellFormed().trim();
  const refusal = goalProblem(goal, request);
  if (refusal) return { kind: "refused", message: refusal };
  const found = await findFiles(request.fileIds);
  const files = request.fileIds.map((id) => found.get(id)).filter((file) => file !== undefined);
  if (files.length < request.fileIds.length) {
    return { kind: "refused", message: "An attached file is not there any more. Attach it again." };
  }
  const now = new Date();
  const facts = await gatherFacts(files);
  const gathered = await gatherTools(goal);
  const planning: PlanningRequest = {
    goal,
    now,
    timeZone: request.timeZone,
    files: facts.files,
    nearest: gathered.nearest,
    tools: gathered.tools,
    facts: {
      databases: facts.databases,
      connectedKinds: facts.connectedKinds,
      fitThreshold,
      writesTexts: isModelConfigured(),
    },
    search: (query, limit) => gathered.search({ query, limit, connectedKinds: facts.connectedKinds }),
  };
  const made = await draftPlan(planning);
  const plan: Plan = {
    id: newId("plan"),
    revision: 1,
    goal,
    fileIds: [...request.fileIds],
    planner: made.planner,
    notes: [...made.draft.notes, ...facts.notes],
    steps: made.draft.steps,
    unserved: made.draft.unserved,
    policy: defaultPolicy,
    timeZone: request.timeZone,
    createdAt: now.toISOString(),
  };
  await insertPlan(plan, "planner");
  return { kind: "proposed", plan };
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
  return isTimeZone(timeZone)
    ? null
    : `“${timeZone.slice(0, 60)}” is no time zone. Give an IANA name, such as Europe/Berlin.`;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

interface MadeDraft {
  planner: Plan["planner"];
  draft: PlanDraft;
}

async function draftPlan(planning: PlanningRequest): Promise<MadeDraft> {
  const embedded = soundDraft(await planSafely(planning), planning);
  if (!isModelConfigured()) return { planner: "embedded", draft: embedded };
  const written = await planWithModel({ request: planning, draft: embedded });
  if (written.kind === "planned") return { planner: "model", draft: written.draft };
  const note = `The language model could not be used for this plan: ${written.reason} The embedded planner made it.`;
  return { planner: "embedded", draft: { ...embedded, notes: [...embedded.notes, note] } };
}

/** A planner that fails is a defect; the person gets an empty plan that says so, and can add steps by hand. */
async function planSafely(planning: PlanningRequest): Promise<PlanDraft> {
  try {
    return await planGoal(planning);
  } catch (error) {
    console.error("The embedded planner failed.", error);
    const note =
      "The planner failed on this goal; that is a defect in Lamplight. Put the goal in other words, or add steps by hand.";
    return { steps: [], notes: [note], unserved: [{ words: planning.goal.slice(0, 500), nearest: [] }] };
  }
}

/** Takes out what can't be saved, so that a slip of the planner costs an input, not the plan. */
function soundDraft(draft: PlanDraft, planning: PlanningRequest): PlanDraft {
  let { steps } = draft;
  const notes = [...draft.notes];
  for (let round = 0; round < 3; round++) {
    const all = validatePlan({
      plan: { steps },
      tools: planning.tools,
      connectedKinds: planning.facts.connectedKinds,
    });
    const invalid = all.filter((problem) => problem.severity === "invalid");
    if (invalid.length === 0) return { ...draft, steps, notes };
    console.error(
      "The planner made an invalid plan.",
      JSON.stringify({ goal: planning.goal.slice(0, 500), invalid }),
    );
    steps = steps.map((step) => {
      const wrong = invalid.filter((problem) => problem.stepId === step.id).map((problem) => problem.input);
      return {
        ...step,
        inputs: Object.fromEntries(Object.entries(step.inputs).filter(([name]) => !wrong.includes(name))),
      };
    });
    notes.push(...invalid.map((problem) => `Left out, as it did not fit: ${problem.message}`));
  }
  return {
    ...draft,
    steps: [],
    notes: [...notes, "The planner could not make a sound plan for this goal. Add steps by hand."],
  };
}
