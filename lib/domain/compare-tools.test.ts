import { describe, expect, it } from "vitest";
import { compareTools } from "./compare-tools";
import { toolIdSchema } from "./ids";
import type { Tool } from "./tool";

const tool: Tool = {
  id: toolIdSchema.parse("shop.listOrders"),
  version: "0123456789abcdef",
  title: "List orders",
  description: "All orders.",
  examples: [],
  source: { kind: "openapi", apiId: "shop", apiTitle: "Shop", method: "get", path: "/orders" },
  icon: "receipt",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: { limit: { type: "integer" }, page: { type: "string" } },
    required: [],
  },
  output: { type: "object", properties: { orders: { type: "array" }, total: { type: "number" } } },
  outputTrust: "untrusted",
  controlInputs: [],
  connectionKind: "api:shop",
  timeoutMs: 1000,
  retry: { attempts: 1, backoffMs: 0 },
  idempotency: "natural",
  asksPerson: false,
};
const texts = (after: Partial<Tool>) => compareTools(tool, { ...tool, ...after }).map(({ text }) => text);

describe("compareTools", () => {
  it("says nothing of tools that differ in their version alone", () => {
    expect(texts({ version: "ffffffffffffffff" })).toEqual([]);
  });

  it("puts first what can break a call or changes what it does outside", () => {
    expect(
      texts({
        title: "Orders",
        effect: "write",
        source: { ...tool.source, method: "post" } as Tool["source"],
        input: {
          type: "object",
          properties: { limit: { type: "string" }, shop: { type: "string" } },
          required: ["shop"],
        },
        output: { type: "object", properties: { orders: { type: "array", description: "New words" } } },
      }),
    ).toEqual([
      "Effect: read became write",
      "It calls POST /orders instead of GET /orders",
      "New input “shop”, required",
      "Input “page” is gone",
      "Input “limit”: integer became string",
      "It doesn't give “total” any more",
      "Output “orders”: words changed",
      "Title changed",
    ]);
  });

  it("names every other difference, so that no change goes untold", () => {
    expect(texts({ timeoutMs: 5 })).toEqual(["Settings changed: timeoutMs"]);
    expect(texts({ off: "by-person" })).toEqual(["Switched off"]);
    expect(texts({ controlInputs: ["page"] })).toEqual(["Other inputs decide what is reached"]);
    expect(texts({ examples: ["My orders"] })).toEqual(["Example goals changed"]);
    expect(texts({ output: { ...tool.output, additionalProperties: false } })).toEqual([
      "What it gives changed",
    ]);
  });
});
