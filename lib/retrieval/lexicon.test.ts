import { describe, expect, it } from "vitest";
import { Lexicon } from "./lexicon";

const words = [
  "spread",
  "spreadsheet",
  "row",
  "repaint",
  "rechnung",
  "betrag",
  "メール",
  "送信",
  "visualize",
  "rescheduling",
  "~spre",
  "~ad",
  "~ing",
];
const lexicon = new Lexicon(words);
const named = (rows: readonly number[] | null) => rows?.map((row) => words[row]) ?? null;

describe("Lexicon", () => {
  it.each([
    ["row", ["row"]],
    ["rows", ["row"]],
    ["repainting", ["repaint"]],
    ["visualise", ["visualize"]],
    ["reschedule", ["rescheduling"]],
    ["spreadsheetrow", ["spreadsheet", "row"]],
    ["rechnungsbetrag", ["rechnung", "betrag"]],
    ["メール送信", ["メール", "送信"]],
  ])("knows “%s” as %j", (word, expected) => {
    expect(named(lexicon.known(word))).toEqual(expected);
  });

  it.each(["qzxwvk", "spreadx", "row1row", "", "__proto__", "メールx"])("does not know %j", (word) => {
    expect(lexicon.known(word)).toBeNull();
  });

  it("covers an unknown word with its longest pieces, and leaves out one that is mostly unknown", () => {
    expect(named(lexicon.pieces("spreading"))).toEqual(["spread", "~ing"]);
    expect(named(lexicon.pieces("sprexadx"))).toEqual(["~spre", "~ad"]);
    expect(lexicon.pieces("qzxwvkad")).toEqual([]);
  });

  it("breaks a known word into pieces without the word itself", () => {
    expect(named(lexicon.pieces("spread"))).toEqual(["~spre", "~ad"]);
  });

  it("remembers no more than some thousands of unknown words, and forgetting changes nothing", () => {
    const before = lexicon.known("spreadsheetrow");
    for (let number = 0; number < 11_000; number++) lexicon.known(`unknown${number}x`);
    expect(lexicon.known("spreadsheetrow")).toEqual(before);
  });
});
