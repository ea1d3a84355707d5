// Days and spans of time in a goal. Own rules for what data questions say ("in 2016", "Q2", "last quarter"),
// chrono-node for the rest.
import * as chrono from "chrono-node";

export type Grain = "day" | "week" | "month" | "quarter" | "year";

/** A calendar date, YYYY-MM-DD. */
export type CalendarDate = string;

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
  past: { from: CalendarDate; to: CalendarDate };
  /** UTC, when a time of day was named. */
  instant: string | null;
  /** Whether one day was meant, or a span. */
  isSpan: boolean;
  /** False when it had to be worked out from today. */
  isExplicit: boolean;
}

export interface Clock {
  now: Date;
  /** IANA name. */
  timeZone: string;
}

const pad = (value: number, length = 2) => String(value).padStart(length, "0");
const dateText = (year: number, month: number, day: number): CalendarDate =>
  `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

/** A day `days` later, by the calendar. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  const moved = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);
  return moved.toISOString().slice(0, 10);
}

/** Today where the person is. */
export function today({ now, timeZone }: Clock): CalendarDate {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return parts.format(now);
}

/** Minutes ahead of UTC. */
function offsetMinutes({ now, timeZone }: Clock): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(now);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return Math.round((local - Math.floor(now.getTime() / 1000) * 1000) / 60_000);
}

/** "Tuesday, 1 December 2026". */
export function longDate(date: CalendarDate): string {
  const formatted = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });
  return formatted.format(new Date(`${date}T00:00:00Z`)).replace(/^(\w+) /, "$1, ");
}

/** First and last day of the year, quarter, month or week (from Monday) that many periods from the one `date` is in. */
export function period(
  date: CalendarDate,
  grain: Grain,
  shift = 0,
): { from: CalendarDate; to: CalendarDate } {
  const [year = 0, month = 1] = date.split("-").map(Number);
  const monthSpan = (y: number, zeroBasedMonth: number, months: number) => {
    const from = new Date(Date.UTC(y, zeroBasedMonth, 1)).toISOString().slice(0, 10);
    const to = new Date(Date.UTC(y, zeroBasedMonth + months, 0)).toISOString().slice(0, 10);
    return { from, to };
  };
  switch (grain) {
    case "year":
      return monthSpan(year + shift, 0, 12);
    case "quarter":
      return monthSpan(year, Math.floor((month - 1) / 3) * 3 + shift * 3, 3);
    case "month":
      return monthSpan(year, month - 1 + shift, 1);
    case "week": {
      const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
      const from = addDays(date, -weekday + shift * 7);
      return { from, to: addDays(from, 6) };
    }
    case "day": {
      const day = addDays(date, shift);
      return { from: day, to: day };
    }
    default:
      return grain satisfies never;
  }
}

const monthNames =
  "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";
const monthNumber = (name: string) =>
  "jan feb mar apr may jun jul aug sep oct nov dec".split(" ").indexOf(name.slice(0, 3).toLowerCase()) + 1;
const quarterNumber = (word: string) =>
  ({ first: 1, second: 2, third: 3, fourth: 4, last: 4 })[word] ?? Number(word.charAt(0));
const counts = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const countOf = (word: string) => counts.indexOf(word) + 1 || Number(word);

type Span = { from: CalendarDate; to: CalendarDate };
interface Rule {
  pattern: RegExp;
  /** Null when the words turn out not to be a time. */
  span: (match: RegExpExecArray, day: CalendarDate) => (Span & { past?: Span; explicit?: boolean }) | null;
}

const year = String.raw`(19\d\d|20\d\d)`;
const wholeYear = (text: string) => period(`${text}-01-01`, "year");
const rules: Rule[] = [
  {
    pattern: new RegExp(
      String.raw`\b(?:between|from)?\s*(?<![-\d/])${year}\s*(?:and|to|until|through|-|–)\s*${year}(?![-\d/])`,
      "gi",
    ),
    span: ([, a = "", b = ""]) => ({ from: wholeYear(a).from, to: wholeYear(b).to, explicit: true }),
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:the )?(?:q([1-4])|(first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) quarter)(?:,? (?:of |in )?${year})?\b`,
      "gi",
    ),
    span: ([whole, q, word, y], day) => {
      if (!y && /^(?:the )?last quarter$/i.test(whole)) return period(day, "quarter", -1);
      const number = q ? Number(q) : quarterNumber((word ?? "").toLowerCase());
      const of = (inYear: string) => period(`${inYear}-${pad(number * 3)}-01`, "quarter");
      if (y) return { ...of(y), explicit: true };
      const thisYear = of(day.slice(0, 4));
      const before = of(String(Number(day.slice(0, 4)) - 1));
      return { ...thisYear, past: thisYear.from <= day ? thisYear : before };
    },
  },
  {
    pattern:
      /\b(?:in |over |during |for |from )?(?:the )?(last|past|previous|this|current|next) (day|week|month|quarter|year)\b/gi,
    span: ([, which = "", unit = ""], day) => {
      const shift = /this|current/i.test(which) ? 0 : /next/i.test(which) ? 1 : -1;
      return period(day, unit.toLowerCase() as Grain, shift);
    },
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:in |over |during |for |from )?(?:the )?(?:last|past|previous) (\d{1,3}|${counts.join("|")}) (day|week|month|quarter|year)s\b`,
      "gi",
    ),
    span: ([, count = "", unit = ""], day) => {
      const grain = unit.toLowerCase() as Grain;
      const many = countOf(count.toLowerCase());
      if (grain === "day" || grain === "week") {
        return { from: addDays(day, -many * (grain === "week" ? 7 : 1)), to: day };
      }
      return { from: period(day, grain, -many).from, to: period(day, grain, -1).to };
    },
  },
  {
    pattern: /\b(?:so far this year|year[- ]to[- ]date|ytd)\b/gi,
    span: (_match, day) => ({ from: period(day, "year").from, to: day }),
  },
  {
    pattern: new RegExp(String.raw`\b(?:since|after)\s+${year}\b(?!-)`, "gi"),
    span: ([whole, y = ""], day) => ({
      from: /after/i.test(whole) ? `${Number(y) + 1}-01-01` : `${y}-01-01`,
      to: day,
      explicit: true,
    }),
  },
  {
    pattern: new RegExp(
      String.raw`\b(${monthNames})\.?(?:,? (?:of )?${year})(?!-)\b(?! ?(?:st|nd|rd|th)\b)`,
      "gi",
    ),
    span: ([, name = "", y = ""]) => ({
      ...period(`${y}-${pad(monthNumber(name))}-01`, "month"),
      explicit: true,
    }),
  },
  {
    // A bare month, as a span; not the verb "may", and not part of "March 3".
    pattern: new RegExp(
      String.raw`\b(?:in|during|for|of|since)\s+(${monthNames})\b(?!\.?,? ?\d)(?! \d)`,
      "gi",
    ),
    span: ([, name = ""], day) => {
      const inYear = (y: number) => period(`${y}-${pad(monthNumber(name))}-01`, "month");
      const thisYear = Number(day.slice(0, 4));
      const same = inYear(thisYear);
      const next = same.to >= day ? same : inYear(thisYear + 1);
      return { ...next, past: same.from <= day ? same : inYear(thisYear - 1) };
    },
  },
  {
    pattern: new RegExp(
      String.raw`(?<![-\d/.:$€£])(?<!\b(?:over|above|under|below|than|exceeding|least|most|to) )\b(?:in |during |for |of )?${year}\b(?![-/:.]?\d)(?!\s*(?:units|items|rows|customers|orders))`,
      "gi",
    ),
    span: ([, y = ""]) => ({ ...wholeYear(y), explicit: true }),
  },
];

const leadIn = /^(?:in|over|during|for|from|of|between|since|after|on)\s+/i;

function ruleMentions(text: string, day: CalendarDate): TimeMention[] {
  const found: TimeMention[] = [];
  for (const rule of rules) {
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
    if (/^(?:may|mar|sat|sun|now|second|\d{1,2}|\d{4})$/i.test(result.text)) return [];
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
      },
    ];
  });
}

/** The days and spans a text names, in order; of two that overlap, the longer. */
export function timeMentions(text: string, clock: Clock): TimeMention[] {
  const all = [...ruleMentions(text, today(clock)), ...chronoMentions(text, clock)];
  all.sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: TimeMention[] = [];
  for (const found of all) {
    // "last quarter's" is the same time; its ending goes with it.
    const mention = /^['’]s\b/.test(text.slice(found.end)) ? { ...found, end: found.end + 2 } : found;
    if (kept.every((other) => mention.end <= other.start || mention.start >= other.end)) kept.push(mention);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** Words that read like a day of the calendar but are none: "feb 30". */
export function impossibleDates(text: string): string[] {
  const pattern = new RegExp(
    String.raw`\b(?:(${monthNames})\.? (\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th)? (?:of )?(${monthNames}))\b(?! ?\d{4}\b)`,
    "gi",
  );
  return [...text.matchAll(pattern)].flatMap((match) => {
    const month = monthNumber(match[1] ?? match[4] ?? "");
    const day = Number(match[2] ?? match[3]);
    const longest = new Date(Date.UTC(2024, month, 0)).getUTCDate();
    return day === 0 || day > longest ? [match[0]] : [];
  });
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
