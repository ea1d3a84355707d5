// A schema of an OpenAPI document → a self-contained JSON Schema of bounded size: references written out, the
// dialect of OpenAPI 3.0 translated, circles cut.
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from "@/lib/domain/json";
import { booleanAt, listAt, memberOf, textAt } from "./json-access";
import type { References } from "./references";
import { isSafePattern } from "./safe-pattern";

export interface ExpandContext {
  references: References;
  /** `input` leaves out what only the service sets; `output` leaves out what only the caller sends. */
  direction: "input" | "output";
  /** Schemas that may still be written out; counted down. */
  budget: { left: number };
}

const maxDepth = 12;
const types = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);
const numericKeywords = [
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minProperties",
  "maxProperties",
];

/** The schema written out; `{}` (anything goes) for one that is absent, broken or beyond the budget. */
export function expandSchema(schema: unknown, context: ExpandContext): JsonSchema {
  return expand(schema, context, []);
}

function expand(schema: unknown, context: ExpandContext, path: readonly string[]): JsonSchema {
  const followed = context.references.follow(schema);
  if (!followed) return schema === false ? { not: {} } : {};
  const { value, pointer } = followed;
  context.budget.left -= 1;
  const isCircular = pointer !== null && path.includes(pointer);
  if (isCircular || path.length >= maxDepth || context.budget.left <= 0) return outline(value);
  // Every level counts towards the depth, a reference or not.
  const inner = [...path, pointer ?? ""];
  const own = expandOwn(value, context, inner);
  const parts = listAt(value, "allOf").map((part) => expand(part, context, inner));
  return finishNullable(value, knownRequired(parts.reduce(mergeSchemas, own)), context);
}

/** Without required names no part describes: left out in this direction, or never there. */
function knownRequired(schema: JsonSchema): JsonSchema {
  const { properties, required } = schema;
  if (!properties || !required) return schema;
  const known = required.filter((name) => Object.hasOwn(properties, name));
  const { required: _all, ...rest } = schema;
  return known.length === 0 ? rest : { ...rest, required: known };
}

/** What is left of a schema where the writing-out stops: what kind of value it is. */
function outline(value: JsonObject): JsonSchema {
  const title = textAt(value, "title");
  return { ...typeOf(value), ...(title === null ? {} : { title: title.slice(0, 200) }) };
}

function expandOwn(value: JsonObject, context: ExpandContext, path: readonly string[]): JsonSchema {
  const isInput = context.direction === "input";
  return {
    ...typeOf(value),
    ...texts(value),
    ...(isInput ? limits(value) : {}),
    ...choices(value, context),
    ...members(value, context, path),
    ...alternatives(value, context, path),
  };
}

function typeOf(value: JsonObject): JsonSchema {
  const type = memberOf(value, "type");
  if (typeof type === "string" && types.has(type)) return { type };
  if (Array.isArray(type)) {
    const known = type.filter((one) => typeof one === "string" && types.has(one));
    if (known.length > 0) return { type: known.map(String) };
  }
  if (memberOf(value, "properties") !== undefined) return { type: "object" };
  return memberOf(value, "items") !== undefined ? { type: "array" } : {};
}

function texts(value: JsonObject): JsonSchema {
  const found: JsonSchema = {};
  const title = textAt(value, "title");
  const description = textAt(value, "description");
  const format = textAt(value, "format");
  if (title !== null) found.title = title.slice(0, 200);
  if (description !== null) found.description = description.slice(0, 1000);
  if (format !== null && format.length <= 60) found.format = format;
  for (const keyword of ["contentEncoding", "contentMediaType"]) {
    const text = textAt(value, keyword);
    if (text !== null) found[keyword] = text.slice(0, 100);
  }
  return found;
}

/** Bounds of inputs. Outputs keep none: a service that bends its own rules has answered all the same. */
function limits(value: JsonObject): JsonSchema {
  const found: JsonSchema = {};
  for (const keyword of numericKeywords) {
    const bound = memberOf(value, keyword);
    if (typeof bound === "number" && Number.isFinite(bound)) found[keyword] = bound;
  }
  // OpenAPI 3.0 (and draft 4): a flag beside the bound.
  if (booleanAt(value, "exclusiveMinimum") === true && found.minimum !== undefined) {
    found.exclusiveMinimum = found.minimum;
    delete found.minimum;
  }
  if (booleanAt(value, "exclusiveMaximum") === true && found.maximum !== undefined) {
    found.exclusiveMaximum = found.maximum;
    delete found.maximum;
  }
  if (booleanAt(value, "uniqueItems") === true) found.uniqueItems = true;
  if (booleanAt(value, "additionalProperties") === false) found.additionalProperties = false;
  const pattern = memberOf(value, "pattern");
  if (typeof pattern === "string" && isSafePattern(pattern)) found.pattern = pattern;
  return found;
}

