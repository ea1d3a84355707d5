// A plan being made. Drafts are never changed in place: the search keeps several side by side.
import { type Binding, leafBindings } from "@/lib/domain/binding";
import { type StepId, stepIdSchema } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import type { DataQuestion } from "./data-question";
import { capitalize } from "./words";

export interface DraftStep {
  id: StepId;
  tool: Tool;
  inputs: Readonly<Record<string, Binding>>;
  title: string;
  /** The words of the goal it serves. */
  words: string;
  /** Why this step and this tool are here, in a sentence. */
  reason: string;
  /** The intent it serves, by position; and whether it is what serves it, or was pulled in for another step. */
  intent: number;
  isMain: boolean;
  /** What it gives, as a noun phrase for texts: "quarterly sales data". */
  subject: string;
  /** The question about figures it answers. */
  question: DataQuestion | null;
  /** The value of the goal it turns into something else ("the marketing team"), in lower case. */
  resolves: string | null;
  /** The step as it is in the plan, for one that was there before. */
  given?: Step;
}

export interface Draft {
  steps: readonly DraftStep[];
  /** Notes for the person about what was assumed. */
  notes: readonly string[];
  /** Places in the goal whose values are in use, by their offsets. */
  used: ReadonlySet<number>;
  /** Evidence summed up so far; higher is better. */
  score: number;
}

export const emptyDraft: Draft = { steps: [], notes: [], used: new Set(), score: 0 };

/** A draft with one step more, and that step. */
export function withStep(draft: Draft, step: Omit<DraftStep, "id">): { draft: Draft; step: DraftStep } {
  let number = draft.steps.length + 1;
  while (draft.steps.some(({ id }) => id === `s${number}`)) number += 1;
  const added = { ...step, id: stepIdSchema.parse(`s${number}`) };
  return { draft: { ...draft, steps: [...draft.steps, added] }, step: added };
}

export function withUsed(draft: Draft, start: number): Draft {
  return draft.used.has(start) ? draft : { ...draft, used: new Set([...draft.used, start]) };
}

export function withNote(draft: Draft, note: string): Draft {
  return draft.notes.includes(note) ? draft : { ...draft, notes: [...draft.notes, note] };
}

/** How many questions a draft would put to the person; the same one in two places counts once. */
export function questionCount(draft: Draft): number {
  const questions = draft.steps.flatMap((step) =>
    Object.values(step.inputs).flatMap((binding) =>
      leafBindings(binding).flatMap((leaf) => (leaf.kind === "question" ? [leaf.question] : [])),
    ),
  );
  return new Set(questions).size;
}

const cut = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

/** The draft's step as it stands in a plan. */
export function stepOf(step: DraftStep): Step {
  if (step.given) return step.given;
  return {
    id: step.id,
    title: cut(capitalize(step.title.replace(/\s+/g, " ").trim()) || step.tool.title, 200),
    toolId: step.tool.id,
    inputs: { ...step.inputs },
    after: [],
    why: { words: cut(step.words, 500), reason: cut(step.reason, 500) },
    position: null,
  };
}
