import { describe, expect, it } from "vitest";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { email, examplePlan, exampleStep, sms, stepId } from "@/lib/planning/testing/example-tools";
import type { CalledEffect } from "./list-effects";
import { pointOfNoReturn } from "./point-of-no-return";
import { undoabilityOf, undoCall } from "./undo-call";

const cancel: Tool = {
  ...email,
  id: toolIdSchema.parse("shop.cancel"),
  title: "Cancel an order",
  connectionKind: null,
  input: {
    type: "object",
    properties: { order: { type: "string" }, note: { type: "string" } },
    required: ["order"],
    additionalProperties: false,
  },
};
const order: Tool = {
  ...email,
  id: toolIdSchema.parse("shop.order"),
  effect: "write",
  outputTrust: "untrusted",
  input: { type: "object", properties: { note: { type: "string" } } },
  output: {
    type: "object",
    properties: {
      orders: { type: "array", items: { type: "object", properties: { id: { type: "string" } } } },
    },
  },
  undo: {
    kind: "tool",
    toolId: cancel.id,
    inputs: {
      order: { from: "output", path: ["orders", 0, "id"] },
      note: { from: "input", path: ["note"] },
    },
  },
};
const tools = new Map([order, cancel].map((tool) => [tool.id, tool]));
const known = { tools, connectedKinds: new Set<string>() };
const called: CalledEffect = {
  effect: { stepId: stepId("a"), item: null, generation: 1 },
  ...{ stepTitle: "Order", toolId: order.id, tool: order, at: "2026-01-01T00:00:00.000Z" },
  inputs: { note: "blue" },
  provenance: { note: { origin: "person", sources: [] } },
  output: { orders: [{ id: "o-1" }] },
  ...{ receipt: null, tookPlace: true, lastAt: "2026-01-01T00:00:00.000Z", nestedRunId: null },
};
const reasonOf = (effect: Partial<CalledEffect>, with_ = known) => {
  const call = undoCall({ ...called, ...effect }, with_);
  return call.kind === "cannot" ? call.reason : call.kind;
};

describe("undoCall", () => {
  it("takes the values from what the call was given and gave, each as trusted as it was", () => {
    expect(undoCall(called, known)).toEqual({
      ...{ kind: "call", by: cancel, inputs: { order: "o-1", note: "blue" } },
      bindings: {
        order: { kind: "literal", value: "o-1", origin: "untrusted" },
        note: { kind: "literal", value: "blue", origin: "person" },
      },
    });
  });

  it("leaves out what was not given and is not needed, and says what is missing where it is", () => {
    expect(undoCall({ ...called, inputs: {} }, known)).toMatchObject({ inputs: { order: "o-1" } });
    expect(reasonOf({ output: { orders: [] } })).toBe(
      'Nothing was recorded as "orders[0].id" of what it gave, and that is needed to undo it.',
    );
  });

  it("says why it can't be undone: nothing declared, no such tool, switched off, no connection, values that don't fit", () => {
    expect(reasonOf({ output: { orders: [{ id: 3 }] } })).toMatch(/does not fit "Cancel an order"/);
    expect(reasonOf({ tool: null })).toMatch(/not in the catalogue any more/);
    const bare: Tool = { ...order, undo: { kind: "tool", toolId: cancel.id } };
    expect(reasonOf({ tool: bare })).toMatch(/does not say with which values/);
    expect(reasonOf({ tool: { ...order, undo: { kind: "unknown" } } })).toBe(
      "Nobody has declared how it is undone.",
    );
    const off = new Map([[cancel.id, { ...cancel, off: "by-person" as const }]]);
    expect(reasonOf({}, { ...known, tools: off })).toMatch(/switched off/);
    const connected = new Map([[cancel.id, { ...cancel, connectionKind: "api:shop" }]]);
    expect(reasonOf({}, { ...known, tools: connected })).toMatch(/needs a connection/);
    expect(undoabilityOf(order, new Map()).kind).toBe("cannot");
  });

  it("does not promise what does not fit any more, as one of the two tools has changed since it was declared", () => {
    const input = { ...cancel.input, required: ["order", "shop"], properties: { shop: {}, order: {} } };
    const other = new Map([[cancel.id, { ...cancel, input }]]);
    expect(reasonOf({}, { ...known, tools: other })).toBe(
      '"Cancel an order" would undo it, but not as it is declared: its input "shop" needs a value.',
    );
    const bare: Tool = { ...order, output: { type: "object", properties: { total: { type: "number" } } } };
    expect(undoabilityOf(bare, tools)).toMatchObject({
      kind: "cannot",
      reason: expect.stringContaining("orders[0].id"),
    });
  });
});

describe("pointOfNoReturn", () => {
  const all = new Map([order, cancel, email, sms].map((tool) => [tool.id, tool]));
  const steps = (...made: ReturnType<typeof exampleStep>[]) => examplePlan(made).steps;

  it("is the first step, in the order of the run, whose effect can't be undone", () => {
    const first = { ...exampleStep("z", sms, {}), after: [stepId("o")] };
    const second = { ...exampleStep("a", email, {}), after: [stepId("z")] };
    expect(pointOfNoReturn(steps(second, first, exampleStep("o", order, {})), all)).toEqual({
      stepId: "z",
      reason: expect.any(String),
    });
  });

  it("is nowhere where everything can be undone, and at once where the undoing tool is gone", () => {
    const only = steps(exampleStep("o", order, {}));
    expect(pointOfNoReturn(only, all)).toBeNull();
    expect(pointOfNoReturn(only, new Map([[order.id, order]]))?.stepId).toBe("o");
  });
});
