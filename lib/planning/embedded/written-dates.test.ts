import { describe, expect, it } from "vitest";
import { writtenDates } from "./written-dates";

const read = (text: string) =>
  writtenDates(text, "2026-11-23").map(({ words, from, past, doubt }) =>
    doubt
      ? `${words}: ${doubt.kind} ${doubt.readings.map((one) => one.from).join(" ")}`.trim()
      : `${words}: ${from} (${past})`,
  );

describe("writtenDates", () => {
  it.each([
    ["on 03/04", ["03/04: ambiguous 2027-03-04 2027-04-03"]],
    ["03-04-2027", ["03-04-2027: ambiguous 2027-03-04 2027-04-03"]],
    ["03/04/27", ["03/04/27: ambiguous 2027-03-04 2027-04-03"]],
    ["4.3.2027", ["4.3.2027: 2027-03-04 (2027-03-04)"]],
    ["25/12", ["25/12: 2026-12-25 (2025-12-25)"]],
    ["12/25", ["12/25: 2026-12-25 (2025-12-25)"]],
    ["04/04", ["04/04: 2027-04-04 (2026-04-04)"]],
    ["2027-02-31", ["2027-02-31: impossible 2027-02-28 2027-03-01"]],
    ["31/04/2027", ["31/04/2027: impossible 2027-04-30 2027-05-01"]],
    ["13/13", ["13/13: impossible"]],
    ["feb 30", ["feb 30: impossible 2027-02-28 2027-03-01"]],
    ["the 31st of June", ["31st of June: impossible 2027-06-30 2027-07-01"]],
    ["February 29, 2027", ["February 29, 2027: impossible 2027-02-28 2027-03-01"]],
  ])("reads “%s”", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it("takes the order of its numbers from a date that has only one", () => {
    expect(read("from 13/04/2016 to 05/06/2016")).toEqual([
      "13/04/2016: 2016-04-13 (2016-04-13)",
      "05/06/2016: 2016-06-05 (2016-06-05)",
    ]);
  });

  it.each([
    "24/7",
    "on 1/2 of the budget",
    "version 1.2.10",
    "feb 29",
    "March 15",
    "order CA-2016-152156",
    "3/4",
  ])("finds none in “%s”", (text) => {
    expect(read(text)).toEqual([]);
  });
});
