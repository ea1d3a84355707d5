import fc from "fast-check";
import { expect, test } from "vitest";
import { exactSum, median, percentChange } from "./numbers";

test("a sum has the digits of its terms", () => {
  expect(exactSum([0.1, 0.2])).toBe(0.3);
  expect(exactSum([1e15, 0.25, -1e15])).toBe(0.25);
  expect(exactSum([])).toBe(0);
});

test("a sum of amounts in cents is the sum of the cents, in any order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -100_000_000, max: 100_000_000 }), { maxLength: 500 }),
      (cents) => {
        const expected = cents.reduce((sum, cent) => sum + cent, 0) / 100;
        expect(exactSum(cents.map((cent) => cent / 100))).toBeCloseTo(expected, 10);
        expect(exactSum(cents.map((cent) => cent / 100))).toBe(Number(expected.toFixed(2)));
      },
    ),
  );
});

test("the median is the middle, or the middle of the two in the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test("a change from nothing or across zero has no percentage", () => {
  expect(percentChange(0, 5)).toBeNull();
  expect(percentChange(-5, 5)).toBeNull();
  expect(percentChange(80, 100)).toBe(25);
  expect(percentChange(-80, -100)).toBe(-25);
});
