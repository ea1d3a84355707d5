import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tool } from "@/lib/domain/tool";
import { inTurn, orderEvidence, orderTools } from "./order-tools";
import { readCandidates } from "./rank-tools";
import { plainTool, temporaryIndex } from "./testing/catalogues";

const fields = (...names: string[]) => ({
  type: "object" as const,
  properties: Object.fromEntries(names.map((name) => [name, { type: "string" as const }])),
});
const tool = (id: string, title: string, more: Partial<Tool> = {}): Tool => ({
  ...plainTool({ id, title }),
  ...more,
});
const tools = [
  tool("shop.findParcel", "Find a parcel", { output: fields("parcelNumber") }),
  tool("shop.trackDelivery", "Track a delivery", { input: fields("parcelNumber") }),
  tool("post.trackDelivery", "Track a delivery", { input: fields("street") }),
  tool("shop.cancelOrder", "Cancel an order"),
  tool("music.play", "Play a song"),
];
let held: Awaited<ReturnType<typeof temporaryIndex>>;

beforeAll(async () => {
  held = await temporaryIndex(tools);
});
afterAll(() => held.end());

async function read(query: string) {
  const found = await readCandidates(held.index, { query, limit: 10 });
  if (!found) throw new Error("Nothing was found.");
  return found;
}

describe("orderTools", () => {
  it("puts the best tool of each part first", async () => {
    const { tools: found, reading } = await read("Cancel the order, then play a song.");
    const [first, second] = orderTools(found, reading).map(({ id }) => id);
    expect([first, second].sort()).toEqual(["music.play", "shop.cancelOrder"]);
  });

  it("puts a tool that takes what another part's tool gives before one that is called the same", async () => {
    const { tools: found, reading } = await read("Find the parcel, then track the delivery.");
    const ids = orderTools(found, reading).map(({ id }) => id);
    expect(ids.slice(0, 2).sort()).toEqual(["shop.findParcel", "shop.trackDelivery"]);
  });

  it("gives the same order whatever order the candidates come in", async () => {
    const { tools: found, reading } = await read("Find the parcel, then track the delivery.");
    expect(orderTools([...found].reverse(), reading)).toEqual(orderTools(found, reading));
  });

  it("orders by words alone when meanings can't be had", async () => {
    const { tools: found, reading } = await read("Cancel the order, then play a song.");
    const ids = orderTools(found, { ...reading, meanings: null }).map(({ id }) => id);
    expect(ids.slice(0, 2).sort()).toEqual(["music.play", "shop.cancelOrder"]);
  });

  it("orders nothing without candidates", async () => {
    const { reading } = await read("Cancel the order, then play a song.");
    expect(orderTools([], reading)).toEqual([]);
  });
});

describe("orderEvidence", () => {
  it("measures words as shares of the best tool's", async () => {
    const { tools: found, reading } = await read("Cancel the order, then play a tune.");
    const { evidence } = orderEvidence(found, reading);
    expect(Math.max(...evidence.map((one) => one.partWords))).toBe(1);
  });

  it("has names handed on count for the one that takes and the one that gives", async () => {
    const { tools: found, reading } = await read("Find the parcel, then track the delivery.");
    const { evidence } = orderEvidence(found, reading);
    const of = (id: string) => evidence[found.findIndex((one) => one.id === id)];
    expect(of("shop.trackDelivery")?.takes).toBeGreaterThan(0);
    expect(of("shop.findParcel")?.gives).toBeGreaterThan(0);
    expect(of("post.trackDelivery")).toMatchObject({ takes: 0, gives: 0 });
  });

  it("has names with a telling word in common count for less than the same name", async () => {
    const { tools: found, reading } = await read("Find the parcel, then track the delivery.");
    const place = found.findIndex(({ id }) => id === "post.trackDelivery");
    const takesOf = (takes: string) => {
      const renamed = found.map((one, index) => (index === place ? { ...one, takes } : one));
      return orderEvidence(renamed, reading).evidence[place]?.takes ?? Number.NaN;
    };
    expect(takesOf("parcel_number")).toBeGreaterThan(takesOf("parcel_label"));
    expect(takesOf("parcel_label")).toBeGreaterThan(0);
    expect(takesOf("street_label")).toBe(0);
  });

  it("says how much a tool is of each part", async () => {
    const { tools: found, reading } = await read("Cancel the order, then play a song.");
    const { shares } = orderEvidence(found, reading);
    for (const share of shares) expect(share.reduce((a, b) => a + b, 0)).toBeCloseTo(1);
    const of = (id: string) => shares[found.findIndex((one) => one.id === id)] ?? [];
    expect(Math.max(...of("shop.cancelOrder"))).toBeGreaterThan(0.9);
    expect(of("shop.cancelOrder").indexOf(Math.max(...of("shop.cancelOrder")))).not.toBe(
      of("music.play").indexOf(Math.max(...of("music.play"))),
    );
  });
});

describe("inTurn", () => {
  const first = [1, 0];
  const second = [0, 1];
  const idsOf = (list: readonly (readonly [id: string, worth: number, shares: readonly number[]])[]) =>
    inTurn(
      list.map(([id]) => ({ id })),
      list.map(([, worth]) => worth),
      list.map(([, , shares]) => shares),
    ).map(({ id }) => id);

  it("has the best of a part before the runner-up of another, unless that is far better", () => {
    const withOther = (worth: number) =>
      idsOf([
        ["best", 9, first],
        ["next", 8, first],
        ["other", worth, second],
      ]);
    expect(withOther(7)).toEqual(["best", "other", "next"]);
    expect(withOther(6)).toEqual(["best", "next", "other"]);
  });

  it("leaves nothing out and takes equals by their ids", () => {
    const many = Array.from({ length: 80 }, (_, at) => [`t${99 - at}`, 1, first] as const);
    expect(idsOf(many)).toEqual(many.map(([id]) => id).reverse());
    expect(idsOf([])).toEqual([]);
  });
});
