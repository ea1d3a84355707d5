// Days and spans of time in a goal. Own rules for what data questions say, chrono-node for the rest.
import * as chrono from "chrono-node";
import {
  type CalendarDate,
  type Clock,
  dateText,
  type Grain,
  offsetMinutes,
  type Span,
  today,
} from "./calendar";
import { timeRules } from "./time-rules";
import { type Doubt, type WrittenDate, writtenDates } from "./written-dates";

/** A moment or a span of time the goal names. Offsets are into the goal. */
export interface TimeMention {
  start: number;
  end: number;
  words: string;
  /** First day. With no year given, the next such day; `past` has the one before. */
  from: CalendarDate;
  /** Last day, included; the same as `from` for a single day. */
  to: CalendarDate;
  /** The same as it reads when looking back ("sales in March": the March that was). */
  past: Span;
  /** UTC, when a time of day was named. */
  instant: string | null;
  /** Whether one day was meant, or a span. */
  isSpan: boolean;
  /** False when it had to be worked out from today. */
  isExplicit: boolean;
  /** Why it is asked which day is meant; what else is said of the time is then not to be relied on. */
  doubt: Doubt | null;
}

const leadIn = /^(?:in|over|during|for|from|of|between|since|after|on)\s+/i;

function ruleMentions(text: string, day: CalendarDate): TimeMention[] {
  const found: TimeMention[] = [];
  for (const rule of timeRules) {
    for (const match of text.matchAll(new RegExp(rule.pattern))) {
      const span = rule.span(match as unknown as RegExpExecArray, day);
      if (!span) continue;
      const words = match[0].trim();
      const inner = /^(?:since|after|between)\b/i.test(words) ? words : words.replace(leadIn, "");
      const end = match.index + match[0].length;
      found.push({
        start: end - inner.length,
        end,
        words: inner,
        from: span.from,
        to: span.to,
        past: span.past ?? { from: span.from, to: span.to },
        instant: null,
        isSpan: true,
        isExplicit: span.explicit === true,
        doubt: null,
      });
    }
  }
  return found;
}

function calendarDate(components: chrono.ParsedComponents): CalendarDate {
  return dateText(components.get("year") ?? 1970, components.get("month") ?? 1, components.get("day") ?? 1);
}

function chronoMentions(text: string, clock: Clock): TimeMention[] {
  const reference = { instant: clock.now, timezone: offsetMinutes(clock) };
  const backward = chrono.parse(text, reference);
  return chrono.parse(text, reference, { forwardDate: true }).flatMap((result) => {
    // A lone number, or "may" in the middle of a sentence, is not a date.
    if (/^(?:may|mar|sat|sun|now|second|24\/7|\d{1,2}|\d{4})$/i.test(result.text)) return [];
    const words = result.text.replace(/[\s,.;:]+$/, "");
    const from = calendarDate(result.start);
    const to = result.end ? calendarDate(result.end) : from;
    const looking = backward.find((other) => other.index === result.index && other.text === result.text);
    const past = looking ? calendarDate(looking.start) : from;
    const hasTime = result.start.isCertain("hour");
    return [
      {
        start: result.index,
        end: result.index + words.length,
        words,
        from,
        to,
        past: result.end ? { from, to } : { from: past, to: past },
        instant: hasTime ? result.start.date().toISOString() : null,
        isSpan: to !== from,
        isExplicit: result.start.isCertain("year") && /\d{4}/.test(result.text),
        doubt: null,
      },
    ];
  });
}

