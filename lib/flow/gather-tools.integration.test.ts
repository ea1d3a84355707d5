import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { apis } from "@/lib/db/schema";
import { replaceTools, setToolEdits } from "@/lib/db/tools";
import type { Tool } from "@/lib/domain/tool";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { closeIndex } from "@/lib/retrieval/open-index";
import { plainTool } from "@/lib/retrieval/testing/catalogues";
import { builtinTools } from "@/lib/tools/definitions";
import { gatherTools } from "./gather-tools";

const operation = (api: string, name: string, title: string): Tool => ({
  ...plainTool({ id: `${api}.${name}`, title }),
  source: { kind: "openapi", apiId: api, apiTitle: api, method: "get", path: `/${name}` },
});
const small = [
  operation("zoo", "feed", "Feed the penguins"),
  operation("zoo", "book", "Reserve a seat"),
  operation("zoo", "old", "Wash the walrus"),
];
const large = Array.from({ length: 300 }, (_, number) =>
  operation("shop", `list${number}`, number === 7 ? "Feed an invoice" : `List invoices of kind ${number}`),
);

beforeAll(async () => {
  await replaceTools(builtinTools, null);
  for (const [id, tools] of [["zoo", small] as const, ["shop", large] as const]) {
    await db().insert(apis).values({
      id,
      title: id,
      description: "",
      origin: "https://api.example",
      document: {},
      documentHash: id,
    });
    await replaceTools(tools, id);
  }
  await ensureIndex();
});
afterAll(closeIndex);

it("knows the built-in tools, those found, and the others of a small API; of a large one only those found", async () => {
  const { tools } = await gatherTools("feed the penguins");
  const ids = [...tools.keys()];
  for (const tool of [...builtinTools, ...small]) expect(ids).toContain(tool.id);
  expect(ids).toContain("shop.list7");
  expect(ids.filter((id) => id.startsWith("shop.")).length).toBeLessThan(61);
  expect(ids).toEqual([...ids].sort());
});

it("knows what a search of the planner finds later", async () => {
  const { tools, search } = await gatherTools("send an e-mail");
  const [found] = await search({ query: "list invoices of kind 212", limit: 1, connectedKinds: new Set() });
  expect(found?.tool.id).toBe("shop.list212");
  expect(tools.get("shop.list212" as Tool["id"])).toEqual(large[212]);
});

it("gives the same objects while they stay, another one when one has changed, none when it is off", async () => {
  const [feed, , old] = small;
  if (!feed || !old) throw new Error("The zoo has tools.");
  const before = (await gatherTools("feed the penguins")).tools;
  const again = (await gatherTools("feed the penguins")).tools;
  expect(again.get(feed.id)).toBe(before.get(feed.id));
  await db().transaction((tx) => setToolEdits(feed, { title: "Feed all penguins" }, tx));
  await db().transaction((tx) => setToolEdits(old, { off: true }, tx));
  const after = (await gatherTools("feed the penguins")).tools;
  expect(after.get(feed.id)?.title).toBe("Feed all penguins");
  expect(after.has(old.id)).toBe(false);
});
