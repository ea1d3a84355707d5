import { expect, it } from "vitest";
import { Slots } from "./slots";

/** So many slots, and the names of those that have got one, in order. */
function takenOf(count: number) {
  const slots = new Slots(count);
  const order: string[] = [];
  const take = async (name: string, run = "run") => {
    const giveBack = await slots.take(run);
    order.push(name);
    return giveBack;
  };
  return { slots, order, take };
}

it("slots are given to who waits, in order, and never to more than there are", async () => {
  const { slots, order, take } = takenOf(2);
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
  const { slots, order, take } = takenOf(2);
  const first = await take("w1", "wide");
  await take("w2", "wide");
  const third = take("w3", "wide");
  void take("w4", "wide");
  void take("s1", "small");
  first();
  await Promise.resolve();
  await Promise.resolve();
  expect(order).toEqual(["w1", "w2", "s1"]);
  expect(slots.inUse).toBe(2);
  void third;
});

it("become more for who waits, and fewer once enough were given back", async () => {
  const { slots, order, take } = takenOf(1);
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
