// The best draft as a plan for the person: its steps, what is not served, and what they should know.
import type { Candidate } from "@/lib/domain/candidate";
import type { Unserved } from "@/lib/domain/plan";
import { type Draft, type DraftStep, withNote } from "./draft";
import { isSpeaker } from "./phrases";
import type { PlannedIntent } from "./planning-context";
import type { PlanDraft, PlanningRequest } from "./planning-request";
import type { ReadGoal } from "./read-goal";
import { inputFields } from "./tool-fields";
import { withControl } from "./with-control";

/** A draft on its way through the intents. */
export interface Branch {
  draft: Draft;
  /** Positions of intents no step serves. */
  unserved: readonly number[];
  score: number;
}

export interface GroundedIntent {
  intent: PlannedIntent;
  candidates: readonly Candidate[];
}

export const excerpt = (text: string) => (text.length <= 200 ? text.trim() : `${text.slice(0, 199).trim()}…`);

/** The plan made of the best branch. */
export function finishPlan(
  goal: ReadGoal,
  grounded: readonly GroundedIntent[],
  best: Branch,
  request: PlanningRequest,
): PlanDraft {
  const served = new Set(best.draft.steps.map((step) => step.intent));
  const unserved: Unserved[] = best.unserved.flatMap((position) => {
    const found = grounded[position];
    // A supply that isn't there shows as a question of the message that wanted it.
    const receiver = grounded.slice(position).find(({ intent }) => !intent.isSupply);
    if (!found || (found.intent.isSupply && receiver && served.has(receiver.intent.position))) return [];
    // What decides and isn't found is asked of the person, where the step stands.
    if (found.intent.aside) return [];
    return [{ words: excerpt(found.intent.words), nearest: nearest(found.candidates) }];
  });
  const ungiven = best.unserved.flatMap((position) => {
    const found = grounded[position]?.intent;
    const receiver = grounded.slice(position).find(({ intent }) => !intent.isSupply)?.intent.position;
    const asks = best.draft.steps.some((step) => step.intent === receiver && asksForText(step));
    return found?.isSupply && asks ? [found.words] : [];
  });
  for (const { words } of goal.leftOut) unserved.push({ words: excerpt(words), nearest: [] });
  let draft = best.draft;
  const unused = unusedWords(goal, grounded, best);
  if (unused.length > 0) {
    draft = withNote(
      draft,
      `No use was found for ${unused.map((words) => `“${words}”`).join(", ")}. Check whether a step should have it.`,
    );
  }
  for (const note of doubtNotes(goal, grounded, best)) draft = withNote(draft, note);
  for (const words of ungiven) {
    if (draft.steps.length > 0)
      draft = withNote(draft, `No tool here gives “${excerpt(words)}”, so the message asks what to say.`);
  }
  for (const note of [...goal.notes, ...goal.leftOut.map((part) => part.note)]) draft = withNote(draft, note);
  const told = goal.statements.map((words) => `“${excerpt(words)}”`).join(", ");
  const isOneTold = goal.statements.length === 1;
  if (told !== "" && goal.intents.length === 0 && goal.leftOut.length === 0) {
    const note = `${told} ${isOneTold ? "says something, but asks" : "say something, but ask"} for nothing. Describe what you want done.`;
    draft = withNote(draft, note);
  } else if (told !== "") {
    const noted = `${told} ${isOneTold ? "is" : "are"} taken as background: nothing is planned for ${isOneTold ? "it" : "them"}.`;
    draft = withNote(draft, noted);
  }
  if (goal.intents.length === 0 && (told !== "" || goal.leftOut.length > 0)) {
    // Said already.
  } else if (goal.intents.length === 0) {
    const isNegative = /\b(?:don't|dont|do not|never|skip|without)\b/i.test(goal.text);
    const only = isNegative
      ? "The goal says only what is not to be done."
      : "There is nothing to be done in this goal.";
    draft = withNote(draft, `${only} Describe in a sentence what you want done.`);
  } else if (draft.steps.every(({ given }) => given) && goal.leftOut.length === 0) {
    draft = withNote(
      { ...draft, notes: [] },
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    );
  } else if (best.unserved.length > 0 && unserved.length > 0) {
    draft = withNote(
      draft,
      `No tool fits this part of the goal: ${unserved.map(({ words }) => `“${words}”`).join(", ")}.`,
    );
  }
  const intents = grounded.map(({ intent }) => intent);
  const controlled = withControl(draft, intents, request);
  const given = new Set(draft.steps.flatMap((step) => (step.given ? [step.id] : [])));
  const steps = controlled.steps.filter(({ id }) => !given.has(id));
  return { steps, notes: [...draft.notes, ...controlled.notes], unserved };
}

const asksForText = (step: DraftStep) =>
  inputFields(step.tool).some(
    (field) => field.meaning === "text" && step.inputs[field.name]?.kind === "question",
  );

/** Addresses and people of served intents that no step has anything from: they must not get lost unseen. */
function unusedWords(goal: ReadGoal, grounded: readonly GroundedIntent[], best: Branch): string[] {
  const used = best.draft.steps
    .flatMap((step) => [step.resolves ?? "", JSON.stringify(step.inputs)])
    .join("\n")
    .toLowerCase();
  const served = grounded
    .filter(({ intent }) => !best.unserved.includes(intent.position))
    .map(({ intent }) => intent);
  const isServed = (at: { start: number; end: number }) =>
    served.some((intent) => at.start >= intent.start && at.end <= intent.end);
  const values = goal.values
    .filter((value) => /^(?:email|phone|chat|url)$/.test(value.kind) && isServed(value))
    .map((value) => value.words);
  const people = served
    .filter((intent) => intent.aim === "write" && !intent.isSupply)
    .flatMap((intent) => intent.phrases)
    .filter((phrase) => phrase.preposition === "to" && phrase.party >= 0.9 && !isSpeaker(phrase.words))
    .map((phrase) => phrase.words);
  const limits = served
    .filter((intent) => !intent.source && !intent.condition && !intent.content)
    .flatMap(({ words }) => words.match(limitWords) ?? [])
    .filter((words) => !isBound(words, best.draft.steps));
  const parts = [...new Set([...values, ...people, ...limits])];
  return parts.filter(
    (words) =>
      !words
        .toLowerCase()
        .split(/ and |, /)
        .every((part) => used.includes(JSON.stringify(part).slice(1, -1))),
  );
}

/** Days nobody can be sure of that no step asks about: they are not guessed, and not lost unseen. */
function doubtNotes(goal: ReadGoal, grounded: readonly GroundedIntent[], best: Branch): string[] {
  const asked = JSON.stringify(best.draft.steps.map(({ inputs }) => inputs));
  const isWanted = (at: { start: number; end: number }) =>
    grounded.some(({ intent }) => at.start >= intent.start && at.end <= intent.end);
  return goal.values.flatMap((value) => {
    if (value.kind !== "time" || !value.time.doubt || !isWanted(value)) return [];
    const { kind, words } = value.time.doubt;
    if (asked.includes(JSON.stringify(`“${words}`).slice(1, -1))) return [];
    const why = kind === "impossible" ? "is no day of the calendar" : "can be read in two ways";
    return [`“${words}” ${why}, so no date was taken from it.`];
  });
}

/** "under 300", "less than €300", "at most 500 euros". */
const limitWords =
  /\b(?:under|below|over|above|less than|more than|at most|at least|up to|no more than|cheaper than) [$€£¥]?\d[\d.,]*\d?(?: ?(?:€|euros?|eur|dollars?|usd|pounds?|gbp))?(?![\p{L}\p{N}])/giu;

/** Whether the number of some words is the value of an input. */
function isBound(words: string, steps: readonly DraftStep[]): boolean {
  const number = Number(/\d[\d.,]*/.exec(words)?.[0].replace(/[.,]$/, "").replaceAll(",", ""));
  return steps.some(({ inputs }) =>
    Object.values(inputs).some(
      (binding) => binding.kind === "literal" && JSON.stringify(binding.value).includes(String(number)),
    ),
  );
}

function nearest(candidates: readonly Candidate[]): Unserved["nearest"] {
  return candidates
    .filter((candidate) => candidate.similarity > 0 || candidate.score > 0.2)
    .slice(0, 3)
    .map(({ tool, score }) => ({ toolId: tool.id, title: tool.title, score }));
}
