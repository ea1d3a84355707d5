// Spans of time as data questions say them: "in 2016", "Q2", "last quarter", "since 2015".
import {
  addDays,
  type CalendarDate,
  type Grain,
  monthNames,
  monthNumber,
  pad,
  period,
  type Span,
} from "./calendar";

const quarterNumber = (word: string) =>
  ({ first: 1, second: 2, third: 3, fourth: 4, last: 4 })[word] ?? Number(word.charAt(0));
const counts = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const countOf = (word: string) => counts.indexOf(word) + 1 || Number(word);

export interface TimeRule {
  pattern: RegExp;
  /** Null when the words turn out not to be a time. */
  span: (match: RegExpExecArray, day: CalendarDate) => (Span & { past?: Span; explicit?: boolean }) | null;
}

const year = String.raw`(19\d\d|20\d\d)`;
const wholeYear = (text: string) => period(`${text}-01-01`, "year");
export const timeRules: readonly TimeRule[] = [
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
