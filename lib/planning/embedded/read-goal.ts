// A goal as a person typed it, as an ordered list of intents and the values it holds.
import { asRequests } from "./as-requests";
import { type Clock, longDate } from "./calendar";
import { contradictionsIn, exceptionsIn } from "./contradictions";
import { cycleIn } from "./cyclic-order";
import { timeMentions } from "./dates";
import { type GoalValue, goalValues } from "./goal-values";
import { isStatement } from "./is-statement";
import { joinIntents } from "./join-intents";
import { withoutListMarks } from "./list-marks";
import type { Mended } from "./mend-spelling";
import { splitClauses } from "./order-clauses";
import { type Intent, readClause } from "./read-clause";
import { readCondition, repeatedTokens } from "./read-condition";
import { type Aside, wordsOf } from "./split-clauses";
import { type TaggedToken, tagWords } from "./tag-words";

export interface ReadGoal {
  text: string;
  intents: Intent[];
  values: GoalValue[];
  /** How words were taken that can be taken in several ways. */
  notes: string[];
  /** Parts that were understood and can't be planned: schedules, negations. */
  leftOut: { words: string; note: string }[];
  /** What only says how things are, and asks for nothing. */
  statements: string[];
}

/** More things than this in one goal are not planned at once. */
const mostIntents = 16;

/** Reads a goal. `clock`: what "tomorrow" is relative to; `mend`: sets slips of the keys right. */
export function readGoal(goal: string, clock: Clock, mend?: (read: ReadWords) => Mended): ReadGoal {
  const text = asRequests(withoutListMarks(goal.normalize("NFC")));
  const read = readText(text, clock);
  const mended = mend?.({ text, tokens: tagWords(text), intents: read.intents });
  if (!mended || mended.slips.length === 0) return read;
  const again = readText(mended.text, clock);
  const notes = mended.slips.map(({ typed, meant }) => `“${typed}” is read as “${meant}”.`);
  return { ...again, notes: [...notes, ...again.notes] };
}

/** What mending spelling is done on. */
export type ReadWords = { text: string; tokens: readonly TaggedToken[]; intents: readonly Intent[] };

function readText(text: string, clock: Clock): ReadGoal {
  const schedule = scheduleOf(text);
  // The schedule's words are blanked out, so that all offsets stay what they are.
  const planned = schedule ? text.replace(schedule, " ".repeat(schedule.length)) : text;
  const tokens = tagWords(planned);
  const values = goalValues(tokens, timeMentions(planned, clock));
  const isTaken = (token: TaggedToken) =>
    values.some((value) => value.kind !== "number" && token.start >= value.start && token.end <= value.end);
  const clauses = splitClauses(planned, tokens).flatMap((clause) => {
    const intent = readClause(planned, clause, isTaken);
    return intent ? [intent] : [];
  });
  const leftOut: ReadGoal["leftOut"] = [];
  const asked = clauses.filter((intent) => !isStatement(intent));
  const statements = clauses.filter((intent) => !asked.includes(intent)).map(({ words }) => words);
  const circle = cycleIn(withoutQuotes(planned, tokens));
  const read = circle ? [] : joinIntents(planned, asked);
  const contradictions = contradictionsIn(read);
  const contradicted = new Set(contradictions.map(({ wanted }) => wanted));
  const wanted = read.filter((intent) => !intent.isNegated && !contradicted.has(intent));
  const intents = withAsides(planned, wanted, isTaken);
  const inContent = (value: GoalValue) =>
    intents.some(({ content }) => content && value.start >= content.start && value.end <= content.end);
  const isKept = (value: GoalValue) =>
    intents.some((intent) => value.start >= intent.start && value.end <= intent.end);
  if (circle) leftOut.push({ words: text, note: circleNote(circle) });
  for (const { wanted, forbidden } of contradictions) {
    const note = `“${wanted.words}” and “${forbidden.words}” contradict each other, so neither is planned. Say which of them holds.`;
    leftOut.push({ words: wanted.words, note });
  }
  for (const { words } of exceptionsIn(read, wanted)) {
    const note = `“${words}” could not be taken into account. Check that no step does it.`;
    leftOut.push({ words, note });
  }
  if (schedule) {
    const note = `A plan is run by the clock once you schedule it: review it, then set “${schedule}” with Schedule, above the plan.`;
    leftOut.push({ words: schedule, note });
  }
  return {
    text,
    intents: intents.slice(0, mostIntents),
    values: values.filter((value) => !inContent(value)),
    notes: readingNotes(
      values.filter((value) => !inContent(value) && isKept(value)),
      intents.length,
    ),
    leftOut,
    statements,
  };
}

