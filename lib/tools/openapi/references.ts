// References inside one document. Nothing outside it is ever read (N3).
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { memberOf, textAt } from "./json-access";

/** An object reached through a reference, or directly (`pointer` null). */
export interface Followed {
  value: JsonObject;
  /** `#/components/…`: the same for every way to the same object. */
  pointer: string | null;
}

export interface References {
  /**
   * The object itself, or what its `$ref` names, with the keywords beside the `$ref` laid over it. Null for
   * anything that is not an object or leads nowhere, in circles or out of the document.
   */
  follow(value: unknown): Followed | null;
  /** The object in the document that a `$ref` names, without what is beside it; null as for `follow`. */
  target(value: JsonObject): JsonObject | null;
}

/** References that lead to references, one after the other, at most. */
const maxHops = 20;

/** The references of a document. Resolves none of them yet. */
export function createReferences(document: JsonObject): References {
  const own = ownAddress(document);
  const known = new Map<string, JsonObject | null>();
  const lookUp = (pointer: string): JsonObject | null => {
    const cached = known.get(pointer);
    if (cached !== undefined) return cached;
    let target: unknown = findAt(document, pointer);
    for (let hops = 0; hops < maxHops; hops += 1) {
      const next = memberOf(target, "$ref");
      if (typeof next !== "string") break;
      const inner = innerPointer(next, own);
      target = inner === null ? null : findAt(document, inner);
    }
    // What is still a reference goes in circles.
    const value = isJsonObject(target) && typeof memberOf(target, "$ref") !== "string" ? target : null;
    known.set(pointer, value);
    return value;
  };
  const target = (value: JsonObject): JsonObject | null => {
    const reference = memberOf(value, "$ref");
    const pointer = typeof reference === "string" ? innerPointer(reference, own) : null;
    return pointer === null ? null : lookUp(pointer);
  };
  return {
    target,
    follow(value) {
      if (!isJsonObject(value)) return null;
      // A property that happens to be called $ref holds a schema, not a text.
      if (typeof memberOf(value, "$ref") !== "string") return { value, pointer: null };
      const found = target(value);
      if (found === null) return null;
      const { $ref: reference, ...beside } = value;
      const pointer = innerPointer(String(reference), own);
      return { value: Object.keys(beside).length === 0 ? found : laidOver(found, beside), pointer };
    },
  };
}

/** What says more about a target without saying something else. */
const annotations = new Set(
  "title summary description default example examples deprecated nullable readOnly writeOnly".split(" "),
);

/**
 * A target with what stands beside its reference. Before OpenAPI 3.1 that counts for nothing; since, both must hold:
 * so it never takes away what the target says.
 */
function laidOver(target: JsonObject, beside: JsonObject): JsonObject {
  const over = Object.entries(beside).filter(
    ([name]) => annotations.has(name) || !Object.hasOwn(target, name),
  );
  return { ...target, ...Object.fromEntries(over) };
}

/** What a document calls itself (`$self`, OpenAPI 3.2): references to it are references inside it. */
export function ownAddress(document: JsonObject): string | null {
  return textAt(document, "$self")?.replace(/#.*$/, "") ?? null;
}

/** `#/components/…` of a reference that stays inside its document; null for one that leads out. */
export function innerPointer(reference: string, own: string | null): string | null {
  const inner = own !== null && reference.startsWith(`${own}#`) ? reference.slice(own.length) : reference;
  return /^#(\/|$)/.test(inner) ? inner : null;
}

/** What a JSON pointer in a fragment names: own properties only. */
function findAt(document: JsonObject, pointer: string): unknown {
  if (pointer === "#" || pointer === "#/") return document;
  let value: unknown = document;
  for (const written of pointer.slice(2).split("/")) {
    if (typeof value !== "object" || value === null) return undefined;
    const names = namesOf(written);
    const holder = value;
    const name = names.find((one) => Object.hasOwn(holder, one));
    if (name === undefined) return undefined;
    value = Reflect.get(holder, name);
  }
  return value;
}

/** A segment as the standard reads it, and as those write it who forget to encode. */
function namesOf(written: string): string[] {
  if (!/[~%]/.test(written)) return [written];
  const unescaped = written.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    const decoded = decodeURIComponent(written);
    return [decoded.replaceAll("~1", "/").replaceAll("~0", "~"), unescaped];
  } catch {
    return [unescaped];
  }
}
