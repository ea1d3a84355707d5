// A goal as a person typed it, as an ordered list of intents and the values it holds.
import { asRequests } from "./as-requests";
import { type Clock, longDate } from "./calendar";
import { contradictionsIn, exceptionsIn } from "./contradictions";
import { cycleIn } from "./cyclic-order";
import { type TimeMention, timeMentions } from "./dates";
import { isStatement } from "./is-statement";
import { withoutListMarks } from "./list-marks";
import type { Mended } from "./mend-spelling";
import { splitClauses } from "./order-clauses";
import { type Intent, readClause } from "./read-clause";
import { readCondition, repeatedTokens } from "./read-condition";
import { type Aside, wordsOf } from "./split-clauses";
import { type TaggedToken, tagWords } from "./tag-words";
import { isDataVerb, isTellingVerb } from "./verbs";
import { capitalize, numberOf } from "./words";

/** A value the goal holds. Offsets are into it. */
export type GoalValue = { start: number; end: number; words: string } & (
  | { kind: "email" | "phone" | "url" | "chat" | "quote"; value: string }
  | { kind: "number"; value: number; unit: string | null }
  | { kind: "time"; value: string; time: TimeMention }
);

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
  const times = timeMentions(planned, clock);
  const values = [...tokenValues(tokens), ...times.map(timeValue)].sort((a, b) => a.start - b.start);
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
  const read = circle ? [] : joined(planned, asked);
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

function tokenValues(tokens: readonly TaggedToken[]): GoalValue[] {
  return tokens.flatMap((token, i): GoalValue[] => {
    const { start, end, text: words } = token;
    const next = tokens[i + 1];
    switch (token.kind) {
      case "email":
      case "url":
        return [{ kind: token.kind, start, end, words, value: words }];
      case "phone":
        return [{ kind: "phone", start, end, words, value: phoneNumber(words) }];
      case "channel":
      case "handle": {
        const isNamed = next?.lower === "channel" || next?.lower === "room";
        return [{ kind: "chat", start, end: isNamed ? next.end : end, words, value: words }];
      }
      case "quote":
        return [{ kind: "quote", start, end, words, value: words.slice(1, -1) }];
      case "number":
      case "word": {
        if (
          next?.lower === "channel" &&
          token.kind === "word" &&
          /^(?:the|our|in|to)$/.test(tokens[i - 1]?.lower ?? "")
        ) {
          return [
            { kind: "chat", start, end: next.end, words: `${words} ${next.text}`, value: `#${token.lower}` },
          ];
        }
        // "500mg", "2.5MB"
        const joined = /^(\d+(?:\.\d+)?)([a-z]{1,4})$/i.exec(words);
        const number = numberOf(words) ?? (joined ? Number(joined[1]) : null);
        const unit = joined?.[2]?.toLowerCase() ?? (next?.kind === "word" ? next.lower : null);
        return number === null || (number === 1 && token.kind === "word")
          ? []
          : [{ kind: "number", start, end, words, value: number, unit }];
      }
      default:
        return [];
    }
  });
}

/** A phone number as E.164 as far as it can be told: ten bare digits are taken for a North American one. */
function phoneNumber(words: string): string {
  const digits = words.replace(/\D/g, "");
  return words.startsWith("+") ? `+${digits}` : `+1${digits}`;
}

function timeValue(time: TimeMention): GoalValue {
  return { kind: "time", start: time.start, end: time.end, words: time.words, value: time.from, time };
}

/** Clauses that are one thing together: a verb that borrows the next one's object, "… and say hello", "… and tell me". */
function joined(text: string, read: readonly Intent[]): Intent[] {
  const result: Intent[] = [];
  for (const [i, intent] of read.entries()) {
    const before = result.at(-1);
    const next = read[i + 1];
    if (before && isDataWork(before) && isDataWork(intent) && !intent.content) {
      // "group it by country and sum the revenue" is one question about the same rows.
      result[result.length - 1] = mergedWork(text, before, intent);
    } else if (
      intent.tokens.length === 0 &&
      !intent.content &&
      intent.verb !== null &&
      next &&
      next.tokens.length > 0
    ) {
      // "fetch and summarize the data": both are about the data.
      const telling = isTellingVerb(next.verb ?? "");
      const borrowed = next.phrases.filter((phrase) => !telling || phrase.preposition === null);
      const stretch = next.tokens.filter((token) =>
        borrowed.some((one) => token.start >= one.start && token.end <= one.end),
      );
      result.push({
        ...intent,
        phrases: borrowed,
        tokens: stretch,
        words: `${intent.words} ${borrowed[0]?.words ?? ""}`.trim(),
      });
    } else if (before?.isTelling && !before.content && isSaying(intent)) {
      const said = sayingContent(text, intent);
      if (said)
        result[result.length - 1] = {
          ...before,
          content: said,
          words: text.slice(before.start, intent.end),
          end: intent.end,
        };
    } else if (isCourtesy(intent)) {
      // "Hi!", "Thanks".
    } else if (isEmptyReport(intent) && (result.length > 0 || next)) {
      // "… and let me know": the answer of a run is shown anyway.
    } else {
      result.push(intent);
    }
  }
  return result;
}

const isDataWork = (intent: Intent) => isDataVerb(intent.verb ?? "") && intent.tokens.length > 0;

function mergedWork(text: string, before: Intent, intent: Intent): Intent {
  const verb = intent.verbToken ? [intent.verbToken] : [];
  return {
    ...before,
    words: text.slice(before.start, intent.end),
    end: intent.end,
    phrases: [...before.phrases, ...intent.phrases],
    tokens: [...before.tokens, ...verb, ...intent.tokens],
  };
}

const isSaying = (intent: Intent) =>
  intent.verb === "say" ||
  (intent.verb === "tell" && /^(?:her|him|them|it)\b/i.test(intent.phrases[0]?.words ?? ""));

function sayingContent(text: string, intent: Intent): Intent["content"] {
  if (intent.content) return intent.content;
  const first = intent.verb === "say" ? intent.tokens[0] : intent.tokens[1];
  if (!first) return null;
  const words = text.slice(first.start, intent.end);
  const said = /^["“].*["”]$/.test(words) ? words.slice(1, -1) : capitalize(words);
  return { text: said, words, start: first.start, end: intent.end };
}

const isCourtesy = (intent: Intent) =>
  /^(?:|hi|hey|hello|hi there|thanks?|thank you(?: (?:very|so) much)?|thx|cheers|please|ok|okay|great|bye|best regards?|regards|good (?:morning|afternoon|evening))$/i.test(
    intent.words.replace(/[!,.]+$/, "").trim(),
  );

/** "tell me", "show me the result", "let me know". */
function isEmptyReport(intent: Intent): boolean {
  return /^(?:tell|show|give|let) (?:me|us)(?: know)?(?: (?:the )?(?:results?|answer|it|them|that|what you find|outcome))?$/i.test(
    intent.words.trim(),
  );
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
