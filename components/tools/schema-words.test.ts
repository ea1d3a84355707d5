import { describe, expect, it } from "vitest";
import { innerFields, limitWords, orderedProperties, typeWords } from "./schema-words";

describe("typeWords", () => {
  it.each([
    [{ type: "string" }, "text"],
    [{ type: "string", format: "email" }, "email"],
    [{ type: "string", format: "text" }, "text"],
    [{ type: ["integer", "null"] }, "whole number or nothing"],
    [{ type: "array", items: { type: "array", items: { type: "boolean" } } }, "list of list of yes or no"],
    [{ oneOf: [{ type: "string" }, { type: "number" }, { type: "string" }] }, "text or number"],
    [{ properties: {} }, "object"],
    [{}, "anything"],
  ])("says what kind of value %j is", (schema, words) => {
    expect(typeWords(schema)).toBe(words);
  });
});

describe("limitWords", () => {
  it("names bounds, and none that go without saying", () => {
    expect(limitWords({ minimum: 1, maximum: 100 })).toEqual(["1 to 100"]);
    expect(limitWords({ minLength: 1, maxLength: 20 })).toEqual(["1 to 20 characters"]);
    expect(limitWords({ minItems: 1 })).toEqual([]);
    expect(limitWords({ minimum: 0 })).toEqual(["at least 0"]);
    expect(limitWords({ pattern: "x".repeat(100) })).toEqual([`matches ${"x".repeat(60)}…`]);
  });
});

describe("fields", () => {
  it("begin with those that are required, in their order", () => {
    const schema = { properties: { a: {}, b: {}, c: {} }, required: ["c", "gone", "b"] };
    expect(orderedProperties(schema).map(([name]) => name)).toEqual(["c", "b", "a"]);
  });

  it("are found inside lists", () => {
    const inner = { type: "object", properties: { a: {} } };
    expect(innerFields({ type: "array", items: { type: "array", items: inner } })).toBe(inner);
    expect(innerFields({ type: "array", items: { type: "string" } })).toBeNull();
  });
});
