import { expect, it } from "vitest";
import type { RefinementPart } from "@/lib/domain/refinement";
import { exampleStep, stepId } from "@/lib/planning/testing/example-tools";
import { takenTogether } from "./situation";
import { airports } from "./testing/situations";

const part = (id: string, needs: string[], changes: RefinementPart["changes"]): RefinementPart => ({
  ...{ id, kind: "add", title: id, words: "", reason: "", consequences: [], needs, changes },
});
const add = (id: string, step: string, needs: string[] = []) =>
  part(id, needs, [{ kind: "add-step", step: exampleStep(step, airports, {}) }]);
const bind = (id: string, step: string, needs: string[]) =>
  part(id, needs, [
    {
      ...{ kind: "bind-input", stepId: stepId(step), input: "from" },
      binding: { kind: "output", stepId: stepId("s8"), path: ["code"] },
    },
  ]);
const needsOf = (...parts: RefinementPart[]) =>
  takenTogether(parts, stepId("s2")).map(({ id, needs }) => `${id}: ${needs.join(" ")}`.trim());

it("takes a step that is added with what the step in trouble reads of it, and leaves other readers a choice", () => {
  expect(needsOf(add("a", "s8"), bind("b", "s2", ["a"]), bind("c", "s5", ["a"]))).toEqual([
    "a: b",
    "b: a",
    "c: a",
  ]);
});

it("takes a chain of added steps whole, and one that nobody reads by itself", () => {
  expect(needsOf(add("a", "s8"), add("b", "s9", ["a"]), bind("c", "s2", ["b"]), add("d", "s10"))).toEqual([
    "a: b",
    "b: a c",
    "c: b",
    "d:",
  ]);
});
