import { expect, test } from "vitest";
import { calendarDate, formatLocal, localTime, parseCalendarDate } from "./calendar-date";

test("only days of the calendar are days", () => {
  expect(parseCalendarDate("2028-02-29")).toBe(Date.UTC(2028, 1, 29));
  for (const text of [
    "2026-02-29",
    "2026-13-01",
    "2026-1-1",
    "26-01-01",
    "",
    "2026-01-01T00:00:00Z",
    "tomorrow",
  ]) {
    expect(parseCalendarDate(text), text).toBeNull();
  }
});

test("the day differs by time zone", () => {
  const at = new Date("2026-11-23T23:30:00Z");
  expect(["Asia/Tokyo", "UTC", "Pacific/Honolulu"].map((zone) => calendarDate(at, zone))).toEqual([
    "2026-11-24",
    "2026-11-23",
    "2026-11-23",
  ]);
});

test.each([
  ["2026-07-01", 540, "Europe/Paris", "2026-07-01T09:00:00+02:00"],
  ["2026-12-01", 540, "America/New_York", "2026-12-01T09:00:00-05:00"],
  ["2026-12-01", 0, "Asia/Kolkata", "2026-12-01T00:00:00+05:30"],
  ["2026-12-01", 1439, "America/St_Johns", "2026-12-01T23:59:00-03:30"],
  // The days clocks change: before and after it.
  ["2026-03-29", 90, "Europe/Paris", "2026-03-29T01:30:00+01:00"],
  ["2026-03-29", 200, "Europe/Paris", "2026-03-29T03:20:00+02:00"],
  ["2026-11-01", 400, "America/New_York", "2026-11-01T06:40:00-05:00"],
])("%s, %d minutes after midnight, in %s is %s", (day, minutes, zone, expected) => {
  expect(formatLocal(localTime(day, minutes, zone), zone)).toBe(expected);
});
