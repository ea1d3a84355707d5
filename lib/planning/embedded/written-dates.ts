// Dates written with numbers or a month's name that are no day of the calendar, or may be two: what is read from them
// is a doubt, and a doubt becomes a question.
import {
  addDays,
  type CalendarDate,
  dateText,
  longDate,
  monthNames,
  monthNumber,
  type Span,
} from "./calendar";

/** Why a date can't be taken as it stands, and what may be meant by it. */
export interface Doubt {
  kind: "impossible" | "ambiguous";
  words: string;
  /** Of an ambiguous date: with the month first, then with the day first. Of an impossible one: the days next to it. */
  readings: readonly Span[];
}

export interface WrittenDate {
  start: number;
  end: number;
  words: string;
  /** The next such day where no year is given; `past` is the one before. */
  from: CalendarDate;
  past: CalendarDate;
  hasYear: boolean;
  doubt: Doubt | null;
}

interface Reading {
  month: number;
  day: number;
}

const numeric =
  /(?<![\p{L}\p{N}/.:_-])(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-/.])(\d{1,2})\6(\d{4}|\d{2})|(\d{1,2})\/(\d{1,2}))(?![\p{L}\p{N}/:_%-]|\.\d)/gu;
const named = new RegExp(
  String.raw`\b(?:(${monthNames})\.? (\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th)? (?:of )?(${monthNames}))\b(?:,? (\d{4})\b)?`,
  "gi",
);
const beforeDates = /\b(?:on|from|to|until|till|by|before|after|since|between|and|for|of)(?: the)?\s+$/i;

/** The dates written in numbers, and those with a month's name that are none, in order. */
export function writtenDates(text: string, day: CalendarDate): WrittenDate[] {
  const found = [...text.matchAll(numeric)].flatMap((match) => readNumeric(text, match, day));
  const isClear = ({ month, day: first }: Reading) => month > 0 && first > 12;
  // One date that can only be read one way says how the others are meant.
  const orders = new Set(found.filter(({ readings }) => readings.some(isClear)).map(({ order }) => order));
  const [order] = orders;
  const settled = orders.size === 1 ? order : null;
  const all = [...found, ...[...text.matchAll(named)].flatMap((match) => readNamed(match, day))];
  return all
    .map(({ order: _own, readings, year, ...at }): WrittenDate => {
      const meant = settled && readings.length > 1 ? readings.slice(settled === "month" ? 0 : 1) : readings;
      return { ...at, ...dated(at.words, settled ? meant.slice(0, 1) : meant, year, day) };
    })
    .sort((a, b) => a.start - b.start);
}

interface Found {
  start: number;
  end: number;
  words: string;
  /** The order its numbers can only be in; null where there is nothing to tell. */
  order: "month" | "day" | null;
  readings: Reading[];
  year: number | null;
}

function readNumeric(text: string, match: RegExpMatchArray, today: CalendarDate): Found[] {
  const [words] = match;
  const start = match.index ?? 0;
  const at = { start, end: start + words.length, words };
  const number = (group: number) => Number(match[group]);
  if (match[1]) {
    return [{ ...at, order: null, readings: [{ month: number(3), day: number(4) }], year: number(1) }];
  }
  const hasYear = match[8] !== undefined;
  const [a, b] = hasYear ? [number(5), number(7)] : [number(9), number(10)];
  // "24/7", "1/2 of it": without a year, only two digits each or what stands before make it a date.
  const isShare = /^ of\b/.test(text.slice(at.end));
  const isPlain = hasYear || /^\d\d\/\d\d$/.test(words) || beforeDates.test(text.slice(0, start));
  if (!isPlain || (!hasYear && (isShare || (a === 24 && b === 7)))) return [];
  // "1.2.10" is a version.
  if (hasYear && match[6] === "." && match[8]?.length === 2) return [];
  const written = match[8] ?? "";
  const century = today.slice(0, 2);
  const year = hasYear ? Number(written.length === 2 ? `${century}${written}` : written) : null;
  const dayFirst = { month: b, day: a };
  const monthFirst = { month: a, day: b };
  // With dots the day is written first, wherever they are used.
  if (match[6] === ".") return [{ ...at, order: null, readings: [dayFirst], year }];
  if (a === b) return [{ ...at, order: null, readings: [monthFirst], year }];
  if (a > 12) return [{ ...at, order: "day", readings: [dayFirst], year }];
  if (b > 12) return [{ ...at, order: "month", readings: [monthFirst], year }];
  return [{ ...at, order: null, readings: [monthFirst, dayFirst], year }];
}

