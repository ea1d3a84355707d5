// The embedded planner: from a sentence to a grounded graph, without a model and without the network.
import { type Candidate, noReasons } from "@/lib/domain/candidate";
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { withLineBreaks, withPastedQuoted } from "@/lib/planning/own-words";
import { answersDataQuestions } from "./data-inputs";
import { type Draft, type DraftStep, questionCount } from "./draft";
import { draftOf } from "./draft-of";
import { expandIntents } from "./expand-intents";
import { FieldLikeness } from "./field-likeness";
import { fillStep } from "./fill-step";
import { type Branch, excerpt, finishPlan, type GroundedIntent } from "./finish-plan";
import { legibility, legibilityNote } from "./language";
import { mendSpelling } from "./mend-spelling";
import { isKeeping, mentionsFile, type PlannedIntent, subjectOf } from "./planning-context";
import type { PlanDraft, PlanningRequest } from "./planning-request";
import { type ReadGoal, readGoal } from "./read-goal";
import { type RankedOption, settleAmbiguity, type WeighedIntent } from "./settle-ambiguity";
import type { FillingContext } from "./situation";
import { inputFields, outputPlaces } from "./tool-fields";
import { withoutVerbAlone } from "./verb-alone";
import { coveredBy, isMessenger, type Option, weigh } from "./weigh-tools";
import { contentStems } from "./words";

const searchLimit = 10;
/** Drafts kept side by side, and tools tried for one intent. */
const beamWidth = 6;
const optionsPerIntent = 6;

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

/** Plans a goal. Never throws for what a person may type; what can't be served is said. */
export async function planGoal(request: PlanningRequest): Promise<PlanDraft> {
  const note = legibilityNote(legibility(request.goal));
  if (note) return { steps: [], notes: [note], unserved: [{ words: excerpt(request.goal), nearest: [] }] };
  const { tools, facts } = request;
  const text = withPastedQuoted(request.goal);
  const goal = readGoal(text, request, (read) =>
    mendSpelling({ ...read, tools, databases: facts.databases }),
  );
  const intents = expandIntents(goal, request);
  const found = await Promise.all(
    intents.map(async (intent) =>
      withoutVerbAlone(request, intent, await searchIntent(request, goal, intent)),
    ),
  );
  const grounded = intents.map(
    (intent, index): GroundedIntent => ({
      intent,
      candidates: candidatesFor(request, intent, found[index] ?? []),
    }),
  );
  const weighed = weighAll(request, goal, grounded);
  const branches = search(request, weighed);
  const settled = await settleAmbiguity(request, weighed, branches);
  const [best = nothing(request)] = settled === weighed ? branches : search(request, settled);
  const plan = withLineBreaks(finishPlan(goal, grounded, best, request));
  return text === request.goal ? plan : { ...plan, notes: [...plan.notes, pastedNote] };
}

const pastedNote = "What you pasted is taken as content: nothing that it asks for is planned.";

function candidatesFor(
  request: PlanningRequest,
  intent: PlannedIntent,
  found: readonly Candidate[],
): readonly Candidate[] {
  const known = found.filter((candidate) => request.tools.has(candidate.tool.id));
  const seen = new Set(known.map((candidate) => candidate.tool.id));
  // Data and addresses call for tools the words alone may not bring up.
  const extra = [...request.tools.values()]
    .filter((tool) => !seen.has(tool.id) && isCalledFor(intent, tool))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...known,
    ...extra.slice(0, 6).map((tool) => ({
      tool,
      score: 0.2,
      fits: false,
      similarity: 0,
      matchedWords: [],
      reasons: noReasons,
      connected: tool.connectionKind === null || request.facts.connectedKinds.has(tool.connectionKind),
      filled: [],
      missingInputs: [],
      record: null,
    })),
  ];
}

/** What a message says may tell which tool suits it ("the backup failed" is urgent), but must not choose another. */
const contentShare = 0.25;

