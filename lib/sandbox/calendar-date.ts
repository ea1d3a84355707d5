// Days of the calendar, written YYYY-MM-DD.

/** The day as milliseconds of its midnight in UTC; null for a text that is no day of the calendar. */
export function parseCalendarDate(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : time;
}

/** The day it is at a moment in a time zone. */
export function calendarDate(at: Date, timeZone: string): string {
  return at.toLocaleDateString("sv-SE", { timeZone });
}

/** Minutes that local time in a zone is ahead of UTC at a moment. */
export function utcOffsetMinutes(at: Date, timeZone: string): number {
  const local = Date.parse(`${at.toLocaleString("sv-SE", { timeZone }).replace(" ", "T")}Z`);
  return Math.round((local - Math.floor(at.getTime() / 1000) * 1000) / 60_000);
}

/** The moment of a local time, given as minutes after midnight of a day. */
export function localTime(day: string, minutes: number, timeZone: string): Date {
  const asUtc = (parseCalendarDate(day) ?? 0) + minutes * 60_000;
  // The second look settles the hours around a clock change.
  const first = asUtc - utcOffsetMinutes(new Date(asUtc), timeZone) * 60_000;
  return new Date(asUtc - utcOffsetMinutes(new Date(first), timeZone) * 60_000);
}

/** As ISO 8601 with the zone's offset: 2026-11-24T09:15:00+01:00. */
export function formatLocal(at: Date, timeZone: string): string {
  const offset = utcOffsetMinutes(at, timeZone);
  const sign = offset < 0 ? "-" : "+";
  const pad = (value: number) => String(value).padStart(2, "0");
  const size = Math.abs(offset);
  const local = at.toLocaleString("sv-SE", { timeZone }).replace(" ", "T");
  return `${local}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
