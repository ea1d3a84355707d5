// Drafts of a plan side by side: each goes on with what an intent can be done with, and the best few are kept.
import { type Draft, type DraftStep, questionCount } from "./draft";
import { draftOf } from "./draft-of";
import { fillStep } from "./fill-step";
import { isPlainlyTyped } from "./find-options";
import { type Branch, excerpt } from "./finish-plan";
import { mentionsFile, type PlannedIntent } from "./planning-context";
import type { PlanningRequest } from "./planning-request";
import type { RankedOption, WeighedIntent } from "./settle-ambiguity";
import type { FillingContext } from "./situation";
import { inputFields, outputPlaces } from "./tool-fields";
import { coveredBy, type Option } from "./weigh-tools";
import { contentStems } from "./words";

/** Drafts kept side by side. */
const beamWidth = 6;

/** What a step and a question cost, in units of a candidate's score. */
const stepCost = 0.03;
const questionCost = 0.02;
/** What is sent should be there or be said; asking for its parts is worse than asking what to say. */
const supplyQuestionCost = 0.3;
/** A step must be worth more than leaving its intent to the person: most steps that fit are worth two or more. */
const unservedScore = 1.2;
const unservedSupplyScore = 1;
/** An intent that steps of the plan serve fully already is worth a good step. */
const coveredWorth = 2.5;

/** Nothing planned yet. */
export const nothing = (request: PlanningRequest): Branch => ({
  draft: draftOf(request),
  unserved: [],
  score: 0,
});

/** Beam search over the intents in order; each branch fills its steps as it goes. The best few, best first. */
export function searchDrafts(request: PlanningRequest, weighed: readonly WeighedIntent[]): readonly Branch[] {
  let beam = [nothing(request)];
  for (const { context, options } of weighed) {
    beam = beam
      .flatMap((branch) => extend(context, branch, options))
      .sort((a, b) => b.score - a.score)
      .slice(0, beamWidth);
  }
  return beam;
}

function extend(context: FillingContext, branch: Branch, options: readonly RankedOption[]): Branch[] {
  const { intent } = context;
  const mainTools = branch.draft.steps.filter((step) => step.isMain).map((step) => step.tool);
  const covered = coveredBy(intent, mainTools);
  if (covered === 1) return [{ ...branch, score: branch.score + coveredWorth }];
  const next: Branch[] = [];
  for (const option of options) {
    const made = fillStep(context, branch.draft, option.tool, {
      isMain: true,
      title: titleOf(intent, option),
      reason: reasonOf(option, options, context.request),
    });
    if (!made) continue;
    // Handing on a file nobody has named is no answer to "email Ada the report".
    const isOpen = intent.verb !== null || mentionsFile(intent.words);
    if ((intent.isSupply || !isOpen) && asksForFile(made.draft, branch.draft)) continue;
    const steps = made.draft.steps.length - branch.draft.steps.length - 1;
    const questions = questionCount(made.draft) - questionCount(branch.draft);
    const score = branch.score + option.fit + option.nearness;
    if (isDone(branch.draft, made.step)) {
      next.push({ ...branch, score: score + unknownInputs });
      continue;
    }
    next.push({
      ...branch,
      draft: made.draft,
      score:
        score +
        inputEvidence(context, made.step, made.draft) -
        steps * stepCost -
        questions * (intent.isSupply ? supplyQuestionCost : questionCost),
    });
  }
  if (covered > 0.3) next.push({ ...branch, score: branch.score + covered * coveredWorth });
  // A thing nobody can supply is no fault of the tools: the message asks what to say.
  const worth = intent.isSupply || intent.aside ? unservedSupplyScore : unservedScore;
  next.push({ ...branch, unserved: [...branch.unserved, intent.position], score: branch.score + worth });
  return next;
}

/** A tool that needs nothing is neither spoken for nor against. */
const unknownInputs = 0.5;
const linkShare = 0.4;

/**
 * How much speaks for a step that its inputs are there: given by earlier steps, or spoken of. 0 to 1.4. What schemas
 * say outright (an address, a table) and questions about figures are weighed with the tool itself.
 */
function inputEvidence({ likeness, intent }: FillingContext, step: DraftStep, draft: Draft): number {
  const fields = inputFields(step.tool).filter((field) => field.isRequired && !field.item.format);
  if (fields.length === 0 || isPlainlyTyped(step.tool)) return unknownInputs;
  const words = new Set(contentStems(intent.words));
  let [sum, strongest] = [0, 0];
  for (const field of fields) {
    const binding = step.inputs[field.name];
    const source = binding?.kind === "output" && draft.steps.find(({ id }) => id === binding.stepId);
    const place = source && outputPlaces(source.tool).find(({ path }) => path === binding.path);
    const alike = place ? likeness.between(place, field) : 0;
    strongest = Math.max(strongest, alike);
    sum += Math.max(likeness.saidIn(words, field), alike);
  }
  return sum / fields.length + strongest * linkShare;
}

/** True when a step of the plan does already what another of the same tool would, and nothing new is known for it. */
function isDone(draft: Draft, step: DraftStep): boolean {
  return draft.steps.some(
    (other) =>
      other.isMain &&
      other.tool === step.tool &&
      Object.entries(step.inputs).every(
        ([name, binding]) =>
          binding.kind === "question" || JSON.stringify(binding) === JSON.stringify(other.inputs[name]),
      ),
  );
}

function asksForFile(made: Draft, before: Draft): boolean {
  return made.steps
    .slice(before.steps.length)
    .some((step) =>
      inputFields(step.tool).some(
        (field) => /^(?:file|id)$/.test(field.meaning) && step.inputs[field.name]?.kind === "question",
      ),
    );
}

/** Why this tool: the words that speak for it, and what came next. */
function reasonOf(option: Option, options: readonly Option[], { usedBefore }: PlanningRequest): string {
  const { matchedWords } = option;
  const words =
    matchedWords.length > 0
      ? `Speaks of ${matchedWords
          .slice(0, 6)
          .map((word) => `“${word}”`)
          .join(", ")}`
      : "Nearest in meaning";
  const next = options.find((other) => other !== option && other.fit <= option.fit);
  const like = usedBefore?.get(option.tool.id);
  const used = like === undefined ? "" : ` Used in a plan like this: “${excerpt(like)}”.`;
  return `${next ? `${words}; next best: ${next.tool.title}.` : `${words}.`}${used}`;
}

/** In the person's words: what the intent says, or what supplies it. */
function titleOf(intent: PlannedIntent, option: Option): string {
  if (!intent.isSupply && !intent.aside) return intent.words.replace(/[?!.]+$/, "");
  return `${option.tool.title}: ${intent.words}`;
}
