import { expect, it } from "vitest";
import { Slots } from "./slots";

it("slots are given to who waits, in order, and never to more than there are", async () => {
  const slots = new Slots(2);
  const order: string[] = [];
  const take = async (name: string) => {
    const giveBack = await slots.take("run");
    order.push(name);
    return giveBack;
  };
  const first = await take("a");
  const second = await take("b");
  const third = take("c");
  const fourth = take("d");
  await Promise.resolve();
  expect([order, slots.inUse]).toEqual([["a", "b"], 2]);
  first();
  first();
  await third;
  expect([order, slots.inUse]).toEqual([["a", "b", "c"], 2]);
  second();
  const last = await fourth;
  (await third)();
  last();
  expect([order, slots.inUse]).toEqual([["a", "b", "c", "d"], 0]);
});

it("a place goes to the run that has the fewest, however many of another run wait", async () => {
  const slots = new Slots(2);
  const order: string[] = [];
  const take = async (run: string, name: string) => {
    const giveBack = await slots.take(run);
    order.push(name);
    return giveBack;
  };
  const first = await take("wide", "w1");
  await take("wide", "w2");
  const third = take("wide", "w3");
  void take("wide", "w4");
  void take("small", "s1");
  first();
  await Promise.resolve();
  await Promise.resolve();
  expect(order).toEqual(["w1", "w2", "s1"]);
  expect(slots.inUse).toBe(2);
  void third;
});

it("become more for who waits, and fewer once enough were given back", async () => {
  const slots = new Slots(1);
  const order: string[] = [];
  const take = async (name: string) => {
    const giveBack = await slots.take("run");
    order.push(name);
    return giveBack;
  };
  const first = await take("a");
  const second = take("b");
  const third = take("c");
  slots.resize(2);
  const giveBack = await second;
  expect([order, slots.inUse]).toEqual([["a", "b"], 2]);
  slots.resize(1);
  first();
  await Promise.resolve();
  expect([order, slots.inUse]).toEqual([["a", "b"], 1]);
  giveBack();
  await third;
  expect([order, slots.inUse]).toEqual([["a", "b", "c"], 1]);
});
