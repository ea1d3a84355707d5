import type { Json } from "./json";

// PostgreSQL's jsonb takes neither U+0000 nor half a surrogate pair; both become U+FFFD.
const storableText = (text: string) => text.toWellFormed().replaceAll("\u0000", "\ufffd");

/** A copy of a value that can be stored as it is. Whatever is hashed or sent is made storable first. */
export function storableJson<T extends Json>(value: T): T;
export function storableJson(value: Json): Json {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map((item) => storableJson(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [storableText(name), storableJson(inner)]),
  );
}
