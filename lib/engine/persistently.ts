import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "@/lib/db/database-away";
import { FencedError } from "@/lib/db/runs";
import { log } from "./engine-log";

/**
 * Does `work` until it succeeds, however long the database is away (R7). Only a run that another worker has taken
 * over is let go: that error is thrown.
 */
export async function persistently<T>(what: string, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof FencedError) throw error;
      const level = isDatabaseAway(error) ? "warn" : "error";
      log()[level]({ err: error, failures }, `could not ${what} yet`);
      await delay(Math.min(1000, 100 * 2 ** failures));
    }
  }
}
