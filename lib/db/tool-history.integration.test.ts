import { beforeEach, describe, expect, it } from "vitest";
import type { Tool } from "@/lib/domain/tool";
import { defineTool } from "@/lib/tools/define-tool";
import { builtinTools } from "@/lib/tools/definitions";
import { upsertApi } from "./apis";
import { db } from "./client";
import { formerVersions } from "./tool-history";
import { findTool, lockTool, removeApiTools, replaceTools, setToolEdits, upsertTools } from "./tools";

function listOrders(title: string, description = "All of them."): Tool {
  const [builtin] = builtinTools;
  if (!builtin) throw new Error("There are no built-in tools.");
  const { version: _, source: _source, ...definition } = builtin;
  const source = {
    kind: "openapi",
    apiId: "shop",
    apiTitle: "Shop",
    method: "get",
    path: "/orders",
  } as const;
  return defineTool({ ...definition, id: "shop.listOrders", title, description }, source);
}

const first = listOrders("List orders");
const titles = async () => (await formerVersions(first.id)).map(({ tool }) => tool.title);

beforeEach(async () => {
  await upsertApi({
    id: "shop",
    title: "Shop",
    description: "",
    origin: "https://shop.example",
    document: {},
    documentHash: "0",
  });
  await removeApiTools("shop");
  await upsertTools([first], "shop");
});

describe("the versions of a tool", () => {
  it("begin with none, and an import that changes nothing adds none", async () => {
    await upsertTools([first], "shop");
    expect(await titles()).toEqual([]);
  });

  it("are kept as they were when an import changes it, newest first", async () => {
    await upsertTools([listOrders("List all orders")], "shop");
    await replaceTools([listOrders("List every order")], "shop");
    const [last, before] = await formerVersions(first.id);
    expect([last?.tool.title, before?.tool]).toEqual(["List all orders", first]);
    expect(last?.since).toBe(before?.until);
  });

  it("hold what a person had changed, under the version that was approved", async () => {
    await db().transaction(async (tx) => {
      await lockTool(first.id, tx);
      await setToolEdits(first, { title: "My orders", effect: "write" }, tx);
    });
    const edited = await findTool(first.id);
    // What a person has changed hides that the import changed it.
    await upsertTools([listOrders("List all orders")], "shop");
    expect((await formerVersions(first.id)).map(({ tool }) => tool)).toEqual([first]);
    await upsertTools([listOrders("List all orders", "Those of the shop.")], "shop");
    expect((await formerVersions(first.id)).map(({ tool }) => tool)).toEqual([edited, first]);
  });

  it("are at most fifty", async () => {
    for (let count = 1; count <= 53; count += 1) await upsertTools([listOrders(`Orders ${count}`)], "shop");
    const kept = await titles();
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([50, "Orders 52", "Orders 3"]);
  });

  it("go with the tool", async () => {
    await upsertTools([listOrders("List all orders")], "shop");
    await removeApiTools("shop");
    await upsertTools([first], "shop");
    expect(await titles()).toEqual([]);
  });
});
