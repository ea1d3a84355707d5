import { describe, expect, it } from "vitest";
import { readGoal } from "./read-goal";

const clock = { now: new Date("2026-11-23T09:00:00Z"), timeZone: "Europe/Berlin" };
const statementsOf = (goal: string) => readGoal(goal, clock).statements;

describe("isStatement", () => {
  it.each([
    "our sales were good last year",
    "I am tired",
    "Ada works in marketing",
    "The numbers look wrong",
  ])("holds of “%s”", (goal) => {
    expect(statementsOf(goal)).toEqual([goal]);
  });

  it.each([
    "products sold in 2016",
    "sales that were good last year",
    "customers whose balance is above 1000",
    "the sales by region",
    "I need the sales by region",
    "I'm looking for the weather in Oslo",
    "we should email Bob",
    "what were our sales last year?",
    "is the weather good in Oslo?",
    "weather in Oslo",
  ])("does not hold of “%s”", (goal) => {
    expect(statementsOf(goal)).toEqual([]);
  });
});
