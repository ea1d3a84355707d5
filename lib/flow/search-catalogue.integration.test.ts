import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { apis } from "@/lib/db/schema";
import { replaceTools } from "@/lib/db/tools";
import type { Tool } from "@/lib/domain/tool";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { closeIndex } from "@/lib/retrieval/open-index";
import { firstTools } from "@/lib/retrieval/testing/catalogues";
import { searchCatalogue } from "./search-catalogue";

let tools: Tool[];
const isOf = (kind: string) => (tool: Tool) => tool.source.kind === kind;

beforeAll(async () => {
  tools = await firstTools();
  await replaceTools(tools.filter(isOf("builtin")), null);
  for (const apiId of ["weather", "flights"]) {
    const origin = "https://api.example";
    await db()
      .insert(apis)
      .values({ id: apiId, title: apiId, description: "", origin, document: {}, documentHash: apiId });
    const own = tools.filter(({ source }) => source.kind === "openapi" && source.apiId === apiId);
    await replaceTools(own, apiId);
  }
  await ensureIndex();
});
afterAll(() => closeIndex());

describe("searchCatalogue without a query", () => {
  it("gives pages by title, each tool once, and counts them all", async () => {
    const pages = await Promise.all(
      [0, 7, 14, 21, 28].map((offset) => searchCatalogue({ query: " ", limit: 7, offset })),
    );
    const ids = pages.flatMap((page) => page.candidates.map(({ tool }) => tool.id));
    expect(new Set(ids)).toEqual(new Set(tools.map((tool) => tool.id)));
    expect(ids).toHaveLength(tools.length);
    expect(pages[0]?.total).toBe(tools.length);
    expect(pages[0]?.facets.sources.find(({ kind }) => kind === "builtin")?.tools).toBe(
      tools.filter(isOf("builtin")).length,
    );
  });

  it("keeps to the filters, and counts each facet as if its own were not set", async () => {
    const reads = tools.filter((tool) => tool.effect === "read" && isOf("openapi")(tool));
    const found = await searchCatalogue({
      query: "",
      limit: 100,
      filters: { source: "openapi", effect: "read" },
    });
    expect(found.candidates.map(({ tool }) => tool.id).sort()).toEqual(reads.map((tool) => tool.id).sort());
    expect(found.total).toBe(reads.length);
    const count = (list: Tool[]) => list.length;
    expect(found.facets.effects.find(({ effect }) => effect === "read")?.tools).toBe(reads.length);
    expect(found.facets.effects.reduce((sum, { tools: number }) => sum + number, 0)).toBe(
      count(tools.filter(isOf("openapi"))),
    );
    expect(found.facets.sources.find(({ kind }) => kind === "builtin")?.tools).toBe(
      count(tools.filter((tool) => tool.effect === "read" && isOf("builtin")(tool))),
    );
    expect(found.facets.origins.map(({ id }) => id).sort()).toEqual(["flights", "weather"]);
  });
});

describe("searchCatalogue with a query", () => {
  it("says why each tool was found, and what is a near miss", async () => {
    const { candidates } = await searchCatalogue({ query: "weather forecast for Oslo", limit: 20 });
    const [best] = candidates;
    expect(best).toMatchObject({ tool: { id: "weather.getForecast" }, fits: true });
    expect(best?.reasons.words).toContainEqual({
      ...{ word: "forecast", found: "forecast", part: "title", isSame: true },
    });
    expect(candidates.at(-1)?.fits).toBe(false);
  });

  it("counts among what it found, and keeps to the filters", async () => {
    const all = await searchCatalogue({ query: "send an email", limit: 3 });
    expect(all.candidates).toHaveLength(3);
    expect(all.total).toBeGreaterThan(3);
    const filtered = await searchCatalogue({
      query: "send an email",
      limit: 50,
      filters: { effect: "read" },
    });
    expect(new Set(filtered.candidates.map(({ tool }) => tool.effect))).toEqual(new Set(["read"]));
    expect(filtered.facets.effects.find(({ effect }) => effect === "irreversible")?.tools).toBeGreaterThan(0);
    const connected = await searchCatalogue({
      query: "send an email",
      limit: 50,
      filters: { connected: true },
    });
    expect(connected.candidates.every((candidate) => candidate.connected)).toBe(true);
    expect(connected.facets.connected.no).toBeGreaterThan(0);
  });
});
