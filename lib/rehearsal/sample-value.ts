// A value that fits a schema, made up: the same each time, and with what the plan reads of it where the schema is open.
import type { OutputPath } from "@/lib/domain/binding";
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from "@/lib/domain/json";
import type { Table } from "@/lib/domain/table";
import { typeOf } from "@/lib/planning/output-fields";
import { isSecretName, sampleNumber, sampleText } from "./sample-words";

const itemsOfList = 3;
/** Objects inside each other: deeper ones have what is required only, as schemas may name themselves. */
const deepest = 6;
const deepestRequired = 12;
export const hiddenSecret = "(secret)";

interface Place {
  name: string;
  depth: number;
  /** Which of its list it is, from 0. */
  index: number;
  /** Places that have to be there. */
  wanted: readonly OutputPath[];
  root: JsonSchema;
}

/** @param wanted places that have to be there, as far as the schema lets them. */
export function sampleValue(schema: JsonSchema, wanted: readonly OutputPath[] = [], name = "value"): Json {
  return sample(schema, { name, depth: 0, index: 0, wanted, root: schema });
}

function sample(given: JsonSchema, place: Place): Json {
  const schema = resolved(given, place.root, 0);
  if (isSecretName(place.name) && ["string", null].includes(typeOf(schema))) return hiddenSecret;
  const known = givenValue(schema, place.index);
  if (known !== undefined && hasAll(known, place.wanted)) return known;
  if (schema.format === "table") return sampleTable(place) as unknown as Json;
  switch (typeOf(schema) ?? typeRead(schema, place.wanted)) {
    case "object":
      return sampleObject(schema, place);
    case "array":
      return sampleList(schema, place);
    case "integer":
    case "number":
      return withinBounds(schema, sampleNumber(place.name, place.index));
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return ofLength(schema, sampleText(place.name, schema.format, place.index));
  }
}

/** The schema with its reference followed, its first alternative taken and its parts joined. */
function resolved(schema: JsonSchema, root: JsonSchema, depth: number): JsonSchema {
  if (depth > 8) return {};
  const { $ref, anyOf, oneOf, allOf, ...own } = schema;
  if (typeof $ref === "string") return resolved({ ...referred(root, $ref), ...own }, root, depth + 1);
  const alternative = [...(anyOf ?? []), ...(oneOf ?? [])].find((one) => one.type !== "null");
  const parts = [...(allOf ?? []), ...(alternative ? [alternative] : [])];
  if (parts.length === 0) return schema;
  const joined: JsonSchema = { ...own };
  for (const part of parts) {
    const { properties, required, ...rest } = resolved(part, root, depth + 1);
    Object.assign(joined, rest);
    if (properties) joined.properties = { ...joined.properties, ...properties };
    if (required) joined.required = [...(joined.required ?? []), ...required];
  }
  return joined;
}

/** What `#/$defs/a` names; nothing outside the schema is ever looked at (N3). */
function referred(root: JsonSchema, reference: string): JsonSchema {
  if (!reference.startsWith("#/")) return {};
  let at: unknown = root;
  for (const raw of reference.slice(2).split("/")) {
    const segment = raw.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, segment)) return {};
    at = (at as Record<string, unknown>)[segment];
  }
  return typeof at === "object" && at !== null ? (at as JsonSchema) : {};
}

