import { expect, it } from "vitest";
import type { Tool } from "@/lib/domain/tool";
import { plainTool } from "./testing/catalogues";
import { facetsOf, toolText } from "./tool-text";

const withFields = (
  tool: Tool,
  properties: Record<string, { type: "string"; description?: string }>,
): Tool => ({
  ...tool,
  input: { type: "object", properties },
});
const letter = withFields(
  plainTool({
    id: "post.letter",
    title: "Send letters by GitHub",
    description: "Sends a letter.",
    examples: ["send letters: by git hub", "post the letter"],
  }),
  { letterId: { type: "string", description: "The letter's ids" }, letter_ids: { type: "string" } },
);

it("stems of the title count three times, those of the rest and of the fields once for each word", () => {
  const { stems } = toolText(letter);
  const count = (wanted: string) => stems.filter((stemmed) => stemmed === wanted).length;
  // In the title; "letter" and "letters" of the rest; of the fields.
  expect([count("letter"), count("github"), count("git")]).toEqual([3 + 2 + 1, 3, 3 + 1]);
});

it("fields that differ in how they are written have one name and one stem", () => {
  const { takes, fieldStems } = toolText(letter);
  expect(takes).toEqual(["letter_id"]);
  expect(fieldStems.input).toEqual(["letter", "id", "letterid", "the"]);
});

it("a text with the words of one before it is no facet of its own", () => {
  expect(toolText(letter).said).toEqual([
    { text: "Send letters by GitHub", kind: "title" },
    { text: "Send letters by GitHub. Sends a letter.", kind: "description" },
    { text: "post the letter", kind: "example" },
    { text: "Sends a letter.", kind: "sentence" },
  ]);
  expect(facetsOf(toolText(letter))).toHaveLength(3);
});

it("what a description says first counts by itself in the meaning of the whole, and an abbreviation is no sentence", () => {
  const sentenceOf = (description: string) =>
    toolText({ ...letter, description }).said.find(({ kind }) => kind === "sentence")?.text;
  expect(sentenceOf("Prints an e-mail on paper! The paper is white.")).toBe("Prints an e-mail on paper!");
  expect(sentenceOf("I.e. what one reads on v1.2 of paper. Ink is black.")).toBe(
    "I.e. what one reads on v1.2 of paper.",
  );
  expect(sentenceOf("One without an end")).toBe("One without an end");
  expect(sentenceOf("Send letters by GitHub. It is slow.")).toBeUndefined();
  expect(sentenceOf("")).toBeUndefined();
});

it("words count once for a tool however many were met before", () => {
  const before = toolText(letter);
  const counts = Array.from({ length: 300 }, (_, number) => {
    const named = (field: number) =>
      Array.from({ length: 16 }, (_, word) => `w${number}x${field}y${word}`).join(" ");
    const fields = Array.from({ length: 60 }, (_, field) => [
      `f${field}`,
      { type: "string" as const, description: `same ${named(field)}` },
    ]);
    const { stems } = toolText(withFields(letter, Object.fromEntries(fields)));
    return stems.filter((stemmed) => stemmed === "same").length;
  });
  expect(new Set(counts)).toEqual(new Set([1]));
  expect(toolText(letter)).toEqual(before);
});
