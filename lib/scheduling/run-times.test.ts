import { describe, expect, it } from "vitest";
import { inWords, runTimes, scheduleProblem } from "./run-times";

const berlin = { timeZone: "Europe/Berlin" };
const at = (cron: string, after: string, count = 3) =>
  runTimes({ cron, ...berlin }, new Date(after), count).map((time) => time.toISOString());

describe("runTimes", () => {
  it("keeps the hour of the place over changes of its clocks", () => {
    expect(at("0 9 * * 1", "2026-10-19T00:00:00Z")).toEqual([
      "2026-10-19T07:00:00.000Z",
      "2026-10-26T08:00:00.000Z",
      "2026-11-02T08:00:00.000Z",
    ]);
  });

  it("runs a time that the clocks leave out as soon as they have gone on, and one that comes twice once", () => {
    expect(at("30 2 * * *", "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
    expect(at("30 2 * * *", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  it("is never the moment itself", () => {
    expect(at("0 9 * * *", "2026-06-01T07:00:00Z", 1)).toEqual(["2026-06-02T07:00:00.000Z"]);
  });
});

describe("scheduleProblem", () => {
  it.each(["0 9 * * 1", "*/15 8-18 * * 1-5", "0 0 1 * *", "0 9 29 2 *", "5 4 * * sun"])(
    "takes %s",
    (cron) => {
      expect(scheduleProblem({ cron, ...berlin })).toBeNull();
      expect(inWords(cron)).not.toBe("");
    },
  );

  it.each([
    ["0 9 30 2 *", "never comes"],
    ["0 9 31 4 *", "never comes"],
    ["every monday", "can't be read as five fields"],
    ["* * * * * *", "can't be read as five fields"],
    ["61 9 * * *", "can't be read as five fields"],
    ["", "can't be read as five fields"],
    ["@daily; drop table runs", "can't be read as five fields"],
  ])("refuses %s and says why", (cron, reason) => {
    expect(scheduleProblem({ cron, ...berlin })).toContain(reason);
  });

  it("refuses a time zone there is none of", () => {
    expect(scheduleProblem({ cron: "0 9 * * *", timeZone: "Mars/Olympus" })).toContain("is no time zone");
  });
});
