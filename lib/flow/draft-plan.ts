// Who writes a plan: the embedded planner, the model in use, or the one with the other's help.
import { decideTool, draftText } from "@/lib/ai/decide-with-model";
import { ModelLedger } from "@/lib/ai/model-ledger";
import { improveWithModel, planWithModel } from "@/lib/ai/plan-with-model";
import type { UsableModel } from "@/lib/ai/usable-model";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanningRecord } from "@/lib/domain/planning-record";
import { planGoal } from "@/lib/planning/embedded/plan-goal";
import type { PlanDraft, PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { inputFields } from "@/lib/planning/embedded/tool-fields";
import { validatePlan } from "@/lib/planning/validate-plan";

export interface MadeDraft {
  planner: Plan["planner"];
  draft: PlanDraft;
  record: PlanningRecord;
}

/** What is told on the way. */
export interface Listener {
  onChange?: (change: PlanChange) => void;
  onTold?: (message: string) => void;
  signal?: AbortSignal;
}

/** @param model the one in use; null for none */
export async function draftPlan(
  planning: PlanningRequest,
  model: UsableModel | null,
  listener: Listener,
): Promise<MadeDraft> {
  const begun = performance.now();
  const ledger = new ModelLedger();
  const made = await draft(planning, model, { ...listener, ledger });
  const record = ledger.record({
    model: model?.name ?? null,
    price: model?.price ?? null,
    tookMs: performance.now() - begun,
  });
  return { ...made, record };
}

async function draft(
  planning: PlanningRequest,
  model: UsableModel | null,
  listener: Listener & { ledger: ModelLedger },
): Promise<Pick<MadeDraft, "planner" | "draft">> {
  if (model?.role === "decisions") {
    return { planner: "embedded", draft: await draftWithHelp(planning, model, listener) };
  }
  const embedded = soundDraft(await planSafely(planning), planning);
  if (!model) return { planner: "embedded", draft: embedded };
  const work = model.role === "improves" ? improveWithModel : planWithModel;
  const written = await work({ ...listener, model, request: planning, draft: embedded });
  const withNote = (note: string) => ({ ...embedded, notes: [...embedded.notes, note] });
  switch (written.kind) {
    case "planned":
      return { planner: "model", draft: written.draft };
    case "unchanged":
      return {
        planner: "embedded",
        draft: withNote(`${model.name} looked at this plan and found nothing to improve.`),
      };
    case "failed": {
      const note = `The language model could not be used for this plan: ${written.reason} The embedded planner made it.`;
      return { planner: "embedded", draft: withNote(note) };
    }
    default:
      return written satisfies never;
  }
}

/** The embedded planner's plan, with a model asked which of tools that are alike it is, and what a text might say. */
async function draftWithHelp(
  planning: PlanningRequest,
  model: UsableModel,
  { ledger, signal, onTold }: Listener & { ledger: ModelLedger },
): Promise<PlanDraft> {
  const deciding = { model, ledger, signal };
  const notes: string[] = [];
  const helped: PlanningRequest = {
    ...planning,
    chooseTool: async (words, tools) => {
      onTold?.(`Asks the model about “${words.slice(0, 100)}”.`);
      const chosen = await decideTool(deciding, { goal: planning.goal, words, tools });
      const title = tools.find(({ id }) => id === chosen)?.title;
      if (title)
        notes.push(`For “${words.slice(0, 200)}”, ${model.name} chose “${title}” of ${tools.length} tools.`);
      return chosen;
    },
  };
  const plan = soundDraft(await planSafely(helped), planning);
  const suggested = await withSuggestedText(plan.steps, planning, deciding);
  if (suggested.asked !== null)
    notes.push(
      `For “${suggested.asked.slice(0, 200)}”, ${model.name} suggested a text. Take it or write your own.`,
    );
  return { ...plan, steps: suggested.steps, notes: [...plan.notes, ...notes] };
}

/** The first open question for a text gets a suggestion; the person takes it or not. `asked`: that question. */
async function withSuggestedText(
  steps: PlanDraft["steps"],
  { goal, tools }: PlanningRequest,
  deciding: Parameters<typeof draftText>[0],
): Promise<{ steps: PlanDraft["steps"]; asked: string | null }> {
  for (const step of steps) {
    const tool = tools.get(step.toolId);
    for (const field of tool ? inputFields(tool) : []) {
      const binding = Object.hasOwn(step.inputs, field.name) ? step.inputs[field.name] : undefined;
      if (field.meaning !== "text" || binding?.kind !== "question") continue;
      const text = await draftText(deciding, { goal, asked: binding.question });
      if (text === null) return { steps, asked: null };
      const suggestions = [text, ...binding.suggestions].slice(0, 20);
      const inputs = { ...step.inputs, [field.name]: { ...binding, suggestions } };
      return {
        steps: steps.map((one) => (one === step ? { ...one, inputs } : one)),
        asked: binding.question,
      };
    }
  }
  return { steps, asked: null };
}

/** A planner that fails is a defect; the person gets an empty plan that says so, and can add steps by hand. */
export async function planSafely(planning: PlanningRequest): Promise<PlanDraft> {
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
export function soundDraft(draft: PlanDraft, planning: PlanningRequest): PlanDraft {
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
