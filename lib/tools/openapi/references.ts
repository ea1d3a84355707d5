// References inside one document. Nothing outside it is ever read (N3).
import { $RefParser } from "@apidevtools/json-schema-ref-parser";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { memberOf } from "./json-access";

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
}

/** The references of a document. Resolves none of them yet. */
export async function createReferences(document: JsonObject): Promise<References> {
  const found = await $RefParser.resolve("document.json", document, {
    resolve: { external: false, file: false, http: false },
  });
  const known = new Map<string, JsonObject | null>();
  const lookUp = (pointer: string): JsonObject | null => {
    const cached = known.get(pointer);
    if (cached !== undefined) return cached;
    let target: unknown = null;
    try {
      target = found.get(pointer);
    } catch {
      // A pointer to nothing: the caller treats it as a schema that says nothing.
    }
    const value = isJsonObject(target) && memberOf(target, "$ref") === undefined ? target : null;
    known.set(pointer, value);
    return value;
  };
  return {
    follow(value) {
      if (!isJsonObject(value)) return null;
      const pointer = memberOf(value, "$ref");
      // A property that happens to be called $ref holds a schema, not a text.
      if (typeof pointer !== "string") return { value, pointer: null };
      if (!/^#(\/|$)/.test(pointer)) return null;
      const target = lookUp(pointer);
      if (target === null) return null;
      const { $ref: _reference, ...beside } = value;
      return { value: Object.keys(beside).length === 0 ? target : { ...target, ...beside }, pointer };
    },
  };
}
