import { describe, expect, test } from "vitest";
import { inferColumns, parseDate, parseNumber } from "./infer-columns";

describe("numbers are read as people write them", () => {
  test.each([
    ["1234.5", false, 1234.5],
    ["1,234.50", false, 1234.5],
    ["-3", false, -3],
    ["$1,234.50", false, 1234.5],
    ["-$5", false, -5],
    ["(1,234.50)", false, -1234.5],
    ["12%", false, 12],
    ["1e3", false, 1000],
    ["1.234,50 €", true, 1234.5],
    ["1 234,5", true, 1234.5],
    ["0,25", true, 0.25],
    ["00123", false, null],
    ["0", false, 0],
    ["0.5", false, 0.5],
    ["12345678901234567890", false, null],
    ["1,2,3", false, null],
    ["1.2.3", false, null],
    ["abc", false, null],
    ["", false, null],
    ["€", false, null],
  ])("%j with decimal comma %j is %j", (text, decimalComma, value) => {
    expect(parseNumber(text, decimalComma)).toBe(value);
  });
});

describe("dates become ISO", () => {
  test.each([
    ["2017-11-05", false, "2017-11-05"],
    ["2017/1/5", false, "2017-01-05"],
    ["2017-11-05 10:30", false, "2017-11-05T10:30:00"],
    ["2017-11-05T10:30:00Z", false, "2017-11-05T10:30:00Z"],
    ["11/5/2017", false, "2017-11-05"],
    ["5/11/2017", true, "2017-11-05"],
    ["05.11.2017", false, "2017-11-05"],
    ["5 Nov 2017", false, "2017-11-05"],
    ["November 5, 2017", false, "2017-11-05"],
    ["11/5/17", false, "2017-11-05"],
    ["2017-02-30", false, null],
    ["13/45/2017", false, null],
    ["Nov", false, null],
  ])("%j, day first %j, is %j", (text, dayFirst, expected) => {
    expect(parseDate(text, dayFirst)).toBe(expected);
  });
});

const columnOf = (cells: string[], delimiter = ",") =>
  inferColumns(
    ["x"],
    cells.map((cell) => [cell]),
    delimiter,
  );

test("a column is of the type all its values have; words for none are empty", async () => {
  expect(await columnOf(["1", "n/a", "2.5"])).toMatchObject({
    columns: [{ name: "x", type: "number" }],
    rows: [{ x: 1 }, { x: null }, { x: 2.5 }],
  });
  expect((await columnOf(["true", "FALSE"])).rows).toEqual([{ x: true }, { x: false }]);
  expect(await columnOf(["1", "two"])).toMatchObject({
    columns: [{ type: "text" }],
    rows: [{ x: "1" }, { x: "two" }],
  });
  expect((await columnOf(["", ""])).columns).toEqual([{ name: "x", type: "text" }]);
});

test("codes with leading zeros and long numbers stay texts", async () => {
  expect((await columnOf(["02139", "10001"])).rows).toEqual([{ x: "02139" }, { x: "10001" }]);
  expect((await columnOf(["4111111111111111111"])).rows).toEqual([{ x: "4111111111111111111" }]);
});

test("one clear number decides how the others are read", async () => {
  expect((await columnOf(["1.234", "2.500,75"], ";")).rows).toEqual([{ x: 1234 }, { x: 2500.75 }]);
  expect((await columnOf(["1,234", "2,500.75"])).rows).toEqual([{ x: 1234 }, { x: 2500.75 }]);
  expect((await columnOf(["1,5", "2,25"], ";")).rows).toEqual([{ x: 1.5 }, { x: 2.25 }]);
});

test("one clear date decides whether days or months come first", async () => {
  expect((await columnOf(["3/4/2026", "25/4/2026"])).rows).toEqual([
    { x: "2026-04-03" },
    { x: "2026-04-25" },
  ]);
  expect((await columnOf(["3/4/2026", "4/25/2026"])).rows).toEqual([
    { x: "2026-03-04" },
    { x: "2026-04-25" },
  ]);
  expect((await columnOf(["3/4/2026"])).habits).toEqual({
    decimalComma: false,
    dayFirst: false,
    hasShortDates: true,
  });
});
