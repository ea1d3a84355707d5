import { expect, test } from "vitest";
import { firstDayOf, grainOf, previousPeriod, startOfPeriod, yearBefore } from "./periods";

test.each([
  ["2017-11-05", { day: "2017-11-05", grain: "day" }],
  ["2017-11-05T23:30:00-08:00", { day: "2017-11-05", grain: "day" }],
  ["2017-11", { day: "2017-11-01", grain: "month" }],
  ["2017 Q4", { day: "2017-10-01", grain: "quarter" }],
  ["Q4 2017", { day: "2017-10-01", grain: "quarter" }],
  [2017, { day: "2017-01-01", grain: "year" }],
  ["2017-02-30", null],
  ["17", null],
  ["West", null],
  [null, null],
])("%j stands for %j", (value, expected) => {
  expect(firstDayOf(value)).toEqual(expected);
});

test("a period is named by its first day; weeks begin on Monday", () => {
  expect(startOfPeriod("2017-11-05", "day")).toBe("2017-11-05");
  expect(startOfPeriod("2017-11-05", "week")).toBe("2017-10-30");
  expect(startOfPeriod("2017-11-05", "month")).toBe("2017-11-01");
  expect(startOfPeriod("2017-11-05", "quarter")).toBe("2017-10-01");
  expect(startOfPeriod("2017-11-05", "year")).toBe("2017-01-01");
});

test("periods know what came before them", () => {
  expect(previousPeriod("2017-01-01", "quarter")).toBe("2016-10-01");
  expect(previousPeriod("2016-03-01", "month")).toBe("2016-02-01");
  expect(previousPeriod("2017-10-30", "week")).toBe("2017-10-23");
  expect(yearBefore("2017-10-01", "quarter")).toBe("2016-10-01");
  expect(yearBefore("2017-10-30", "week")).toBeNull();
});

test("first days of quarters are quarters, single days get a grain by their span", () => {
  expect(grainOf(["2017-01-01", "2017-04-01", "2017-10-01"])).toBe("quarter");
  expect(grainOf(["2015-01-01", "2016-01-01"])).toBe("year");
  expect(grainOf(["2017-01-01", "2017-02-01"])).toBe("month");
  expect(grainOf(["2017-01-03", "2017-01-09"])).toBe("day");
  expect(grainOf(["2017-01-03", "2017-09-09"])).toBe("month");
  expect(grainOf(["2014-01-03", "2017-12-30"])).toBe("quarter");
});