const withoutQuotes = (text: string, tokens: readonly TaggedToken[]) =>
  tokens
    .filter(({ kind }) => kind === "quote")
    .reduce((rest, { start, end }) => rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end), text);

function circleNote(circle: readonly string[]): string {
  const named = circle.map((name) => (/^\d+$/.test(name) ? `part ${name}` : `“${name}”`));
  const [first = "", ...rest] = named;
  return `The parts of this goal wait for each other: ${first} has to come before ${rest.join(", which has to come before ")}. Say which comes first.`;
}

/** What decides, and what is gone through, is looked up before what depends on it. */
function withAsides(
  text: string,
  intents: readonly Intent[],
  isTaken: (token: TaggedToken) => boolean,
): Intent[] {
  const known = new Set<Aside["tokens"]>();
  return intents.flatMap((intent, position) => {
    const gone = intent.repeat && repeatedTokens(intent.repeat);
    // "each customer", after something was got: of what was got.
    const pointsBack = position > 0 && gone?.length === 1;
    const subjects = [
      { aside: intent.condition, tokens: intent.condition && readCondition(intent.condition).subject },
      { aside: intent.repeat, tokens: pointsBack ? null : gone },
    ];
    const asides = subjects.flatMap(({ aside, tokens }) => {
      // "otherwise" has the tokens of the condition it belongs to, which are looked up once.
      if (!aside || !tokens || tokens.length === 0 || known.has(aside.tokens)) return [];
      known.add(aside.tokens);
      const read = readClause(text, { tokens: [...tokens], condition: null }, isTaken);
      return read ? [{ ...read, aside, aim: "read" as const, isTelling: false, words: wordsOf(tokens) }] : [];
    });
    return [...asides, intent];
  });
}

const scheduled =
  /\b(?:every|each) (?:(?:other|second) )?(?:day|morning|afternoon|evening|night|weekday|hour|minute|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?(?: (?:morning|evening|night))?(?: at \d{1,2}(?::\d\d)? ?(?:am|pm)?)?\b|\b(?:every|each) (?:week|month)\b(?=\s*$|,| at| on)|\b(?:daily|weekly|monthly) at \d{1,2}(?::\d\d)? ?(?:am|pm)?\b|\b(?:on )?(?:mondays|tuesdays|wednesdays|thursdays|fridays|weekdays|weekends) at \d{1,2}(?::\d\d)? ?(?:am|pm)?\b/i;

export function scheduleOf(text: string): string | null {
  return scheduled.exec(text)?.[0].trim() ?? null;
}

function readingNotes(values: readonly GoalValue[], intentCount: number): string[] {
  const notes: string[] = [];
  for (const value of values) {
    if (value.kind !== "time" || value.time.isExplicit || value.time.doubt) continue;
    const { time } = value;
    if (!time.isSpan) {
      notes.push(`“${time.words}” is read as ${longDate(time.from)}.`);
    }
  }
  if (intentCount > mostIntents) {
    notes.push(
      `The goal asks for ${intentCount} things; the first ${mostIntents} are planned. Make another plan for the rest.`,
    );
  }
  return notes;
}

/** The values inside a stretch of the goal. */
export function valuesIn(goal: ReadGoal, stretch: { start: number; end: number }): GoalValue[] {
  return goal.values.filter((value) => value.start >= stretch.start && value.end <= stretch.end);
}
