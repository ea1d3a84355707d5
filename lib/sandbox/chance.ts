import { createHash } from "node:crypto";

/** A number from 0 up to 1 that depends on nothing but the key: the same every time, unrelated for other keys. */
export function chance(...key: (string | number)[]): number {
  return createHash("sha256").update(key.join("\u0000")).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** One of the items, the same for the same key. */
export function choose<T>(items: readonly [T, ...T[]], ...key: (string | number)[]): T {
  return items[Math.floor(chance(...key) * items.length)] ?? items[0];
}
