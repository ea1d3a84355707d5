import { describe, expect, it } from "vitest";
import { QueryMemory } from "./query-memory";
import { readQuery } from "./read-query";
import { comparableWords, compareWords, score } from "./score-candidate";
import { staticModel } from "./static-model";
import { stem } from "./stem";

const model = staticModel();
const forecast = comparableWords({
  parts: {
    title: "get weather forecast",
    description: "temperature rain",
    example: "city",
    api: "",
  },
  fieldStems: { input: ` ${stem("place")} `, output: ` ${stem("date")} ` },
  length: 14,
});
const memory = new QueryMemory({
  tools: 20,
  averageLength: 14,
  frequencies: new Map(
    ["weather", "forecast", "temperature", "rain", "city", "place", "date"].map((word) => [stem(word), 1]),
  ),
});
const compare = (query: string) => compareWords(readQuery(query, model)[0]?.terms ?? [], forecast, memory);

describe("compareWords", () => {
  it("finds all of a query in a tool that has all its words", () => {
    const { coverage, matchedWords } = compare("weather forecast");
    expect({ coverage, matchedWords }).toEqual({ coverage: 1, matchedWords: ["weather", "forecast"] });
  });

  it("finds nothing of a query about something else", () => {
    expect(compare("repaint my kitchen ceiling")).toEqual({
      coverage: 0,
      title: 0,
      words: 0,
      matchedWords: [],
    });
  });

  it("counts words of like meaning for less than the words themselves, and names them not as matched", () => {
    const like = compare("rainfall");
    expect(like.coverage).toBeGreaterThan(0.2);
    expect(like.coverage).toBeLessThan(compare("rain").coverage);
    expect(like.matchedWords).toEqual([]);
  });

  it("counts words of inputs for less than words of what the tool does", () => {
    expect(compare("date").coverage).toBeLessThan(compare("temperature").coverage);
    expect(compare("date").matchedWords).toEqual(["date"]);
  });

  it("minds a missing name less than a missing word", () => {
    expect(compare("weather in Qzxwvk").coverage).toBeGreaterThan(compare("weather and ceilings").coverage);
  });
});

describe("score", () => {
  const none = { meaning: 0, coverage: 0, title: 0, words: 0, action: 0 };
  const first = 22;

  it("is near 0 without and near 1 with all evidence", () => {
    expect(score(none, first)).toBeLessThan(0.05);
    expect(score({ meaning: 1, coverage: 1, title: 1, words: 1, action: 1 }, 125_000)).toBeGreaterThan(0.99);
  });

  it.each(["meaning", "coverage", "title", "words", "action"] as const)("grows with %s", (kind) => {
    expect(score({ ...none, [kind]: 1 }, first)).toBeGreaterThan(score(none, first));
  });

  it("asks for more evidence among many tools, and for no less among few", () => {
    const some = { meaning: 0.5, coverage: 0.4, title: 0.3, words: 0.3, action: 0 };
    expect(score(some, 125_000)).toBeLessThan(score(some, 1000));
    expect(score(some, 1000)).toBeLessThan(score(some, first));
    expect(score(some, 1)).toBe(score(some, first));
  });
});
