// Days, weeks, months, quarters and years, each named by its first day (`2017-10-01`). No time zones: a period
// belongs to the calendar the data was written in.
import type { TimeGrain } from "./table-schemas";

const dayMs = 86_400_000;
const grainsBySize: TimeGrain[] = ["day", "week", "month", "quarter", "year"];

const isoDay = (date: Date) => date.toISOString().slice(0, 10);
const utc = (year: number, month: number, day = 1) => new Date(Date.UTC(year, month - 1, day));

/**
 * The day a value of a date column stands for, or the first day of the period it names: `2017-11-05T10:00:00Z`,
 * `2017-11`, `2017 Q4`, `Q4 2017`, `2017`, 2017. Null for anything else.
 */
export function firstDayOf(
  value: string | number | boolean | null,
): { day: string; grain: TimeGrain } | null {
  if (value === null || typeof value === "boolean") return null;
  const text = String(value).trim();
  const day = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]|$)/.exec(text);
  if (day) return dated(Number(day[1]), Number(day[2]), Number(day[3]), "day");
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  if (month) return dated(Number(month[1]), Number(month[2]), 1, "month");
  const quarter = /^(\d{4})[ -]?Q([1-4])$/i.exec(text) ?? swapped(/^Q([1-4])[ -]?(\d{4})$/i.exec(text));
  if (quarter) return dated(Number(quarter[1]), Number(quarter[2]) * 3 - 2, 1, "quarter");
  return /^(?:19|20)\d{2}$/.test(text) ? dated(Number(text), 1, 1, "year") : null;
}

const swapped = (match: RegExpExecArray | null) => match && [match[0], match[2], match[1]];

function dated(year: number, month: number, day: number, grain: TimeGrain) {
  const date = utc(year, month, day);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? { day: isoDay(date), grain } : null;
}

/** The first day of the period a day is in. Weeks begin on Monday. */
export function startOfPeriod(day: string, grain: TimeGrain): string {
  const date = new Date(`${day}T00:00:00Z`);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  switch (grain) {
    case "day":
      return day;
    case "week":
      return isoDay(new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * dayMs));
    case "month":
      return isoDay(utc(year, month));
    case "quarter":
      return isoDay(utc(year, month - ((month - 1) % 3)));
    case "year":
      return isoDay(utc(year, 1));
    default:
      return grain satisfies never;
  }
}

/** The period before one. */
export function previousPeriod(firstDay: string, grain: TimeGrain): string {
  const dayBefore = new Date(new Date(`${firstDay}T00:00:00Z`).getTime() - dayMs);
  return startOfPeriod(isoDay(dayBefore), grain);
}

/** The same period a year earlier; null for days and weeks, whose years don't line up. */
export function yearBefore(firstDay: string, grain: TimeGrain): string | null {
  if (grain === "day" || grain === "week") return null;
  return `${String(Number(firstDay.slice(0, 4)) - 1).padStart(4, "0")}${firstDay.slice(4)}`;
}

/** The coarser of two grains. */
export function coarser(a: TimeGrain, b: TimeGrain): TimeGrain {
  return grainsBySize.indexOf(a) > grainsBySize.indexOf(b) ? a : b;
}

/**
 * The grain days are already in (all of them first days of a quarter), or for single days the one that gives a
 * readable number of periods.
 */
export function grainOf(days: readonly string[]): TimeGrain {
  const distinct = [...new Set(days)].sort();
  if (distinct.length > 1) {
    const made = (["year", "quarter", "month"] as const).find((grain) =>
      distinct.every((day) => startOfPeriod(day, grain) === day),
    );
    if (made) return made;
  }
  const first = distinct[0] ?? "2000-01-01";
  const last = distinct.at(-1) ?? first;
  const spanDays = (Date.parse(last) - Date.parse(first)) / dayMs;
  if (spanDays > 365 * 8) return "year";
  if (spanDays > 550) return "quarter";
  if (spanDays > 75) return "month";
  return spanDays > 21 ? "week" : "day";
}
