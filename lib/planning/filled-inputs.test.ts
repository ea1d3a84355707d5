import { describe, expect, it } from "vitest";
import type { Binding } from "@/lib/domain/binding";
import type { JsonSchema } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { filledInputs, openInputs } from "./filled-inputs";
import { email, stepId } from "./testing/example-tools";

const taking = (properties: Record<string, JsonSchema>, required: string[] = []): Tool => ({
  ...email,
  input: { type: "object", properties, required },
});
const text: JsonSchema = { type: "string" };
const said = (value: string, words?: string): Binding => ({
  ...{ kind: "literal", value, origin: "person" },
  ...(words === undefined ? {} : { words }),
});
const asked: Binding = { kind: "question", question: "Which one?", suggestions: [] };
const read: Binding = { kind: "output", stepId: stepId("s1"), path: ["name"] };

describe("filledInputs", () => {
  it("names where each value comes from, in the tool's order", () => {
    const tool = taking({ a: text, b: text, c: text, d: { type: "string", default: "x" }, e: text });
    const inputs = { c: said("now"), b: read, a: said("Ada", "to Ada"), unknown: said("x") };
    expect(filledInputs(tool, inputs)).toEqual([
      { input: "a", from: { kind: "goal", words: "to Ada" } },
      { input: "b", from: { kind: "step", stepId: "s1" } },
      { input: "c", from: { kind: "goal", words: null } },
      { input: "d", from: { kind: "default" } },
    ]);
  });

  it("takes a value with a question in it for none, and one that reads a step for the step's", () => {
    const tool = taking({ a: text, b: text, c: text });
    const inputs: Record<string, Binding> = {
      a: { kind: "list", items: [said("Ada"), asked] },
      b: { kind: "template", parts: ["Hello ", read, said("!", "bang")] },
      c: { kind: "template", parts: ["Hello"] },
    };
    expect(filledInputs(tool, inputs)).toEqual([
      { input: "b", from: { kind: "step", stepId: "s1" } },
      { input: "c", from: { kind: "goal", words: null } },
    ]);
  });

  it("has none for a tool without inputs", () => {
    expect(filledInputs({ ...email, input: {} }, { a: said("x") })).toEqual([]);
  });
});

describe("openInputs", () => {
  it("are those required that have no value, or one still to be asked", () => {
    const tool = taking({ a: text, b: text, c: text, d: text }, ["a", "b", "c"]);
    expect(openInputs(tool, { a: said("x"), b: { kind: "object", fields: { in: asked } } })).toEqual([
      "b",
      "c",
    ]);
    expect(openInputs({ ...email, input: {} }, {})).toEqual([]);
  });

  it("P1: names that objects have from birth are inputs like any other", () => {
    const tool = taking({ constructor: text, toString: text }, ["constructor", "toString"]);
    expect(openInputs(tool, {})).toEqual(["constructor", "toString"]);
    expect(filledInputs(tool, {})).toEqual([]);
  });
});
