// Days and periods by the calendar, and where in time the person is.

export type Grain = "day" | "week" | "month" | "quarter" | "year";

/** A calendar date, YYYY-MM-DD. */
export type CalendarDate = string;

/** First and last day. */
export interface Span {
  from: CalendarDate;
  to: CalendarDate;
}

export interface Clock {
  now: Date;
  /** IANA name. */
  timeZone: string;
}
export const pad = (value: number, length = 2) => String(value).padStart(length, "0");
/** YYYY-MM-DD. */
export const dateText = (year: number, month: number, day: number): CalendarDate =>
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
export function offsetMinutes({ now, timeZone }: Clock): number {
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

/** For patterns: full names before short ones. */
export const monthNames =
  "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";
export const monthNumber = (name: string) =>
  "jan feb mar apr may jun jul aug sep oct nov dec".split(" ").indexOf(name.slice(0, 3).toLowerCase()) + 1;
