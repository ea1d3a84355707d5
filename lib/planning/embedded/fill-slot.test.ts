import { describe, expect, it } from "vitest";
import { exampleTool } from "@/lib/planning/testing/example-tools";
import { slotFor } from "./fill-slot";
import { tagWords } from "./tag-words";
import { inputFields } from "./tool-fields";

function fieldNamed(name: string) {
  const [field] = inputFields(
    exampleTool("a.b", {
      input: { type: "object", properties: { [name]: { type: "string" } }, required: [name] },
      output: { type: "object" },
    }),
  );
  if (!field) throw new Error("It has one input.");
  return field;
}

describe("slotFor", () => {
  it.each([
    ["album_name", "Create an album titled Summer Vacation with 10 photos", "Summer Vacation"],
    ["title", 'Write a manuscript titled "Open Access" by John Doe', "Open Access"],
    ["cap_color", "a mushroom with a conical cap shape, brown cap color", "brown"],
    ["seat_type", "install a seat of the seat type convertible", null],
    ["seat_type", "install a convertible seat type in the car", "convertible"],
    ["supplier", "details of Polyethylene from the supplier ABC Chemicals", "ABC Chemicals"],
    ["theme", "a store that follows the theme of modern living", "modern living"],
    ["reviewer", "Submit the paper to a journal", null],
  ])("reads %s of “%s”", (name, goal, value) => {
    expect(slotFor(fieldNamed(name), tagWords(goal))?.value ?? null).toBe(value);
  });

  it("gives the words it read, and where they stand", () => {
    const goal = "details from the supplier ABC Chemicals";
    expect(slotFor(fieldNamed("supplier"), tagWords(goal))).toEqual({
      value: "ABC Chemicals",
      words: "supplier ABC Chemicals",
      start: goal.indexOf("ABC"),
    });
  });
});
