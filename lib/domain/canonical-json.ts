import type { Json } from "./json";

/** JSON with the keys of every object sorted: the same text for the same value, for hashing and comparing. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: Json | undefined) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