function givenValue(schema: JsonSchema, index: number): Json | undefined {
  if (schema.const !== undefined) return schema.const;
  const choices = [schema.examples, schema.enum].find((some) => Array.isArray(some) && some.length > 0);
  const single = schema.example as Json | undefined;
  const value = choices?.[index % choices.length] ?? single ?? schema.default;
  // An empty default is a default for inputs; it shows nothing of what comes back.
  return value === "" || value === null || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

/** What has no type is what the plan takes it for. */
function typeRead(schema: JsonSchema, wanted: readonly OutputPath[]): string | null {
  const types = Array.isArray(schema.type) ? schema.type.filter((type) => type !== "null") : [];
  if (types[0]) return types[0];
  if (schema.properties) return "object";
  if (schema.items) return "array";
  const first = wanted.find((path) => path.length > 0)?.[0];
  if (first === undefined) return null;
  return first === "*" || typeof first === "number" ? "array" : "object";
}

const below = (wanted: readonly OutputPath[], isStep: (segment: string | number) => boolean): OutputPath[] =>
  wanted.flatMap(([first, ...rest]) => (first !== undefined && isStep(first) ? [rest] : []));

function sampleObject(schema: JsonSchema, place: Place): JsonObject {
  const properties = schema.properties ?? {};
  const required = schema.required ?? [];
  const extra = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const isOpen = schema.additionalProperties !== false;
  const read = place.wanted.flatMap(([first]) => (typeof first === "string" && first !== "*" ? [first] : []));
  const isShallow = place.depth < deepest;
  const names = new Set([
    ...Object.keys(properties).filter((name) => isShallow || required.includes(name)),
    ...required.filter((name) => isOpen || Object.hasOwn(properties, name)),
    ...read.filter((name) => isOpen || Object.hasOwn(properties, name)),
  ]);
  if (place.depth >= deepestRequired) return {};
  return Object.fromEntries(
    [...names].map((name): [string, Json] => {
      const inner = Object.hasOwn(properties, name) ? (properties[name] ?? {}) : extra;
      const wanted = below(place.wanted, (segment) => segment === name);
      return [name, sample(inner, { ...place, name, depth: place.depth + 1, wanted })];
    }),
  );
}

function sampleList(schema: JsonSchema, place: Place): Json[] {
  const wanted = below(place.wanted, (segment) => segment === "*" || typeof segment === "number");
  const furthest = Math.max(-1, ...place.wanted.map(([first]) => (typeof first === "number" ? first : -1)));
  const usual = place.depth < deepest ? itemsOfList : 0;
  const most = Math.min(schema.maxItems ?? 100, 100);
  const count = Math.min(most, Math.max(usual, schema.minItems ?? 0, furthest + 1));
  const name = place.name.replace(/([^s])s$/, "$1");
  return Array.from({ length: count }, (_, index) =>
    sample(schema.items ?? {}, { ...place, name, index, depth: place.depth + 1, wanted }),
  );
}

/** A table of three rows, with the columns the plan reads. */
function sampleTable({ wanted }: Place): Table {
  const ofRows = below(wanted, (segment) => segment === "rows");
  const inRows = below([...ofRows, ...wanted], (segment) => segment === "*" || typeof segment === "number");
  const read = inRows.flatMap(([first]) => (typeof first === "string" ? [first] : []));
  const names = read.length > 0 ? [...new Set(read)] : ["name", "date", "amount"];
  const isNumber = (name: string) =>
    /(amount|total|count|price|sum|number|quantity|sales|profit)/i.test(name);
  const columns = names.map((name) => ({
    name,
    type: isNumber(name) ? ("number" as const) : ("text" as const),
  }));
  const rows = Array.from({ length: itemsOfList }, (_, index) =>
    Object.fromEntries(
      columns.map(({ name, type }) => [
        name,
        type === "number"
          ? sampleNumber(name, index)
          : isSecretName(name)
            ? hiddenSecret
            : sampleText(name, undefined, index),
      ]),
    ),
  );
  return { columns, rows, rowCount: rows.length };
}

function withinBounds(schema: JsonSchema, value: number): number {
  const bound = (name: string) => (typeof schema[name] === "number" ? (schema[name] as number) : null);
  const isWhole = typeOf(schema) === "integer";
  const step = bound("multipleOf") ?? (isWhole ? 1 : null);
  const low =
    schema.minimum ??
    (bound("exclusiveMinimum") === null ? null : Number(bound("exclusiveMinimum")) + (step ?? 0.5));
  const high =
    schema.maximum ??
    (bound("exclusiveMaximum") === null ? null : Number(bound("exclusiveMaximum")) - (step ?? 0.5));
  const inside = Math.min(high ?? value, Math.max(low ?? value, value));
  if (step === null || step <= 0) return inside;
  const rounded = Math.round(inside / step) * step;
  if (low !== null && rounded < low) return rounded + step;
  return high !== null && rounded > high ? rounded - step : rounded;
}

function ofLength(schema: JsonSchema, text: string): string {
  const least = Math.min(schema.minLength ?? 0, 10_000);
  const long = text.length < least ? text.padEnd(least, "x") : text;
  return schema.maxLength !== undefined ? long.slice(0, schema.maxLength) : long;
}

/** True when a value has all these places; what is read of every item has to be in one. */
export function hasAll(value: Json, wanted: readonly OutputPath[]): boolean {
  return wanted.every((path) => hasPlace(value, path));
}

function hasPlace(value: Json | undefined, [segment, ...rest]: OutputPath): boolean {
  if (value === undefined) return false;
  if (segment === undefined) return true;
  if (segment === "*") {
    // A table is gone through by its rows.
    const items = isJsonObject(value) && Array.isArray(value.rows) ? value.rows : value;
    return Array.isArray(items) && items.some((item) => hasPlace(item, rest));
  }
  if (Array.isArray(value)) return typeof segment === "number" && hasPlace(value[segment], rest);
  return isJsonObject(value) && Object.hasOwn(value, segment) && hasPlace(value[segment], rest);
}
