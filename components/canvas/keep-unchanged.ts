/** A node or an edge of the canvas: what it is drawn from. */
interface Drawn {
  id: string;
  data?: Record<string, unknown>;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), b as Record<string, unknown>];
  return (
    left.length === Object.keys(b).length && left.every(([name, value]) => Object.is(value, right[name]))
  );
}

/**
 * The same objects as before for what is drawn as before: React Flow looks only at those that are others, so that one
 * step's news does not draw a thousand.
 */
export function keepUnchanged<T extends Drawn>(before: readonly T[], now: readonly T[]): T[] {
  const known = new Map(before.map((one) => [one.id, one]));
  return now.map((one) => {
    const last = known.get(one.id);
    if (!last) return one;
    const { data: lastData, ...lastRest } = last;
    const { data, ...rest } = one;
    const keys = Object.keys(rest) as (keyof typeof rest)[];
    const isKept =
      isSame(lastData, data) &&
      keys.length === Object.keys(lastRest).length &&
      keys.every((key) => isSame(rest[key], lastRest[key]));
    return isKept ? last : one;
  });
}
