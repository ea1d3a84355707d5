import type { OutputPath } from "@/lib/domain/binding";
import type { JsonSchema } from "@/lib/domain/json";

/** A place in an output that an input can be bound to. */
export interface OutputField {
  path: OutputPath;
  schema: JsonSchema;
  /** For people: "people › e-mail (every)". */
  label: string;
}

/** The declared type of a schema, or null when it has none or several. `null` as an alternative is left out. */
export function typeOf(schema: JsonSchema): string | null {
  const types = Array.isArray(schema.type) ? schema.type.filter((type) => type !== "null") : [schema.type];
  return types.length === 1 ? (types[0] ?? null) : null;
}

const words = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();

/** A place in an output, for people: "order › tracking code". */
export const placeLabel = (path: OutputPath): string =>
  path
    .map((part) => (typeof part === "number" ? `${part + 1}` : part === "*" ? "(every)" : words(part)))
    .join(" › ");

/**
 * The places in an output, outermost first, to a depth of four. A list gives itself, "every" (`*`, a list again) and
 * its first item. A table is handed on whole: its columns are data, not places.
 */
export function outputFields(schema: JsonSchema): OutputField[] {
  const fields: OutputField[] = [];
  const visit = (inner: JsonSchema, path: OutputPath, label: string, depth: number) => {
    if (path.length > 0) {
      const given = path.includes("*") ? { type: "array", items: inner } : inner;
      fields.push({ path, schema: given, label });
    }
    if (depth === 0 || inner.format === "table") return;
    for (const [name, property] of Object.entries(inner.properties ?? {})) {
      visit(property, [...path, name], label ? `${label} › ${words(name)}` : words(name), depth - 1);
    }
    if (inner.items && path.length > 0) {
      visit(inner.items, [...path, "*"], `${label} (every)`, depth - 1);
      visit(inner.items, [...path, 0], `${label} (first)`, depth - 1);
    }
  };
  visit(schema, [], "", 4);
  return fields;
}

/**
 * The schema at a path of an output; null when the output has no such place. `*` makes a list of what follows
 * it. A place below a schema that says nothing about its contents is any value.
 */
export function schemaAt(schema: JsonSchema, path: OutputPath): JsonSchema | null {
  const [segment, ...rest] = path;
  if (segment === undefined) return schema;
  if (segment === "*" || typeof segment === "number") {
    const type = typeOf(schema);
    if (type !== null && type !== "array") return null;
    const inner = schemaAt(schema.items ?? {}, rest);
    return inner && segment === "*" ? { type: "array", items: inner } : inner;
  }
  if (schema.properties && Object.hasOwn(schema.properties, segment)) {
    return schemaAt(schema.properties[segment] ?? {}, rest);
  }
  const type = typeOf(schema);
  const open = schema.properties === undefined || schema.additionalProperties === true;
  const extra = typeof schema.additionalProperties === "object" ? schema.additionalProperties : null;
  if (extra) return schemaAt(extra, rest);
  return open && (type === null || type === "object") ? schemaAt({}, rest) : null;
}
