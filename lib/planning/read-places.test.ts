import { expect, it } from "vitest";
import { stepIdSchema } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import { outputOf, partOf, readFields, readPlaces } from "./read-places";
import { directory, email } from "./testing/example-tools";

const id = (text: string) => stepIdSchema.parse(text);
const from = (step: string, ...path: (string | number)[]) => ({
  kind: "output" as const,
  stepId: id(step),
  path,
});
const step = (name: string, more: Partial<Step>): Step => ({
  ...{ id: id(name), title: name, toolId: directory.id, inputs: {}, after: [], position: null },
  why: { words: "", reason: "" },
  ...more,
});
const asksIf = (...path: (string | number)[]): Partial<Step> => ({
  condition: {
    match: "all",
    tests: [{ value: from("a", ...path), of: "any", operator: "is-not-empty", operand: null }],
  },
});

it("what inputs, conditions, repetitions and expectations read is asked for, each place once", () => {
  const expectation = { path: ["total"], of: "any" as const, operator: "above" as const, operand: 1 };
  const steps = [
    step("a", { expect: [expectation] }),
    step("b", {
      inputs: {
        who: { kind: "template", parts: ["Order ", from("a", "order", "id")] },
        also: { kind: "list", items: [from("a", "order", "id"), from("b", "own")] },
      },
    }),
    step("c", asksIf("state")),
    step("d", { repeat: { over: from("a", "lines"), limit: 10 } }),
    // Nothing is written into a list that isn't there: the list is asked for.
    step("e", { inputs: { first: from("a", "lines", 0, "id"), all: from("a", "parts", "*", "id") } }),
    step("f", { after: [id("a")] }),
  ];
  expect(readPlaces({ steps }, id("a"))).toEqual([
    ["order", "id"],
    ["state"],
    ["lines"],
    ["parts"],
    ["total"],
  ]);
  expect(readPlaces({ steps }, id("f"))).toEqual([]);
  expect(readPlaces({ steps }, id("gone"))).toEqual([]);
});

it("the outer of two places holds the inner", () => {
  const steps = [
    step("a", {}),
    step("b", { inputs: { x: from("a", "order", "id"), y: from("a", "order") } }),
  ];
  expect(readPlaces({ steps }, id("a"))).toEqual([["order"]]);
});

it("of a repeated step they are places of what each item gives", () => {
  const repeat = { over: from("z", "rows"), limit: 10 };
  const inputs = {
    ids: from("a", "results", "*", "id"),
    first: from("a", "results", 0, "name"),
    n: from("a", "done"),
  };
  expect(readPlaces({ steps: [step("a", { repeat }), step("b", { inputs })] }, id("a"))).toEqual([
    ["id"],
    ["name"],
  ]);
});

it("a form asks for them by their names and schemas; for all of an output by its properties", () => {
  const steps = [step("a", {}), step("b", { inputs: { x: from("a", "people", 0, "email") } })];
  expect(readFields({ steps }, id("a"), directory)).toMatchObject([
    { path: ["people"], label: "people", schema: { type: "array" } },
  ]);
  const whole = [step("a", {}), step("b", { inputs: { x: from("a") } })];
  expect(readFields({ steps: whole }, id("a"), email).map(({ label }) => label)).toEqual(["message id"]);
  expect(readFields({ steps: whole }, id("a"), null)).toEqual([{ path: [], label: "", schema: {} }]);
});

it("P1: values are put at their places, whatever these are called", () => {
  const put = [
    { path: ["order", "id"], value: 7 },
    { path: ["order", "__proto__"], value: "mine" },
    { path: ["state"], value: null },
  ];
  const output = outputOf(put);
  expect(JSON.stringify(output)).toBe('{"order":{"id":7,"__proto__":"mine"},"state":null}');
  expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
  expect(outputOf([{ path: [], value: [1] }])).toEqual([1]);
});

it("part of an output fits a schema that asks for none of it; the items of a list are whole", () => {
  const items = { type: "object", required: ["id"], properties: { id: { type: "string" } } };
  const schema = {
    ...{ type: "object", required: ["order", "lines"] },
    properties: { order: { type: "object", required: ["id"] }, lines: { type: "array", items } },
  };
  expect(partOf(schema)).toEqual({
    type: "object",
    properties: { order: { type: "object" }, lines: { type: "array", items } },
  });
});
