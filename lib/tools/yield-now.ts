import { setImmediate } from "node:timers/promises";

const sliceMs = 25;

/**
 * Lets everything else in the process have its turn during long work: an await of the returned function does nothing
 * until 25 ms have passed since the last turn, so that it may stand in tight loops.
 */
export function makeYield(): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    if (performance.now() - began < sliceMs) return undefined;
    return setImmediate().then(() => {
      began = performance.now();
    });
  };
}
