// A short round of `npm run chaos`: real processes, really killed. Needs the production build.
import { expect, test } from "vitest";
import { broken, runChaos } from "./chaos/run-chaos";

test("R1, R2, R4, R5, R7, R12: twenty kills and freezes of workers, web and database lose and repeat nothing", async () => {
  const chaos = await runChaos({ forMs: 60_000, most: 20, workers: 2, atOnce: 6, seed: 20 });
  expect(broken(chaos)).toBeNull();
  // Something went on, and something was broken, or nothing has been shown.
  expect(chaos.completed).toBeGreaterThan(5);
  expect(Object.keys(chaos.attacks).length).toBeGreaterThan(2);
}, 240_000);
