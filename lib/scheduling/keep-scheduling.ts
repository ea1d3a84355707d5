import { setTimeout as delay } from "node:timers/promises";
import { startDueRuns } from "@/lib/flow/start-due-runs";

const lookEveryMs = 2000;
const restartAfterMs = 5000;

/** Starts what the clock says until it is told to end. Any number of workers may. */
export async function keepScheduling(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => {});
  while (!signal.aborted) {
    try {
      await startDueRuns();
      await pause(lookEveryMs);
    } catch (error) {
      // The database is away, or one schedule can't be read: what is due stays due.
      if (!signal.aborted) onError(error);
      await pause(restartAfterMs);
    }
  }
}
