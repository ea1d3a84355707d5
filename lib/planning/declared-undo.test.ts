import { describe, expect, it } from "vitest";
import type { Tool, UndoInputs, UndoValue } from "@/lib/domain/tool";
import { declaredUndoProblem, suggestUndo, undoSources } from "./declared-undo";
import { exampleTool } from "./testing/example-tools";

const source = (apiId: string): Tool["source"] => ({
  ...{ kind: "openapi", apiId, apiTitle: "Garden", method: "post", path: "/trees" },
});
const plant = exampleTool("garden.plant", {
  ...{ title: "Plant a tree", effect: "write", source: source("garden") },
  input: {
    type: "object",
    properties: { bed: { type: "string" }, count: { type: "integer" } },
    required: ["bed"],
  },
  output: {
    type: "object",
    properties: {
      tree: { type: "object", properties: { id: { type: "string" }, height: { type: "number" } } },
      labels: { type: "array", items: { type: "string" } },
    },
  },
});
const fell = exampleTool("garden.fell", {
  ...{ title: "Fell a tree", effect: "irreversible", source: source("garden") },
  input: {
    type: "object",
    properties: {
      treeId: { type: "string" },
      bed: { type: "string" },
      mode: { type: "string", enum: ["root", "stem"] },
    },
    required: ["treeId", "bed"],
  },
  output: {},
});
const id: UndoValue = { from: "output", path: ["tree", "id"] };
const bed: UndoValue = { from: "input", path: ["bed"] };
const problemOf = (inputs: UndoInputs, by: Tool | null = fell, tool = plant) =>
  declaredUndoProblem(tool, { kind: "tool", toolId: by?.id ?? fell.id, inputs }, by);

describe("declaredUndoProblem", () => {
  it("has nothing against a tool of the same API whose required inputs are bound to what is there", () => {
    expect(problemOf({ treeId: id, bed })).toBeNull();
    expect(problemOf({ treeId: id, bed, mode: { from: "value", value: "root" } })).toBeNull();
    expect(declaredUndoProblem(plant, { kind: "none" }, null)).toBeNull();
  });

  it("refuses a tool that is not there, is itself, is another API's, or only reads", () => {
    expect(problemOf({}, null)).toMatch(/not there any more/);
    expect(problemOf({}, plant)).toBe("A tool can’t take back its own effect.");
    const foreign = { ...fell, source: source("forest") };
    expect(problemOf({ treeId: id, bed }, foreign)).toMatch(/of another API or server/);
    const builtin = { ...fell, source: { kind: "builtin" as const } };
    expect(problemOf({ treeId: id, bed }, builtin)).toMatch(/of another API or server/);
    const server = { kind: "mcp" as const, serverId: "garden", serverTitle: "Garden", name: "fell" };
    expect(problemOf({ treeId: id, bed }, { ...fell, source: server })).toMatch(/of another API or server/);
    expect(problemOf({ treeId: id, bed }, { ...fell, effect: "read" })).toMatch(/takes nothing back/);
    expect(problemOf({ treeId: id, bed }, fell, { ...plant, effect: "read" })).toMatch(
      /nothing to take back/,
    );
  });

  it("refuses an input without a value, one that is not there, a place that is not there, and another type", () => {
    expect(problemOf({ treeId: id })).toBe("“bed” of “Fell a tree” needs a value.");
    expect(problemOf({ treeId: id, bed, axe: id })).toMatch(/“axe” .* is not among its inputs/);
    // Names that every object has are none of its own.
    expect(problemOf({ treeId: id, bed, constructor: id })).toMatch(/not among its inputs/);
    const at = (path: (string | number)[]): UndoInputs => ({ treeId: { from: "output", path }, bed });
    expect(problemOf(at(["tree", "name"]))).toMatch(/“tree.name”, which “Plant a tree” does not give/);
    expect(problemOf(at(["constructor"]))).toMatch(/does not give/);
    expect(problemOf(at(["tree", "height"]))).toMatch(/of another type/);
    expect(problemOf(at(["labels"]))).toMatch(/of another type/);
    expect(problemOf(at(["labels", 0]))).toBeNull();
    expect(problemOf({ treeId: { from: "input", path: ["count"] }, bed })).toMatch(/of another type/);
    expect(problemOf({ treeId: { from: "input", path: ["pot"] }, bed })).toMatch(/is not given/);
    expect(problemOf({ treeId: id, bed, mode: { from: "value", value: "leaf" } })).toMatch(/must be one of/);
  });

  it("takes any place of an answer nobody has described", () => {
    expect(
      problemOf({ treeId: { from: "output", path: ["x", 0] }, bed }, fell, { ...plant, output: {} }),
    ).toBeNull();
  });
});

describe("suggestUndo", () => {
  it("finds values by name and type, in what the call gives before what it was given", () => {
    expect(suggestUndo(plant, fell)).toEqual({ treeId: id, bed });
    const bare = { ...plant, output: { type: "object", properties: { id: { type: "string" } } } };
    expect(suggestUndo(bare, fell)).toEqual({ treeId: { from: "output", path: ["id"] }, bed });
  });

  it("leaves open what is only of the right type, or only of the right name", () => {
    const other = { type: "object", properties: { ownerId: { type: "string" }, tree_id: { type: "array" } } };
    expect(suggestUndo({ ...plant, output: other }, fell)).toEqual({ bed });
  });
});

describe("undoSources", () => {
  it("are the places of one value: no lists of all", () => {
    expect(undoSources(plant).map(({ from, label }) => `${from.from} ${label}`)).toEqual([
      "output tree",
      "output tree › id",
      "output tree › height",
      "output labels",
      "output labels (first)",
      "input bed",
      "input count",
    ]);
  });
});
