import { describe, expect, it } from "vitest";
import { completeLastWord, nameValues, readQuery, splitIntents } from "./read-query";
import { staticModel } from "./static-model";

const read = (query: string) => readQuery(query, staticModel());

describe("readQuery", () => {
  it("gives a query with one intent as one part", () => {
    const [whole, ...parts] = read("What will the weather be in Paris tomorrow?");
    expect(parts).toEqual([]);
    expect(whole?.terms.filter((term) => term.weight > 0.2).map((term) => term.word)).toEqual([
      "weather",
      "paris",
    ]);
    expect(whole?.action).toBe("read");
  });

  it("gives the whole and each of several intents", () => {
    const parts = read("Analyze quarterly sales data and email a summary to the marketing team");
    expect(parts.map((part) => part.text)).toEqual([
      "Analyze quarterly sales data and email a summary to the marketing team",
      "Analyze quarterly sales data",
      "email a summary to the marketing team",
    ]);
  });

  it("does not expect a tool to have the names and values of a goal", () => {
    const terms = read("forecast for Madrid on Friday")[0]?.terms ?? [];
    const weights = Object.fromEntries(terms.map((term) => [term.word, term.absentWeight]));
    expect(weights.madrid).toBeLessThanOrEqual(0.3);
    expect(weights.friday).toBeLessThanOrEqual(0.1);
    expect(weights.forecast).toBeGreaterThan(0.7);
  });

  it.each(["", "  ", "x", "the of and", "😀", "?!", "' OR 1=1 --"])(
    "finds nothing to search for in %j",
    (query) => {
      expect(read(query)).toEqual([]);
    },
  );

  it("bounds parts and terms", () => {
    const parts = read("Send an email to the team. ".repeat(500));
    expect(parts.length).toBe(9);
    expect(Math.max(...read(words(3000)).map((part) => part.terms.length))).toBeLessThanOrEqual(40);
  });
});

describe("nameValues", () => {
  it("replaces addresses by the kind of thing they are and drops quoted text", () => {
    const text =
      'Mail ada@example.com, text +1 415 555 0100, post "hello there" to #sales, get https://a.example/b?c';
    expect(nameValues(text).replace(/\s+/g, " ")).toBe(
      "Mail email address , text phone number , post to channel sales, get web address url ",
    );
  });

  it("keeps quoted text when there is nothing else", () => {
    expect(nameValues('"weather forecast"')).toBe('"weather forecast"');
  });
});

describe("splitIntents", () => {
  it.each([
    ["Find the customers and post them to #sales", ["Find the customers", "post them to #sales"]],
    ["Read the file, then draw a chart", ["Read the file", "draw a chart"]],
    ["Scan the book. Verify its presence.", ["Scan the book", "Verify its presence"]],
    ["Send it to Ada and Grace", ["Send it to Ada and Grace"]],
    ["Filter, group and sort data", ["Filter, group", "sort data"]],
  ])("takes %j apart", (text, parts) => {
    expect(splitIntents(text)).toEqual(parts);
  });
});

describe("completeLastWord", () => {
  const frequencies = new Map([
    ["weather", 2],
    ["weav", 1],
  ]);

  it("completes a word that is being typed", () => {
    const [part] = read("show the weath");
    expect(part && completeLastWord(part, frequencies).terms.at(-1)).toMatchObject({
      word: "weath",
      stem: "weather",
    });
  });

  it("leaves known words, names and the beginnings of nothing", () => {
    for (const query of ["order a pizza", "call Weath", "show the qzxw"]) {
      const [part] = read(query);
      expect(part && completeLastWord(part, frequencies)).toEqual(part);
    }
  });
});

function words(count: number): string {
  return Array.from({ length: count }, (_, index) => `word${index}x`).join(" ");
}
