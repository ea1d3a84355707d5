import { setTimeout as delay } from "node:timers/promises";
import { goOnPurging, startDailyPurge } from "@/lib/flow/manage-retention";

const lookEveryMs = 3000;
const restartAfterMs = 5000;

/** Deletes what is older than the policy says, each day and when a person asks, until told to end. Any number of workers may. */
export async function keepPurging(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => {});
  while (!signal.aborted) {
    try {
      await startDailyPurge();
      await goOnPurging(signal);
      await pause(lookEveryMs);
    } catch (error) {
      // The database is away: the purge goes on when it is back.
      if (!signal.aborted) onError(error);
      await pause(restartAfterMs);
    }
  }
}