/** The days and spans a text names, in order; of two that overlap, the longer, but first what is written out. */
export function timeMentions(text: string, clock: Clock): TimeMention[] {
  const day = today(clock);
  const { mentions, rest } = withWritten(writtenDates(text, day), chronoMentions(text, clock));
  const others = [...ruleMentions(text, day), ...rest];
  others.sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: TimeMention[] = [];
  for (const found of [...mentions, ...others]) {
    // "last quarter's" is the same time; its ending goes with it.
    const mention = /^['’]s\b/.test(text.slice(found.end)) ? { ...found, end: found.end + 2 } : found;
    if (kept.every((other) => mention.end <= other.start || mention.start >= other.end)) kept.push(mention);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** Dates written in numbers, alone or from one to the other, and what else was found that is not in their place. */
function withWritten(
  written: readonly WrittenDate[],
  found: readonly TimeMention[],
): { mentions: TimeMention[]; rest: TimeMention[] } {
  const mentions: TimeMention[] = [];
  const rest: TimeMention[] = [];
  const used = new Set<WrittenDate>();
  for (const mention of found) {
    const inside = written.filter((one) => one.start < mention.end && one.end > mention.start);
    const [first, second] = inside;
    const isSame = first && !first.doubt && inside.length === 1 && mention.from === first.from;
    if (first && second && mention.isSpan) {
      for (const one of inside) used.add(one);
      mentions.push(spanOf(mention, first, second));
    } else if (!first || isSame) {
      for (const one of inside) used.add(one);
      rest.push(mention);
    }
  }
  for (const { from, past, hasYear, ...at } of written.filter((one) => !used.has(one))) {
    const looking = { from: past, to: past };
    mentions.push({
      ...at,
      from,
      to: from,
      past: looking,
      instant: null,
      isSpan: false,
      isExplicit: hasYear,
    });
  }
  return { mentions, rest };
}

function spanOf(mention: TimeMention, first: WrittenDate, last: WrittenDate): TimeMention {
  const { words } = mention;
  const doubted = [first.doubt, last.doubt].filter((doubt) => doubt !== null);
  const impossible = doubted.find(({ kind }) => kind === "impossible");
  const span = { from: first.from, to: last.from };
  const at = { ...mention, ...span, past: span, isExplicit: first.hasYear && last.hasYear };
  if (impossible) return { ...at, doubt: { ...impossible, readings: [] } };
  if (doubted.length === 0) return { ...at, doubt: null };
  const readings = [0, 1].map((i) => ({
    from: first.doubt?.readings[i]?.from ?? first.from,
    to: last.doubt?.readings[i]?.to ?? last.from,
  }));
  return { ...at, doubt: { kind: "ambiguous", words, readings } };
}

const grainWords: [RegExp, Grain][] = [
  [
    /\b(?:quarterly|(?:by|per|each|every|for each) quarter|quarter[- ]by[- ]quarter|quarter[- ]over[- ]quarter)\b/i,
    "quarter",
  ],
  [/\b(?:monthly|(?:by|per|each|every|for each) month|month[- ]by[- ]month|over time|trend)\b/i, "month"],
  [/\b(?:weekly|(?:by|per|each|every) week)\b/i, "week"],
  [/\b(?:daily|(?:by|per|each|every) day|day[- ]by[- ]day)\b/i, "day"],
  [/\b(?:growth|grew|grown|developed|development|evolved)\b/i, "quarter"],
  [/\b(?:best|worst|top|strongest|weakest|highest|lowest|which|what|busiest) days?\b/i, "day"],
  [/\b(?:best|worst|top|strongest|weakest|highest|lowest|which|what|busiest) weeks?\b/i, "week"],
  [/\b(?:best|worst|top|strongest|weakest|highest|lowest|which|what|busiest) months?\b/i, "month"],
  [/\b(?:best|worst|top|strongest|weakest|highest|lowest|which|what|busiest) quarters?\b/i, "quarter"],
  [/\b(?:best|worst|top|strongest|weakest|highest|lowest|which|what|busiest) years?\b/i, "year"],
  [
    /\b(?:yearly|annual(?:ly)?|(?:by|per|each|every|for each) year|year[- ]by[- ]year|year[- ]over[- ]year)\b/i,
    "year",
  ],
];

/** The steps of time a data question asks for, with the words that say so. */
export function grainOf(text: string): { grain: Grain; words: string } | null {
  for (const [pattern, grain] of grainWords) {
    const match = pattern.exec(text);
    if (match) return { grain, words: match[0] };
  }
  return null;
}
