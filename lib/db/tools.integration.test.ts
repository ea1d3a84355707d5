import { beforeEach, describe, expect, it } from "vitest";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { builtinTools } from "@/lib/tools/definitions";
import { upsertApi } from "./apis";
import {
  allTools,
  findTool,
  findTools,
  fingerprintOf,
  listTools,
  removeApiTools,
  replaceTools,
  toolVersions,
  upsertTools,
} from "./tools";

const one = builtin("email.send");
const two = builtin("chart.render");
const imported = { ...builtin("database.query"), id: toolIdSchema.parse("shop.listOrders") };

function builtin(id: string): Tool {
  const tool = builtinTools.find((candidate) => candidate.id === id);
  if (!tool) throw new Error(`No built-in tool is called ${id}.`);
  return tool;
}

const ids = (list: readonly Tool[]) => list.map((tool) => tool.id);

beforeEach(async () => {
  await replaceTools([], null);
  await upsertApi({
    id: "shop",
    title: "Shop",
    description: "",
    origin: "https://shop.example",
    document: {},
    documentHash: "0",
  });
  await removeApiTools("shop");
});

describe("tools", () => {
  it("tells what was new and what changed by version", async () => {
    expect(await upsertTools([one, two], null)).toEqual({
      added: [one.id, two.id],
      changed: [],
      removed: [],
    });
    const changed = { ...two, title: "Otherwise", version: "0123456789abcdef" };
    expect(await upsertTools([one, changed], null)).toEqual({ added: [], changed: [two.id], removed: [] });
    expect(await findTool(two.id)).toEqual(changed);
  });

  it("replaces the tools of one owner and leaves the others'", async () => {
    await upsertTools([one, two], null);
    await upsertTools([imported], "shop");
    expect(await replaceTools([two], null)).toEqual({ added: [], changed: [], removed: [one.id] });
    expect(ids(await listTools({ apiId: "shop" }))).toEqual([imported.id]);
    expect(ids(await listTools({ apiId: null }))).toEqual([two.id]);
    expect(await removeApiTools("shop")).toEqual([imported.id]);
    expect(ids(await allTools())).toEqual([two.id]);
  });

  it("stores all or nothing", async () => {
    await upsertTools([one], null);
    await expect(upsertTools([two, imported], "no such api")).rejects.toThrow();
    expect(ids(await allTools())).toEqual([one.id]);
  });

  it("finds by id and leaves unknown ids out", async () => {
    await upsertTools([one, two], null);
    const found = await findTools([one.id, toolIdSchema.parse("no.such"), one.id]);
    expect([...found]).toEqual([[one.id, one]]);
    expect(await findTools([])).toEqual(new Map());
    expect(await findTool(toolIdSchema.parse("no.such"))).toBeNull();
  });

  it("has a fingerprint of ids and versions that does not depend on the order of writing", async () => {
    await upsertTools([one, two], null);
    const fingerprint = async () => fingerprintOf(await toolVersions());
    const both = await fingerprint();
    await replaceTools([], null);
    await upsertTools([two], null);
    const alone = await fingerprint();
    await upsertTools([one], null);
    expect(await fingerprint()).toBe(both);
    expect(alone).not.toBe(both);
    await upsertTools([{ ...one, version: "0123456789abcdef" }], null);
    expect(await fingerprint()).not.toBe(both);
  });

  it("stores thousands at once", async () => {
    const many = Array.from({ length: 2500 }, (_, number) => ({
      ...one,
      id: toolIdSchema.parse(`many.tool${number}`),
    }));
    expect((await upsertTools(many, null)).added).toHaveLength(2500);
    expect((await findTools(ids(many))).size).toBe(2500);
    expect((await replaceTools(many.slice(0, 10), null)).removed).toHaveLength(2490);
  });
});
