// What each intent of a goal can be done with: tools found by its words, and by what it holds; weighed.
import { type Candidate, noReasons } from "@/lib/domain/candidate";
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { answersDataQuestions } from "./data-inputs";
import { FieldLikeness } from "./field-likeness";
import { fillStep } from "./fill-step";
import type { GroundedIntent } from "./finish-plan";
import { isKeeping, type PlannedIntent, subjectOf } from "./planning-context";
import type { PlanningRequest } from "./planning-request";
import type { ReadGoal } from "./read-goal";
import type { WeighedIntent } from "./settle-ambiguity";
import { inputFields } from "./tool-fields";
import { isMessenger, weigh } from "./weigh-tools";

const searchLimit = 10;
/** Tools tried for one intent. */
const optionsPerIntent = 6;

/** The tools that were found for an intent, and those that what it holds calls for. */
export function candidatesFor(
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

export async function searchIntent(
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
export function weighAll(
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
export function isPlainlyTyped(tool: Tool): boolean {
  return (
    answersDataQuestions(tool) ||
    inputFields(tool).some(
      ({ isRequired, item }) =>
        isRequired && /^(?:email|phone|chat-destination|table|file|team-or-person)$/.test(item.format ?? ""),
    )
  );
}
