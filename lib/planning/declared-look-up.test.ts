import { expect, it } from "vitest";
import type { JsonSchema } from "@/lib/domain/json";
import type { LookUpByTool, Tool } from "@/lib/domain/tool";
import { lookUpProblem, suggestLookUp } from "./declared-look-up";
import { findingOf, lookUpCall } from "./look-up-call";
import { exampleTool } from "./testing/example-tools";

const text: JsonSchema = { type: "string" };
const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  ...{ type: "object", properties, required },
});
const orderSchema = object({ id: text, reference: text, lines: { type: "array" } }, ["id"]);
const of = (apiId: string, method: string, path: string): Pick<Tool, "source"> => ({
  source: { kind: "openapi", apiId, apiTitle: apiId, method, path },
});
const write: Partial<Tool> = { effect: "write", idempotency: "none" };
const place = exampleTool("shop.place", {
  ...of("shop", "post", "/orders"),
  ...write,
  input: object({ reference: text, quantity: { type: "integer" }, lines: { type: "array" } }, ["reference"]),
  output: orderSchema,
});
const list = exampleTool("shop.list", {
  ...of("shop", "get", "/orders"),
  input: object({ reference: text, limit: { type: "integer" } }),
  output: object({ orders: { type: "array", items: orderSchema } }, ["orders"]),
});
const get = exampleTool("shop.get", {
  ...of("shop", "get", "/orders/{order_reference}"),
  input: object({ order_reference: text }, ["order_reference"]),
  output: orderSchema,
});
const declared: LookUpByTool = {
  ...{ kind: "tool", toolId: list.id, inputs: { reference: { from: "input", path: ["reference"] } } },
  ...{ found: ["orders"], match: [{ field: ["reference"], input: ["reference"] }] },
};
const problem = (change: Partial<LookUpByTool>, by: Tool | null = list, tool = place) =>
  lookUpProblem(tool, { ...declared, ...change }, by);

it("can be declared where one tool reads what the other makes", () => {
  expect(problem({})).toBeNull();
  expect(
    problem(
      { toolId: get.id, inputs: { order_reference: { from: "input", path: ["reference"] } }, found: [] },
      get,
    ),
  ).toBeNull();
});

it("is refused where it could not be looked up so, with the reason", () => {
  const other = { ...list, ...of("bank", "get", "/orders") };
  expect(problem({}, null)).toMatch(/not there any more/);
  expect(problem({}, other)).toMatch(/another API/);
  expect(problem({}, { ...list, effect: "write" })).toMatch(/only reads/);
  expect(problem({}, list, { ...place, idempotency: "key" })).toMatch(/does no harm/);
  expect(problem({}, list, { ...place, effect: "read" })).toMatch(/does no harm/);
  expect(problem({ inputs: { order: { from: "value", value: 1 } } })).toMatch(/not among its inputs/);
  expect(problem({ inputs: { reference: { from: "input", path: ["order"] } } })).toMatch(/is not given/);
  expect(problem({ inputs: { reference: { from: "input", path: ["quantity"] } } })).toMatch(/another type/);
  expect(problem({ inputs: {} }, get)).toMatch(/needs a value/);
  expect(problem({ found: ["rows"] })).toMatch(/gives no “rows”/);
  const match = (field: string, input: string) => [{ field: [field], input: [input] }];
  expect(problem({ match: match("ref", "reference") })).toMatch(/no “ref”/);
  expect(problem({ match: match("reference", "ref") })).toMatch(/is not given “ref”/);
  expect(problem({ match: match("lines", "lines") })).toMatch(/can’t be compared/);
  expect(problem({ output: { id: ["number"] } })).toMatch(/can’t be “number”/);
  expect(problem({ output: { reference: ["reference"] } })).toMatch(/is “id”/);
  expect(problem({ output: { price: ["id"] } })).toMatch(/does not give “price”/);
});

it("is suggested by what has one name: the reference, not what many have alike", () => {
  expect(suggestLookUp(place, list)).toEqual(declared);
  expect(suggestLookUp(place, get)).toEqual({
    ...{ kind: "tool", toolId: get.id, inputs: { order_reference: { from: "input", path: ["reference"] } } },
    ...{ found: [], match: declared.match },
  });
  // Where the call wraps what the list has bare.
  const wraps = { ...place, output: object({ order: object({ id: text }, ["id"]) }, ["order"]) };
  expect(suggestLookUp(wraps, list)).toEqual({ ...declared, output: { order: [] } });
  const weather = exampleTool("shop.weather", { input: object({}), output: object({ sky: text }) });
  expect(suggestLookUp(place, weather)).toBeNull();
});

const lost = (inputs: Record<string, string | number>) => ({ tool: place, inputs, provenance: {} });

it("is asked with what the call was given, of no known origin where none was recorded", () => {
  expect(lookUpCall(lost({ reference: "R-7" }), declared, list)).toMatchObject({
    ...{ kind: "call", inputs: { reference: "R-7" } },
    provenance: { reference: { origin: "untrusted" } },
  });
  expect(lookUpCall(lost({}), declared, list)).toMatchObject({ kind: "cannot" });
  expect(lookUpCall(lost({ reference: "" }), declared, list)).toMatchObject({ kind: "cannot" });
  expect(lookUpCall(lost({ reference: "R-7" }), declared, { ...list, off: "by-person" })).toMatchObject({
    ...{ kind: "cannot", reason: expect.stringContaining("switched off") },
  });
});

it("finds the one that is the call's: none, or several, is no answer", () => {
  const find = (orders: unknown, change: Partial<LookUpByTool> = {}) =>
    findingOf(lost({ reference: "7" }), { ...declared, ...change }, { orders: orders as never });
  const own = { id: "o-1", reference: "7" };
  expect(find([{ id: "o-0", reference: "8" }, own])).toEqual({
    ...{ kind: "found", output: own, matched: { reference: "7" } },
  });
  // As a service writes its numbers.
  expect(find([{ ...own, reference: 7 }])).toMatchObject({ kind: "found" });
  expect(find(own)).toMatchObject({ kind: "found" });
  expect(find(null)).toEqual({ kind: "not-found", seen: 0 });
  expect(find([{ id: "o-0" }, { reference: null }, 7, null])).toEqual({ kind: "not-found", seen: 4 });
  expect(find([own, { ...own, id: "o-2" }])).toMatchObject({ kind: "unclear" });
  expect(findingOf(lost({ reference: "7" }), declared, {})).toMatchObject({ kind: "unclear" });
  expect(find([own], { output: { id: ["id"] } })).toMatchObject({ output: { id: "o-1" } });
  expect(find([own], { output: { id: ["number"] } })).toMatchObject({ kind: "unclear" });
  // P1: over own properties only.
  expect(find([own], { match: [{ field: ["constructor", "name"], input: ["reference"] }] })).toMatchObject({
    kind: "not-found",
  });
});
