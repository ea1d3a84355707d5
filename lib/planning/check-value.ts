import type { Binding } from "@/lib/domain/binding";
import { isJsonObject, type Json, type JsonSchema } from "@/lib/domain/json";
import { typeOf } from "./output-fields";

/** What JSON calls the type of a value; whole numbers are `integer`. */
function jsonTypeOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

const typeNames: Record<string, string> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "yes or no",
  array: "a list",
  object: "an object",
  null: "empty",
};

function fitsType(actual: string, expected: string): boolean {
  return actual === expected || (expected === "number" && actual === "integer");
}

/**
 * What is wrong with the shape of a value, in one sentence; null when nothing is. Checks type, enum, required
 * properties and list items, so that a plan's mistakes show while it is edited; the whole schema is checked again
 * before a call.
 */
export function checkValue(value: Json, schema: JsonSchema): string | null {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const actual = jsonTypeOf(value);
  if (types.length > 0 && !types.some((type) => fitsType(actual, type))) {
    const expected = types.map((type) => typeNames[type] ?? type).join(" or ");
    return `must be ${expected}, and is ${typeNames[actual] ?? actual}`;
  }
  if (schema.enum && !schema.enum.some((option) => JSON.stringify(option) === JSON.stringify(value))) {
    return `must be one of ${schema.enum.map((option) => JSON.stringify(option)).join(", ")}`;
  }
  if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) {
      return `must have at least ${schema.minItems} ${schema.minItems === 1 ? "item" : "items"}`;
    }
    const items = schema.items;
    if (!items) return null;
    for (const [index, item] of value.entries()) {
      const problem = checkValue(item, items);
      if (problem) return `item ${index + 1} ${problem}`;
    }
  }
  if (typeof value === "string" && schema.minLength !== undefined && value.trim().length < schema.minLength) {
    return "must not be empty";
  }
  if (isJsonObject(value)) return checkProperties(value, schema);
  return null;
}

function checkProperties(value: Record<string, Json>, schema: JsonSchema): string | null {
  const missing = (schema.required ?? []).find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `must have "${missing}"`;
  for (const [name, property] of Object.entries(value)) {
    if (schema.properties && Object.hasOwn(schema.properties, name)) {
      const problem = checkValue(property, schema.properties[name] ?? {});
      if (problem) return `"${name}" ${problem}`;
    } else if (schema.additionalProperties === false) {
      return `must not have "${name}"`;
    }
  }
  return null;
}

/**
 * Whether a value described by one schema may be given where another is expected. Only certain mismatches are
 * refused: what the schemas leave open is checked when the value is there.
 */
export function isAssignable(from: JsonSchema, to: JsonSchema): boolean {
  const fromType = typeOf(from);
  const toType = typeOf(to);
  if (fromType === null || toType === null) return true;
  if (!fitsType(fromType, toType) && !(fromType === "number" && toType === "integer")) return false;
  if (from.format === "table" || to.format === "table") return from.format === to.format;
  if (fromType === "array" && from.items && to.items) return isAssignable(from.items, to.items);
  return true;
}

/** A binding to what the run has by then: an output, or the item its step is at. */
export type ReadBinding = Extract<Binding, { kind: "output" | "item" }>;

/** The schema a binding's value has, as far as it is known before the run. `schemaOf` gives that of what is read. */
export function bindingSchemaOf(
  binding: Binding,
  schemaOf: (read: ReadBinding) => JsonSchema | null,
): JsonSchema {
  switch (binding.kind) {
    case "output":
    case "item":
      return schemaOf(binding) ?? {};
    case "literal":
      return { type: jsonTypeOf(binding.value) };
    case "list":
      return { type: "array" };
    case "object":
      return { type: "object" };
    case "template":
      return { type: "string" };
    case "question":
      return {};
    default:
      return binding satisfies never;
  }
}