/** Those that are none: the others are read with all that stands around them elsewhere. */
function readNamed(match: RegExpMatchArray, today: CalendarDate): Found[] {
  const [words] = match;
  const start = match.index ?? 0;
  const month = monthNumber(match[1] ?? match[4] ?? "");
  const day = Number(match[2] ?? match[3]);
  const year = match[5] ? Number(match[5]) : null;
  const reading = { month, day };
  if (daysOf(reading, year, today).length > 0) return [];
  return [{ start, end: start + words.length, words, order: null, readings: [reading], year }];
}

function dated(
  words: string,
  readings: readonly Reading[],
  year: number | null,
  today: CalendarDate,
): Pick<WrittenDate, "from" | "past" | "hasYear" | "doubt"> {
  const hasYear = year !== null;
  const days = readings.map((reading) => daysOf(reading, year, today));
  const [first] = days.flat();
  if (!first) {
    const next = readings.flatMap((reading) => neighbours(reading, year, today));
    const doubt: Doubt = { kind: "impossible", words, readings: next };
    return { from: today, past: today, hasYear, doubt };
  }
  const possible = days.flat();
  const doubt: Doubt | null =
    possible.length < 2
      ? null
      : { kind: "ambiguous", words, readings: possible.map(({ next }) => ({ from: next, to: next })) };
  return { from: first.next, past: first.last, hasYear, doubt };
}

const longest = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const exists = (year: number, { month, day }: Reading) =>
  month >= 1 && month <= 12 && day >= 1 && day <= longest(year, month);

/** The day that is meant, looking ahead and looking back; none when the calendar has no such day. */
function daysOf(
  reading: Reading,
  year: number | null,
  today: CalendarDate,
): { next: CalendarDate; last: CalendarDate }[] {
  if (year !== null) {
    if (!exists(year, reading)) return [];
    const day = dateText(year, reading.month, reading.day);
    return [{ next: day, last: day }];
  }
  const now = Number(today.slice(0, 4));
  // 29 February comes every four years, or after eight.
  const near = Array.from({ length: 17 }, (_, i) => now - 8 + i).filter((one) => exists(one, reading));
  const days = near.map((one) => dateText(one, reading.month, reading.day));
  const next = days.find((one) => one >= today);
  const last = days.findLast((one) => one <= today);
  return next && last ? [{ next, last }] : [];
}

/** The last day of the month that is too short, and the first of the next. */
function neighbours({ month, day }: Reading, year: number | null, today: CalendarDate): Span[] {
  if (month < 1 || month > 12 || day < 29 || day > 31) return [];
  const inYear = (one: number) => dateText(one, month, longest(one, month));
  const now = Number(today.slice(0, 4));
  const last = year === null ? (inYear(now) >= today ? inYear(now) : inYear(now + 1)) : inYear(year);
  const next = addDays(last, 1);
  return [
    { from: last, to: last },
    { from: next, to: next },
  ];
}

/** What is asked about a date in doubt. */
export function doubtQuestion({ kind, words, readings }: Doubt): string {
  if (kind === "impossible") return `“${words}” is no day of the calendar: which day is meant?`;
  const said = readings.map(({ from, to }) =>
    from === to ? longDate(from) : `${longDate(from)} to ${longDate(to)}`,
  );
  return `“${words}” can be ${said.join(" or ")}: which is meant?`;
}