function choices(value: JsonObject, { direction }: ExpandContext): JsonSchema {
  const found: JsonSchema = {};
  // A service may come to answer with more values than its document lists.
  if (direction === "output") return found;
  const options = listAt(value, "enum");
  if (options.length > 0 && options.length <= 1000) found.enum = options;
  const constant = memberOf(value, "const");
  if (constant !== undefined) found.const = constant;
  const preset = memberOf(value, "default");
  if (preset !== undefined && isShort(preset)) found.default = preset;
  const example = memberOf(value, "example");
  const examples = [...(example === undefined ? [] : [example]), ...listAt(value, "examples")].filter(
    isShort,
  );
  if (examples.length > 0) found.examples = examples.slice(0, 5);
  return found;
}

function members(value: JsonObject, context: ExpandContext, path: readonly string[]): JsonSchema {
  const found: JsonSchema = {};
  const properties = memberOf(value, "properties");
  if (isJsonObject(properties)) {
    const kept = Object.entries(properties).filter(([, property]) => !isHidden(property, context));
    found.properties = Object.fromEntries(
      kept.map(([name, property]) => [name, expand(property, context, path)]),
    );
  }
  const required = requiredNames(value);
  if (required.length > 0) found.required = required;
  const items = memberOf(value, "items");
  if (items !== undefined && !Array.isArray(items)) found.items = expand(items, context, path);
  const additional = memberOf(value, "additionalProperties");
  if (isJsonObject(additional) && Object.keys(additional).length > 0) {
    found.additionalProperties = expand(additional, context, path);
  }
  return found;
}

function alternatives(value: JsonObject, context: ExpandContext, path: readonly string[]): JsonSchema {
  const found: JsonSchema = {};
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const options = listAt(value, keyword);
    if (options.length === 0 || options.length > 50) continue;
    // A service may return what fits two of them; `oneOf` is checked on inputs by the service itself.
    found.anyOf = [...(found.anyOf ?? []), ...options.map((option) => expand(option, context, path))];
  }
  return found;
}

/** Names in a schema's `required`, each once. */
export function requiredNames(value: unknown): string[] {
  const names = listAt(value, "required").filter((name) => typeof name === "string");
  return [...new Set(names)];
}

/** True for a property that has no place in this direction. */
export function isHidden(property: unknown, { references, direction }: ExpandContext): boolean {
  const value = references.follow(property)?.value;
  return booleanAt(value, direction === "input" ? "readOnly" : "writeOnly") === true;
}

/** Two parts of an `allOf` as one schema: members together, the first word on everything else. */
export function mergeSchemas(first: JsonSchema, second: JsonSchema): JsonSchema {
  const merged: JsonSchema = { ...second, ...first };
  if (first.properties || second.properties) {
    merged.properties = { ...second.properties, ...first.properties };
  }
  const required = [...new Set([...(first.required ?? []), ...(second.required ?? [])])];
  if (required.length > 0) merged.required = required;
  if (first.anyOf && second.anyOf) {
    merged.anyOf = first.anyOf;
    merged.allOf = [...(first.allOf ?? []), ...(second.allOf ?? []), { anyOf: second.anyOf }];
  }
  return merged;
}

/** OpenAPI 3.0's `nullable`. */
function finishNullable(value: JsonObject, schema: JsonSchema, context: ExpandContext): JsonSchema {
  if (booleanAt(value, "nullable") !== true) return schema;
  const options = schema.enum ? { enum: [...new Set([...schema.enum, null])] } : {};
  if (typeof schema.type === "string") return { ...schema, ...options, type: [schema.type, "null"] };
  if (schema.anyOf && context.budget.left > 0)
    return { ...schema, anyOf: [...schema.anyOf, { type: "null" }] };
  return { ...schema, ...options };
}

function isShort(value: Json): boolean {
  return JSON.stringify(value).length <= 500;
}