async function searchIntent(
  request: PlanningRequest,
  goal: ReadGoal,
  intent: PlannedIntent,
): Promise<readonly Candidate[]> {
  const search = (words: string) => request.search(words.slice(0, 400), searchLimit);
  if (intent.searchWords === intent.words) {
    const found = await search(intent.words);
    const object = intent.verb === null ? "" : subjectOf(intent, goal);
    // A verb no tool knows may stand before a thing one does: "compare the weather …".
    const isKnown = (found[0]?.score ?? 0) >= request.facts.fitThreshold;
    return isKnown || intent.aim !== "read" || object === "" ? found : search(object);
  }
  const [plain, whole] = await Promise.all([search(intent.searchWords), search(intent.words)]);
  const wholeScores = new Map(whole.map((candidate) => [candidate.tool.id, candidate.score]));
  return plain
    .map((one) => ({
      ...one,
      score: one.score * (1 - contentShare) + (wholeScores.get(one.tool.id) ?? 0) * contentShare,
    }))
    .sort((a, b) => b.score - a.score);
}

function isCalledFor(intent: PlannedIntent, tool: Candidate["tool"]): boolean {
  if (intent.source?.question && answersDataQuestions(tool)) return true;
  if (intent.isSupply) return false;
  if (intent.isTelling && isMessenger(tool)) return true;
  if (isKeeping(intent) && inputFields(tool).some((field) => field.meaning === "file-name")) return true;
  return intent.values.some((value) =>
    inputFields(tool).some(
      (field) =>
        field.isRequired && field.meaning === value.kind && /^(?:email|phone|chat|url)$/.test(value.kind),
    ),
  );
}

/** What each intent can be done with, best first. */
function weighAll(
  request: PlanningRequest,
  goal: ReadGoal,
  grounded: readonly GroundedIntent[],
): WeighedIntent[] {
  const likeness = new FieldLikeness(request.tools);
  const intents = grounded.map(({ intent }) => intent);
  return grounded.map(({ intent, candidates }) => {
    const scores = new Map(
      candidates.map((candidate): [ToolId, number] => [candidate.tool.id, candidate.score]),
    );
    const context = { fillStep, request, goal, intents, likeness, intent, scores, stack: [], hint: null };
    const options = candidates
      .map((candidate) => weigh(context, candidate))
      .filter((option) => option.isFitting && option.fit > 0)
      .map((option) => ({
        ...option,
        nearness: nearness(request, option.tool) + habit(request, option.tool),
      }))
      .sort((a, b) => b.fit + b.nearness - a.fit - a.nearness)
      .slice(0, optionsPerIntent);
    return { context, options };
  });
}

const nothing = (request: PlanningRequest): Branch => ({
  draft: draftOf(request),
  unserved: [],
  score: 0,
});

/** Beam search over the intents in order; each branch fills its steps as it goes. The best few, best first. */
function search(request: PlanningRequest, weighed: readonly WeighedIntent[]): readonly Branch[] {
  let beam = [nothing(request)];
  for (const { context, options } of weighed) {
    beam = beam
      .flatMap((branch) => extend(context, branch, options))
      .sort((a, b) => b.score - a.score)
      .slice(0, beamWidth);
  }
  return beam;
}

/** How near a tool is to the goal as a whole, 0 to 1: what the other parts are about says what this one means. */
function nearness({ nearest }: PlanningRequest, tool: Tool): number {
  if (isPlainlyTyped(tool)) return unknownNearness;
  const rank = nearest.indexOf(tool.id);
  return rank < 0 ? 0 : 1 / (1 + rank / 6);
}

const unknownNearness = 0.5;

/**
 * What it is worth that a tool served a goal like this one: enough to decide between tools that fit about as well, too
 * little to bring up one that fits worse (a step that fits is worth two or more).
 */
const habitWorth = 0.08;
const habit = ({ usedBefore }: PlanningRequest, tool: Tool) => (usedBefore?.has(tool.id) ? habitWorth : 0);

/** Tools whose schemas say what they work on: weighed by what the goal holds of it, not by where else words occur. */
function isPlainlyTyped(tool: Tool): boolean {
  return (
    answersDataQuestions(tool) ||
    inputFields(tool).some(
      ({ isRequired, item }) =>
        isRequired && /^(?:email|phone|chat-destination|table|file|team-or-person)$/.test(item.format ?? ""),
    )
  );
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
