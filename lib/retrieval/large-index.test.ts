// A catalogue so large that vectors are compared by an index, in four bits a number.
import { afterAll, beforeAll, expect, it } from "vitest";
import { toolOf } from "./index-rows";
import { rankTools } from "./rank-tools";
import { staticModel } from "./static-model";
import { plainTool, temporaryIndex } from "./testing/catalogues";

const things = [
  "order",
  "invoice",
  "payment",
  "refund",
  "customer",
  "product",
  "shipment",
  "coupon",
  "message",
];
const verbs = ["List", "Create", "Update", "Delete", "Archive", "Export", "Count", "Share", "Lock", "Merge"];
const parts = ["notes", "tags", "history", "permissions", "attachments", "owners", "labels", "comments"];

const crowd = Array.from({ length: 6000 }, (_, number) => {
  const pick = (list: readonly string[], by: number) => list[Math.floor(number / by) % list.length];
  return plainTool({
    id: `crowd.t${number}`,
    title: `${pick(verbs, 1)} ${pick(parts, verbs.length)} of a ${pick(things, verbs.length * parts.length)}`,
    description: `Department ${number}.`,
  });
});
const letter = plainTool({ id: "post.letter", title: "Send a letter by post" });
const weather = plainTool({ id: "sky.forecast", title: "Get the weather forecast" });

let held: Awaited<ReturnType<typeof temporaryIndex>>;
beforeAll(async () => {
  held = await temporaryIndex([...crowd, letter]);
});
afterAll(() => held.end());

const nearest = async (text: string) =>
  (await held.index.nearest(staticModel().embed(text), 5)).map((stored) => toolOf(stored).id);
const found = async (query: string) =>
  (await rankTools(held.index, { query, limit: 5 })).map((tool) => tool.id);

it("the one tool that means it is the nearest among thousands", async () => {
  expect((await nearest("mail an envelope"))[0]).toBe(letter.id);
  expect((await found("send a letter"))[0]).toBe(letter.id);
});

it("a tool that was added is found before the index of vectors has it, and not once it is removed", async () => {
  expect(await nearest("will it rain tomorrow")).not.toContain(weather.id);
  await held.index.write([weather]);
  expect((await nearest("will it rain tomorrow"))[0]).toBe(weather.id);
  expect((await found("weather forecast"))[0]).toBe(weather.id);
  await held.index.remove([weather.id]);
  expect(await nearest("will it rain tomorrow")).not.toContain(weather.id);
  expect(await found("weather forecast")).not.toContain(weather.id);
});

it("a tool that became another one is found by what it is now", async () => {
  await held.index.write([{ ...letter, version: "2", title: "Water the plants" }]);
  expect((await nearest("irrigate the garden"))[0]).toBe(letter.id);
  expect(await nearest("mail an envelope")).not.toContain(letter.id);
});
