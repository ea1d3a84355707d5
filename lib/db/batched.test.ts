import { expect, it } from "vitest";
import { batched } from "./batched";

it("asks once for all who ask at the same moment, and gives each their own answer", async () => {
  const queries: number[][] = [];
  const double = batched(async (numbers: number[]) => {
    queries.push(numbers);
    return numbers.map((number) => number * 2);
  });
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(queries).toEqual([[1, 2, 3]]);
});

it("never answers with what was read before the question", async () => {
  let state = "before";
  const release = Promise.withResolvers<void>();
  const reading = Promise.withResolvers<void>();
  const read = batched(async (asked: number[]) => {
    const now = state;
    reading.resolve();
    await release.promise;
    return asked.map(() => now);
  });
  const first = read(1);
  await reading.promise;
  state = "after";
  const second = read(2);
  release.resolve();
  expect(await Promise.all([first, second])).toEqual(["before", "after"]);
});

it("tells everybody of one query that it failed, and goes on with the next", async () => {
  let isAway = true;
  const ask = batched(async (asked: number[]) => {
    if (isAway) throw new Error("away");
    return asked;
  });
  const outcomes = await Promise.allSettled([ask(1), ask(2)]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
  isAway = false;
  expect(await ask(3)).toBe(3);
});
