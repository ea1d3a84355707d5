import { describe, expect, it } from "vitest";
import type { Binding } from "@/lib/domain/binding";
import { stepId } from "@/lib/planning/testing/example-tools";
import { templateToText, textToBinding } from "./template-text";

const template: Extract<Binding, { kind: "template" }> = {
  kind: "template",
  parts: [
    "Dear all,\n",
    { kind: "output", stepId: stepId("s2"), path: ["summary"] },
    " and ",
    { kind: "output", stepId: stepId("find-offers"), path: ["offers", 0, "price"] },
    " for ",
    { kind: "output", stepId: stepId("s3"), path: ["people", "*", "name"] },
    ".",
  ],
};

describe("templates as text", () => {
  it("are written with references and read back the same", () => {
    const text = "Dear all,\n{{s2.summary}} and {{find-offers.offers[0].price}} for {{s3.people[*].name}}.";
    expect(templateToText(template)).toBe(text);
    expect(textToBinding(text, { isRepeated: false })).toEqual(template);
  });

  it("name the item of a repeated step, and leave the words be elsewhere", () => {
    const text = "Dear {{item.name}}, all of {{item}}";
    const binding: Binding = {
      kind: "template",
      parts: ["Dear ", { kind: "item", path: ["name"] }, ", all of ", { kind: "item", path: [] }],
    };
    expect(textToBinding(text, { isRepeated: true })).toEqual(binding);
    expect(binding.kind === "template" && templateToText(binding)).toBe(text);
    expect(textToBinding(text, { isRepeated: false })).toEqual({
      kind: "literal",
      value: text,
      origin: "person",
    });
  });

  it("stay plain values without references", () => {
    const text = "Braces {{}} and {{ not a path! }} and {{S2.x}} and {single}";
    expect(textToBinding(text, { isRepeated: false })).toEqual({
      kind: "literal",
      value: text,
      origin: "person",
    });
  });

  it("can't be shown as text when they hold a question", () => {
    const question: Binding = { kind: "question", question: "Which?", suggestions: [] };
    expect(templateToText({ kind: "template", parts: ["a", question] })).toBeNull();
  });
});
