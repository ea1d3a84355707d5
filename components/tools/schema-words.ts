// A JSON Schema in words a person reads: "list of text", "1 to 100". Pure.
import type { JsonSchema } from "@/lib/domain/json";

const typeNames: Record<string, string> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "yes or no",
  array: "list",
  object: "object",
  null: "nothing",
};

/** What kind of value it is. */
export function typeWords(schema: JsonSchema): string {
  const types = [schema.type ?? []].flat();
  if (types.length === 0) {
    const variants = variantsOf(schema);
    if (variants.length > 0) return [...new Set(variants.map(typeWords))].join(" or ");
    return schema.properties ? "object" : "anything";
  }
  const names = types.map((type) => {
    if (type === "array" && schema.items) return `list of ${typeWords(schema.items)}`;
    if (type === "string" && schema.format && schema.format !== "text") return schema.format;
    return typeNames[type] ?? type;
  });
  return names.join(" or ");
}

/** The schemas a value may follow instead of one. */
export function variantsOf(schema: JsonSchema): JsonSchema[] {
  return schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [];
}

/** Bounds on the value: "1 to 100", "at most 20 characters". */
export function limitWords(schema: JsonSchema): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  return [
    range(minimum, maximum, ""),
    range(minLength, maxLength, " characters"),
    range(minItems, maxItems, " items"),
    pattern === undefined ? null : `matches ${pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern}`,
  ].filter((words) => words !== null);
}

function range(least: number | undefined, most: number | undefined, unit: string): string | null {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (most !== undefined) return `at most ${most}${unit}`;
  // At least one character or item says no more than that it is required.
  return least === undefined || (unit !== "" && least <= 1) ? null : `at least ${least}${unit}`;
}

/** Properties, those that are required first and in their order. */
export function orderedProperties(schema: JsonSchema): [string, JsonSchema][] {
  const required = schema.required ?? [];
  const properties = schema.properties ?? {};
  const names = [...required.filter((name) => Object.hasOwn(properties, name)), ...Object.keys(properties)];
  return [...new Set(names)].map((name) => [name, properties[name] ?? {}]);
}

/** The object or the items of a list inside a schema, which have fields of their own; null when there are none. */
export function innerFields(schema: JsonSchema): JsonSchema | null {
  if (Object.keys(schema.properties ?? {}).length > 0) return schema;
  return schema.items ? innerFields(schema.items) : null;
}
