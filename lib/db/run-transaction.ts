import { setTimeout as delay } from "node:timers/promises";
import { db, type Querier } from "./client";

const mostTries = 3;
const pauseMs = 100;

/**
 * A transaction on runs that somebody waits for: what a person or a program decides. A process that stands still in it
 * for longer than `lockRun` lets it (the machine is busy, or was asleep) has its connection ended by the server, and a
 * server that restarts ends it too: then nothing of it was kept, and it is done again. `work` may be called several
 * times. What failed while it was being kept is not done again: it may have been.
 */
export async function runTransaction<T>(work: (tx: Querier) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    let isDone = false;
    try {
      return await db().transaction(async (tx) => {
        const result = await work(tx);
        isDone = true;
        return result;
      });
    } catch (error) {
      if (isDone || tries === mostTries || !isCutOff(error)) throw error;
      await delay(tries * pauseMs);
    }
  }
}

// The server ended it, gave it up for another one (deadlock), or was lost on the way.
const passing = /^(25P03|40001|40P01|57P0[123]|08...|ECONNRESET|EPIPE)$/;
const lost = /connection terminated|client has encountered a connection error|not queryable/i;

function isCutOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string" && passing.test(error.code)) return true;
  return lost.test(error.message) || isCutOff(error.cause);
}
