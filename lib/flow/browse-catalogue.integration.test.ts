import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toolIdSchema } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { closeIndex } from "@/lib/retrieval/open-index";
import { syncBuiltinTools } from "@/lib/setup/sync-builtin-tools";
import { documentOf, operationOf } from "@/lib/tools/openapi/testing/documents";
import { browseCatalogue } from "./browse-catalogue";
import { editTool } from "./edit-tool";
import { importTools } from "./import-tools";

const operation = (operationId: string, summary: string): JsonObject =>
  operationOf({ operationId, summary, description: `${summary}. ${"Long words. ".repeat(100)}` });

beforeAll(async () => {
  await syncBuiltinTools();
  await ensureIndex();
  const document = {
    ...documentOf({
      "/zebras": {
        get: operation("listZebras", "List the zebras"),
        post: operation("addZebra", "Add a zebra"),
      },
    }),
    info: { title: "Zoo", version: "1" },
    servers: [{ url: "https://zoo.example" }],
  };
  expect(await importTools({ document: JSON.stringify(document) })).toMatchObject({ kind: "imported" });
});
afterAll(() => closeIndex());

const zebras = (query: string, filters: Parameters<typeof browseCatalogue>[0]["filters"] = {}) =>
  browseCatalogue({ query, limit: 30, filters });
const ids = (page: Awaited<ReturnType<typeof browseCatalogue>>) => page.tools.map(({ tool }) => tool.id);

describe("browsing the catalogue", () => {
  it("finds tools in brief, best first, with why, without their schemas", async () => {
    const { tools } = await zebras("list all zebras");
    expect(tools[0]).toMatchObject({
      tool: { id: "zoo.listZebras", title: "List the zebras", effect: "read", connectionKind: "api:zoo" },
      fits: true,
    });
    expect(tools[0]?.reasons.words.map(({ found }) => found.toLowerCase())).toContain("zebras");
    expect(Object.keys(tools[0]?.tool ?? {}).sort()).toEqual(
      ["connectionKind", "description", "effect", "icon", "id", "source", "title"].sort(),
    );
    expect(tools[0]?.tool.description.length).toBe(400);
  });

  it("lists everything by title without a query, a page at a time, and counts by facets", async () => {
    const first = await browseCatalogue({ query: "", limit: 5 });
    const second = await browseCatalogue({ query: " ", limit: 5, offset: 5 });
    expect(first.tools).toHaveLength(5);
    expect(ids(first).some((id) => ids(second).includes(id))).toBe(false);
    const counted = first.facets.sources.reduce((sum, { tools }) => sum + tools, 0);
    expect(first.total).toBe(counted);
    expect(first.facets.origins).toContainEqual({ kind: "openapi", id: "zoo", title: "Zoo", tools: 2 });
  });

  it("keeps to the filters, and counts each facet as if it were not set", async () => {
    const page = await zebras("", { source: "openapi", sourceId: "zoo", effect: "write" });
    expect(ids(page)).toEqual(["zoo.addZebra"]);
    expect(page.facets.effects.find(({ effect }) => effect === "read")?.tools).toBe(1);
    const searched = await zebras("zebras", { source: "openapi", sourceId: "zoo" });
    expect(ids(searched).sort()).toEqual(["zoo.addZebra", "zoo.listZebras"]);
    expect(searched.facets.sources.find(({ kind }) => kind === "builtin")?.tools).toBeGreaterThan(0);
    expect(ids(await zebras("zebras", { source: "mcp" }))).toEqual([]);
  });

  it("shows an edited tool as edited, and finds no tool that is off, which the list still has", async () => {
    const toolId = toolIdSchema.parse("zoo.addZebra");
    await editTool({ toolId, patch: { title: "Welcome a zebra", off: true } as never });
    expect(ids(await zebras("welcome a zebra"))).not.toContain(toolId);
    const listed = (await zebras("", { sourceId: "zoo", source: "openapi" })).tools;
    expect(listed.find(({ tool }) => tool.id === toolId)?.tool).toMatchObject({
      title: "Welcome a zebra",
      off: "by-person",
    });
  });
});
