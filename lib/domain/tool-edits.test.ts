import { describe, expect, it } from "vitest";
import { toolIdSchema } from "./ids";
import type { Tool } from "./tool";
import { type DeclaredUndo, layOverEdits, patchEdits } from "./tool-edits";

const order: Tool = {
  id: toolIdSchema.parse("shop.order"),
  version: "0123456789abcdef",
  ...{ title: "Order", description: "", examples: [], icon: "receipt" },
  source: { kind: "openapi", apiId: "shop", apiTitle: "Shop", method: "post", path: "/orders" },
  ...{ effect: "write", undo: { kind: "unknown" }, input: {}, output: {} },
  ...{ outputTrust: "untrusted", controlInputs: [], connectionKind: null, asksPerson: false },
  ...{ timeoutMs: 1000, retry: { attempts: 1, backoffMs: 0 }, idempotency: "none" },
};
const by: DeclaredUndo = { kind: "tool", toolId: toolIdSchema.parse("shop.cancel"), inputs: {} };

describe("an undo among the edits", () => {
  it("takes the place of what was imported, and gives it back", () => {
    const edits = patchEdits(order, {}, { undo: by });
    expect(layOverEdits(order, edits ?? {}).undo).toEqual(by);
    expect(patchEdits(order, edits ?? {}, { undo: null })).toBeNull();
  });

  it("is kept where it says what the effect alone does not", () => {
    const read = { ...order, effect: "read" as const, undo: { kind: "none" as const } };
    // As a write that nobody has said anything of, "nothing takes it back" is news.
    expect(patchEdits(read, { effect: "write" }, { undo: { kind: "none" } })).toEqual({
      ...{ effect: "write", undo: { kind: "none" } },
    });
    expect(patchEdits(order, { effect: "irreversible" }, { undo: { kind: "none" } })).toEqual({
      effect: "irreversible",
    });
  });

  it("is dropped where it is what was imported, in whatever order it was stored", () => {
    const inputs = { id: { from: "output" as const, path: ["id"] } };
    const imported = { ...order, undo: { inputs, toolId: by.toolId, kind: "tool" as const } };
    expect(patchEdits(imported, {}, { undo: { ...by, inputs } })).toBeNull();
  });

  it("ends with the effect: what only looks has nothing to take back", () => {
    expect(patchEdits(order, { undo: by }, { effect: "read" })).toEqual({ effect: "read" });
    expect(layOverEdits(order, { effect: "read", undo: by }).undo).toEqual({ kind: "none" });
  });
});
