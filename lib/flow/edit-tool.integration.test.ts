import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { apis, connections, tools as toolsTable } from "@/lib/db/schema";
import { allTools, findStoredTool, findTool, replaceTools, toolVersions } from "@/lib/db/tools";
import { stepIdSchema, type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { validatePlan } from "@/lib/planning/validate-plan";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { closeIndex } from "@/lib/retrieval/open-index";
import { searchTools } from "@/lib/retrieval/search-tools";
import { builtinTools } from "@/lib/tools/definitions";
import { documentOf, operationOf } from "@/lib/tools/openapi/testing/documents";
import { editTool, resetTool } from "./edit-tool";
import { importTools } from "./import-tools";

const toolId = toolIdSchema.parse("garden.listTulips");

/** A garden whose one operation is a GET, or what the test makes of it. */
const garden = (operation: JsonObject = {}, method = "get") =>
  JSON.stringify({
    ...documentOf({
      "/tulips": {
        [method]: operationOf({ operationId: "listTulips", summary: "List the tulips", ...operation }),
      },
    }),
    info: { title: "Garden", version: "1" },
    servers: [{ url: "https://garden.example" }],
  });

async function importGarden(...parameters: Parameters<typeof garden>) {
  expect(await importTools({ document: garden(...parameters) })).toMatchObject({ kind: "imported" });
}

async function edited(patch: Parameters<typeof editTool>[0]["patch"]) {
  const result = await editTool({ toolId, patch });
  if (result.kind !== "edited") throw new Error(result.kind);
  return result;
}

const found = async (query: string): Promise<ToolId[]> =>
  (await searchTools({ query, limit: 5, connectedKinds: new Set() })).map(({ tool }) => tool.id);

beforeEach(async () => {
  await db().delete(connections);
  await db().delete(apis);
  await db().delete(toolsTable);
  await ensureIndex();
  await importGarden();
});
afterAll(() => closeIndex());

describe("an edit of an imported tool", () => {
  test("is laid over what was imported, gives it another version, and is searched", async () => {
    const before = await findTool(toolId);
    const { tool, imported, edits } = await edited({
      title: "Count the zebras",
      examples: ["how many zebras are there"],
    });
    expect(tool).toMatchObject({ title: "Count the zebras", examples: ["how many zebras are there"] });
    expect(tool.version).not.toBe(before?.version);
    expect(imported).toEqual(before);
    expect(edits).toEqual({ title: "Count the zebras", examples: ["how many zebras are there"] });
    expect(await findTool(toolId)).toEqual(tool);
    expect((await toolVersions()).get(toolId)).toBe(tool.version);
    expect(await found("count zebras")).toEqual([toolId]);
  });

  test("survives importing again, also when the operation changed", async () => {
    await edited({ title: "Count the zebras" });
    const before = await findTool(toolId);
    await importGarden();
    expect(await findTool(toolId)).toEqual(before);
    await importGarden({ summary: "List all tulips", description: "Of every bed." });
    const after = await findStoredTool(toolId);
    expect(after?.imported.title).toBe("List all tulips");
    expect(after?.tool).toMatchObject({
      title: "Count the zebras",
      description: expect.stringContaining("bed"),
    });
    expect(after?.tool.version).not.toBe(before?.version);
    expect(await found("count zebras")).toEqual([toolId]);
  });

  test("is taken back part by part, and whole", async () => {
    const before = await findTool(toolId);
    await edited({ title: "Count", description: "Otherwise.", effect: "write" });
    expect((await edited({ title: null })).edits).toEqual({ description: "Otherwise.", effect: "write" });
    // Saying what the import says is no edit.
    expect((await edited({ description: before?.description })).edits).toEqual({ effect: "write" });
    expect(await resetTool(toolId)).toMatchObject({ kind: "edited", edits: null, tool: before });
    expect(await findTool(toolId)).toEqual(before);
  });

  test("that makes a read a write no longer lets it be repeated unasked", async () => {
    expect(await findTool(toolId)).toMatchObject({ effect: "read", idempotency: "natural" });
    const { tool } = await edited({ effect: "write" });
    expect(tool).toMatchObject({
      ...{ effect: "write", idempotency: "none", retry: { attempts: 1 }, undo: { kind: "unknown" } },
    });
    expect((await edited({ effect: "irreversible" })).tool.undo).toEqual({ kind: "none" });
  });

  test("of its effect does not outlive a change of what is called", async () => {
    await importGarden({}, "post");
    await edited({ effect: "read", title: "Look at the tulips" });
    await importGarden({ description: "Still a POST." }, "post");
    expect(await findTool(toolId)).toMatchObject({ effect: "read", title: "Look at the tulips" });
    await importGarden({}, "delete");
    expect(await findTool(toolId)).toMatchObject({ effect: "irreversible", title: "Look at the tulips" });
  });

  test("is refused for a built-in tool and for one that is not there", async () => {
    await replaceTools(builtinTools, null);
    const patch = { title: "Mine" };
    const [builtin] = builtinTools;
    if (!builtin) throw new Error("unreachable");
    expect(await editTool({ toolId: builtin.id, patch })).toMatchObject({ kind: "refused" });
    expect(await editTool({ toolId: toolIdSchema.parse("no.such"), patch })).toEqual({ kind: "not-found" });
    expect(await findTool(builtin.id)).toEqual(builtin);
  });
});

describe("a tool that is switched off", () => {
  test("is not offered, and is again when it is switched on", async () => {
    const before = await findTool(toolId);
    expect(await found("list tulips")).toEqual([toolId]);
    expect((await edited({ off: true })).tool).toMatchObject({ off: "by-person" });
    expect(await found("list tulips")).toEqual([]);
    expect(await allTools()).toEqual([]);
    expect(await toolVersions()).toEqual(new Map());
    await importGarden({ description: "Imported again." });
    expect(await found("list tulips")).toEqual([]);
    await importGarden();
    expect((await edited({ off: false })).tool).toEqual(before);
    expect(await found("list tulips")).toEqual([toolId]);
  });

  test("stays out of an index that is rebuilt", async () => {
    await edited({ off: true });
    expect(await ensureIndex()).toEqual({ kind: "current", tools: 0 });
  });

  test("keeps a plan that uses it from running, and says so", async () => {
    await edited({ off: true });
    const tool = await findTool(toolId);
    if (!tool) throw new Error("unreachable");
    const step = {
      id: stepIdSchema.parse("s1"),
      title: "List",
      toolId,
      inputs: {},
      after: [],
      position: null,
      why: { words: "", reason: "" },
    };
    const problems = validatePlan({
      plan: { steps: [step] },
      tools: new Map([[toolId, tool]]),
      connectedKinds: new Set(["api:garden"]),
    });
    expect(problems).toEqual([
      {
        ...{ severity: "open", code: "tool-off", stepId: "s1", input: null },
        message: '"List the tulips" is switched off. Switch it on under Tools, or choose another tool.',
      },
    ]);
  });
});
