import { setTimeout as delay } from "node:timers/promises";
import type { PoolClient } from "pg";
import type { Querier } from "./client";
import { clientTransaction } from "./client-transaction";
import { isDatabaseAway } from "./database-away";

const mostTries = 3;
const pauseMs = 100;

/**
 * A transaction on runs that somebody waits for: what a person or a program decides. A process that stands still in it
 * for longer than `lockRun` and `lockRollbacks` let it (the machine is busy, or was asleep) has its connection ended by
 * the server, and a server that restarts ends it too: then nothing of it was kept, and it is done again. `work` may be
 * called several times. What failed while it was being kept is not done again: it may have been.
 */
export async function runTransaction<T>(work: (tx: Querier, client: PoolClient) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    let isDone = false;
    try {
      return await clientTransaction(async (tx, client) => {
        const result = await work(tx, client);
        isDone = true;
        return result;
      });
    } catch (error) {
      if (isDone || tries === mostTries || !isDatabaseAway(error)) throw error;
      await delay(tries * pauseMs);
    }
  }
}
