// Reads documents of unknown origin: own properties only, and nothing is what it is not (N3, P1).
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";

/** An own property of an object; undefined for anything else. */
export function memberOf(value: unknown, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** An own property that is an object; an empty object for anything else. */
export function objectAt(value: unknown, key: string): JsonObject {
  const found = memberOf(value, key);
  return isJsonObject(found) ? found : {};
}

export function listAt(value: unknown, key: string): Json[] {
  const found = memberOf(value, key);
  return Array.isArray(found) ? found : [];
}

/** An own property that is a text with something in it, trimmed; null for anything else. */
export function textAt(value: unknown, key: string): string | null {
  const found = memberOf(value, key);
  return typeof found === "string" && found.trim() !== "" ? found.trim() : null;
}

export function booleanAt(value: unknown, key: string): boolean | null {
  const found = memberOf(value, key);
  return typeof found === "boolean" ? found : null;
}
