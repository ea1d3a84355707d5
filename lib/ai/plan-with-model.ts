import { newId } from "@/lib/domain/ids";
import { defaultPolicy, type Plan, type Step, type Unserved } from "@/lib/domain/plan";
import { completePlan } from "@/lib/planning/complete-plan";
import type { PlanDraft, PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { PlanWriter } from "./plan-writer";
import { offeredTools, planningPrompt } from "./planning-prompt";
import { noChanges, type Writing, writeInRounds } from "./write-in-rounds";

export type ModelPlan =
  | { kind: "planned"; draft: PlanDraft }
  /** One sentence, beginning in lower case: "it took too long to answer." */
  | { kind: "failed"; reason: string };

/** `unchanged`: it looked at the draft and has nothing to change. */
export type ImprovedPlan = ModelPlan | { kind: "unchanged" };

const candidateLimit = 20;

export interface ModelPlanning extends Writing {
  request: PlanningRequest;
  /** What the embedded planner made: what the model's plan is completed with, or what the model improves. */
  draft: PlanDraft;
}

/**
 * Has a model plan a goal. Each change of its answer passes the same rules as any other edit of a plan; what is refused
 * goes back with its reasons, at most twice. A plan that broke off is completed by the embedded planner's. Never throws
 * for what the model or its service does: whatever goes wrong is a reason to keep the embedded plan.
 */
export async function planWithModel(planning: ModelPlanning): Promise<ModelPlan> {
  const { request, draft, model } = planning;
  const writer = new PlanWriter(planWith([], request), request);
  const tools = await toolsFor(planning, []);
  const written = await writeInRounds(planning, writer, {
    task: "plan",
    prompt: planningPrompt(request, { tools, plan: { steps: [] } }),
    flaws: ({ items }) => {
      if (items === 0) return [noChanges];
      const isNothing = writer.steps.length === 0 && writer.unserved.length === 0 && draft.steps.length > 0;
      return isNothing
        ? ["The plan has no steps, and names no part of the goal as unserved."]
        : writer.missing();
    },
  });
  const unserved = writer.unserved.map((words) => unservedOf(words, draft));
  const done = (steps: PlanDraft["steps"], notes: readonly string[]): ModelPlan => ({
    kind: "planned",
    draft: { steps, unserved, notes: [...notes, ...writer.notes] },
  });
  if (written.kind === "whole") return done([...writer.steps], []);
  if (writer.steps.length === 0) return { kind: "failed", reason: written.reason };
  const plan = planWith(writer.steps, request);
  const { steps, added } = completePlan({ plan, draft: draft.steps, tools: request.tools });
  const titles = added.map(({ title }) => `“${title}”`).join(", ");
  const completion =
    added.length === 0 ? "The embedded planner completed it." : `The embedded planner added ${titles}.`;
  return done(steps, [`The plan of ${model.name} was not whole: ${written.reason} ${completion}`]);
}

/**
 * Has a model put the embedded planner's draft right. Changes are judged as above. When the model breaks off, the draft
 * stands as it was: half of an improvement may be none.
 */
export async function improveWithModel(planning: ModelPlanning): Promise<ImprovedPlan> {
  const { request, draft, model } = planning;
  for (const step of draft.steps) planning.onChange?.({ kind: "add-step", step });
  const writer = new PlanWriter(planWith(draft.steps, request), request);
  const tools = await toolsFor(planning, draft.steps);
  const written = await writeInRounds(planning, writer, {
    task: "improve",
    prompt: planningPrompt(request, { tools, plan: draft }),
    flaws: ({ text, items }) => {
      if (items === 0) return /"changes"\s*:\s*\[\s*\]/.test(text) ? [] : [noChanges];
      const isNothing = writer.steps.length === 0 && writer.unserved.length === 0 && draft.steps.length > 0;
      return isNothing
        ? ["The plan has no steps left, and no part of the goal is named as unserved."]
        : writer.missing();
    },
  });
  const isEmptied = writer.steps.length === 0 && draft.steps.length > 0;
  const isSame = JSON.stringify(writer.steps) === JSON.stringify(draft.steps);
  if (written.kind === "broken" || (written.kind === "flawed" && (isSame || isEmptied))) {
    return { kind: "failed", reason: written.reason };
  }
  if (isSame && writer.unserved.length === 0 && writer.said.length === 0) return { kind: "unchanged" };
  // Every change that was taken is sound; what is still missing is asked for.
  const plan = planWith(writer.steps, request);
  const { steps } = completePlan({ plan, draft: [], tools: request.tools });
  const flaw = written.kind === "flawed" ? ` Not all of it was taken: ${written.reason}` : "";
  return {
    kind: "planned",
    draft: {
      steps,
      unserved: stillUnserved(writer, draft),
      notes: [
        `The embedded planner made a draft, and ${model.name} improved it.${flaw}`,
        ...draft.notes,
        ...writer.notes,
      ],
    },
  };
}

/** Parts of the goal that no step of the draft serves and none of the model's either, with those the model names. */
function stillUnserved(writer: PlanWriter, draft: PlanDraft): Unserved[] {
  const known = new Set(draft.steps.map(({ id }) => id));
  const added = writer.steps.filter(({ id }) => !known.has(id)).map(({ why }) => why.words.toLowerCase());
  const left = draft.unserved.filter(({ words }) => {
    const said = words.toLowerCase();
    return !added.some((one) => one !== "" && (said.includes(one) || one.includes(said)));
  });
  const named = writer.unserved.filter((words) => !left.some((one) => one.words === words));
  return [...left, ...named.map((words) => unservedOf(words, draft))];
}

const unservedOf = (words: string, draft: PlanDraft): Unserved => ({
  words,
  nearest: draft.unserved.find((one) => one.words === words)?.nearest ?? [],
});

async function toolsFor({ request, draft }: ModelPlanning, begun: PlanDraft["steps"]) {
  const candidates = await request.search(request.goal.slice(0, 400), candidateLimit);
  return offeredTools(request, candidates, { steps: [...begun, ...draft.steps] });
}

const planWith = (steps: readonly Step[], request: PlanningRequest): Plan => ({
  id: newId("plan"),
  revision: 1,
  goal: request.goal,
  fileIds: [],
  planner: "model",
  notes: [],
  steps: [...steps],
  unserved: [],
  policy: defaultPolicy,
  timeZone: request.timeZone,
  createdAt: request.now.toISOString(),
});
