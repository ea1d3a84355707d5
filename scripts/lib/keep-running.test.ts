import { expect, test } from "vitest";
import { decideRestart } from "./keep-running.mjs";

test("a first end is answered at once, further ones more slowly", () => {
  const now = 100_000;
  expect(decideRestart([now], now)).toEqual({ kind: "restart", afterMs: 0, recent: [now] });
  expect(decideRestart([now - 2, now - 1, now], now)).toMatchObject({ kind: "restart", afterMs: 1000 });
  expect(decideRestart([now - 3, now - 2, now - 1, now], now)).toMatchObject({
    kind: "restart",
    afterMs: 2000,
  });
});

test("the fifth end within a minute gives up", () => {
  const now = 100_000;
  expect(decideRestart([now - 50_000, now - 40_000, now - 30_000, now - 20_000, now], now)).toEqual({
    kind: "give-up",
  });
});

test("ends more than a minute ago are forgotten", () => {
  const now = 100_000;
  const ends = [now - 90_000, now - 80_000, now - 70_000, now - 60_000, now];
  expect(decideRestart(ends, now)).toEqual({ kind: "restart", afterMs: 0, recent: [now] });
});
