// Whether imported tools are found among those of many APIs, by what their vendors say of them.
import { afterAll, beforeAll, expect, it } from "vitest";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { readSpecification, specificationNames } from "@/lib/tools/openapi/testing/real-specifications";
import { rankTools } from "./rank-tools";
import { temporaryIndex } from "./testing/catalogues";

/** One tool in so many is asked for. */
const sampled = 20;
let tools: Tool[];
let sample: Tool[];
let held: Awaited<ReturnType<typeof temporaryIndex>>;

beforeAll(async () => {
  const parsed = await Promise.all(specificationNames().map((name) => parseOpenApi(readSpecification(name))));
  tools = parsed.flatMap((api) => (api.kind === "parsed" ? api.tools : []));
  sample = tools.filter((_, number) => number % sampled === 0);
  held = await temporaryIndex(tools);
}, 60_000);
afterAll(() => held.end());

async function lostWithin(limit: number, queryOf: (tool: Tool) => string): Promise<string[]> {
  const lost: string[] = [];
  for (const tool of sample) {
    const found = await rankTools(held.index, { query: queryOf(tool), limit });
    if (!found.some(({ id }) => id === tool.id)) lost.push(tool.id);
  }
  return lost;
}

it("there are thousands of tools of dozens of APIs, and a hundred are asked for", () => {
  expect(tools.length).toBeGreaterThan(2000);
  expect(sample.length).toBeGreaterThan(100);
});

it("each is in the first five for its title with the name of its API", async () => {
  expect(await lostWithin(5, (tool) => `${tool.title} with ${importedFrom(tool)?.title}`)).toEqual([]);
}, 60_000);

// Not each: four APIs have a “Delete user”, and “File by id” describes what a hundred tools do.
it.each(["title", "description"] as const)(
  "ninety-seven in a hundred are in the first five for their %s alone",
  async (text) => {
    const lost = await lostWithin(5, (tool) => tool[text]);
    expect(lost.length, lost.join(", ")).toBeLessThanOrEqual(Math.floor(0.03 * sample.length));
  },
  60_000,
);
