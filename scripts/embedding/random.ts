/** The next of a sequence of numbers from 0 to 1. */
export type Random = () => number;

/** The same sequence for the same seed, everywhere (mulberry32). */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Shuffles in place (Fisher and Yates). */
export function shuffle<T>(list: T[], draw: Random): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    const chosen = Math.floor(draw() * (last + 1));
    const [a, b] = [list[last], list[chosen]];
    if (a === undefined || b === undefined) continue;
    list[last] = b;
    list[chosen] = a;
  }
  return list;
}
