import { expect, test } from "vitest";
import { isSubset, nearestNames, wordsOf } from "./words";

test.each([
  ["Customer Name", ["customer", "name"]],
  ["order_dates", ["order", "date"]],
  ["orderDate", ["order", "date"]],
  ["Categories", ["category"]],
  ["Sub-Category", ["sub", "category"]],
  ["Umsätze (€)", ["umsatze"]],
  ["the marketing team", ["the", "marketing", "team"]],
  ["boxes", ["box"]],
  ["status", ["status"]],
  ["", []],
])("the words of %j are %j", (name, words) => {
  expect(wordsOf(name)).toEqual(words);
});

test("no words are no part of anything", () => {
  expect(isSubset([], ["a"])).toBe(false);
  expect(isSubset(["a"], ["b", "a"])).toBe(true);
});

test("near names are those with a likely slip or a shared word, the nearest first", () => {
  const names = ["customer_name", "region", "revenue", "product"];
  expect(nearestNames("revenu", names)).toEqual(["revenue"]);
  expect(nearestNames("customer", names)).toEqual(["customer_name"]);
  expect(nearestNames("weather", names)).toEqual([]);
});
