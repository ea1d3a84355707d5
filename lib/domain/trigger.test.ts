import { describe, expect, it } from "vitest";
import type { Binding } from "./binding";
import { stepIdSchema } from "./ids";
import { givenTo, parsePath } from "./trigger";

describe("parsePath", () => {
  it.each([
    ["order.items[0].email", ["order", "items", 0, "email"]],
    ["$.order", ["order"]],
    ["[2].name", [2, "name"]],
    [" a-b_c.ü ", ["a-b_c", "ü"]],
    ["", []],
    ["$", []],
  ])("reads %s", (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  it.each([
    "a..b",
    "a.",
    "a[x]",
    "a[",
    "a[-1]",
    "a b",
    "a[0]b",
    ".a.",
    "a".repeat(201),
    "a.".repeat(20).concat("a"),
  ])("can't read %s", (text) => {
    expect(parsePath(text)).toBeNull();
  });
});

describe("givenTo", () => {
  const stepId = stepIdSchema.parse("s1");
  const question: Binding = { kind: "question", question: "To whom?", suggestions: [] };
  const given = { stepId, input: "to", value: ["a@example.com"], instead: question };

  it("gives a value in place of what was there, and nothing once that is another", () => {
    expect(givenTo({ id: stepId, inputs: { to: question } }, [given])).toEqual([given]);
    const literal: Binding = { kind: "literal", value: ["b@example.com"], origin: "person" };
    expect(givenTo({ id: stepId, inputs: { to: literal } }, [given])).toEqual([]);
    expect(givenTo({ id: stepIdSchema.parse("s2"), inputs: { to: question } }, [given])).toEqual([]);
    expect(givenTo({ id: stepId, inputs: {} }, [{ ...given, instead: null }])).toHaveLength(1);
  });
});
