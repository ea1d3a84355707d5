import { describe, expect, it } from "vitest";
import { longDate, period, today } from "./calendar";
import { grainOf, timeMentions } from "./dates";

/** A Monday. */
const clock = { now: new Date("2026-11-23T09:00:00Z"), timeZone: "Europe/Berlin" };
const spans = (text: string) =>
  timeMentions(text, clock).map(({ words, from, to }) => `${words}: ${from} to ${to}`);
const pasts = (text: string) => timeMentions(text, clock).map(({ past }) => `${past.from} to ${past.to}`);

describe("timeMentions", () => {
  it.each([
    ["tomorrow", "tomorrow: 2026-11-24 to 2026-11-24"],
    ["next Tuesday", "next Tuesday: 2026-12-01 to 2026-12-01"],
    ["on Friday", "on Friday: 2026-11-27 to 2026-11-27"],
    ["sales in 2016", "2016: 2016-01-01 to 2016-12-31"],
    ["between 2015 and 2017", "between 2015 and 2017: 2015-01-01 to 2017-12-31"],
    ["since 2015", "since 2015: 2015-01-01 to 2026-11-23"],
    ["after 2015", "after 2015: 2016-01-01 to 2026-11-23"],
    ["in Q2 2016", "Q2 2016: 2016-04-01 to 2016-06-30"],
    ["in the second quarter of 2016", "the second quarter of 2016: 2016-04-01 to 2016-06-30"],
    ["last quarter", "last quarter: 2026-07-01 to 2026-09-30"],
    ["last year's sales", "last year: 2025-01-01 to 2025-12-31"],
    ["over the last two years", "the last two years: 2024-01-01 to 2025-12-31"],
    ["in the past 30 days", "the past 30 days: 2026-10-24 to 2026-11-23"],
    ["this month", "this month: 2026-11-01 to 2026-11-30"],
    ["March 2017", "March 2017: 2017-03-01 to 2017-03-31"],
    ["year to date", "year to date: 2026-01-01 to 2026-11-23"],
    ["on 2026-12-24", "2026-12-24: 2026-12-24 to 2026-12-24"],
  ])("reads “%s”", (text, expected) => {
    expect(spans(text)).toEqual([expected]);
  });

  it("takes a month without a year for the one to come, and looking back for the one that was", () => {
    expect(spans("sales in March")).toEqual(["March: 2027-03-01 to 2027-03-31"]);
    expect(pasts("sales in March")).toEqual(["2026-03-01 to 2026-03-31"]);
  });

  it.each([
    "you may go",
    "second place",
    "over 2016 units",
    "profit over 2000",
    "order CA-2016-152156",
    "$2016",
    "five",
  ])("finds no time in “%s”", (text) => {
    expect(spans(text)).toEqual([]);
  });

  it("tells the day by the person's clock, not by UTC", () => {
    const late = { now: new Date("2026-11-23T23:30:00Z"), timeZone: "Pacific/Auckland" };
    expect(today(late)).toBe("2026-11-24");
    expect(timeMentions("tomorrow", late)[0]?.from).toBe("2026-11-25");
  });

  it("keeps a time of day as a moment", () => {
    expect(timeMentions("tomorrow at 9am", clock)[0]?.instant).toBe("2026-11-24T08:00:00.000Z");
  });
});

describe("the calendar", () => {
  it("knows periods across years", () => {
    expect(period("2026-01-15", "quarter", -1)).toEqual({ from: "2025-10-01", to: "2025-12-31" });
    expect(period("2026-01-01", "week")).toEqual({ from: "2025-12-29", to: "2026-01-04" });
    expect(period("2024-02-10", "month")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  });

  it("writes a day out", () => {
    expect(longDate("2026-12-01")).toBe("Tuesday, 1 December 2026");
  });
});

describe("grainOf", () => {
  it.each([
    ["quarterly sales", "quarter"],
    ["sales by month", "month"],
    ["per year", "year"],
    ["sales growth", "quarter"],
    ["our best months", "month"],
  ])("finds the steps of time in “%s”", (text, grain) => {
    expect(grainOf(text)?.grain).toBe(grain);
  });

  it("finds none where none is asked for", () => {
    expect(grainOf("sales by region")).toBeNull();
  });
});
