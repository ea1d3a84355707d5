// Values for a tool's inputs, made from its schema: valid, and full of characters that mean something in a URL, a
// header, a form or a file, wherever the schema leaves room for them.
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from "@/lib/domain/json";

export interface MakeOptions {
  /** Every input, not only what is required. */
  all: boolean;
  /** A text for an input that may be any. */
  text: (input: string) => string;
  /** A stored file's id. */
  fileId: string;
}

const maxDepth = 5;

/** Inputs that fit a tool's input schema. */
export function makeInputs(schema: JsonSchema, options: MakeOptions): JsonObject {
  const names = Object.keys(schema.properties ?? {}).filter(
    (name) => options.all || schema.required?.includes(name),
  );
  return Object.fromEntries(
    names.flatMap((name): [string, Json][] => {
      const property = schema.properties?.[name];
      const value = property && new Maker(options, name).make(property, 0);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Texts of a format. */
const formats: Record<string, string | undefined> = {
  date: "2026-02-28",
  "date-time": "2026-02-28T12:30:00Z",
  time: "12:30:00Z",
  duration: "P1D",
  email: "ada+test@example.com",
  hostname: "api.example.com",
  ipv4: "192.0.2.7",
  ipv6: "2001:db8::7",
  uri: "https://example.com/a?b=c&d=e",
  url: "https://example.com/a?b=c&d=e",
  "uri-reference": "/a?b=c&d=e",
  uuid: "3f2b8c1e-5d4a-4b6c-8e9f-0a1b2c3d4e5f",
  byte: "SGVsbG8sIHdvcmxkIQ==",
  "json-pointer": "/a/b",
  regex: "^a+$",
};

class Maker {
  readonly #options: MakeOptions;
  readonly #input: string;

  constructor(options: MakeOptions, input: string) {
    this.#options = options;
    this.#input = input;
  }

  make(given: JsonSchema, depth: number): Json | undefined {
    const schema = merged(given);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum && schema.enum.length > 0) {
      return this.#options.all ? schema.enum.at(-1) : schema.enum[0];
    }
    const type = typeOf(schema);
    switch (type) {
      case "integer":
      case "number":
        return numberIn(schema, type === "integer");
      case "boolean":
        return true;
      case "null":
        return null;
      case "array":
        return this.#list(schema, depth);
      case "object":
        return this.#object(schema, depth);
      default:
        return this.#text(schema);
    }
  }

  #text(schema: JsonSchema): string {
    if (schema.format === "file") return this.#options.fileId;
    const formatted = schema.contentEncoding === "base64" ? formats.byte : formats[schema.format ?? ""];
    const plain = formatted ?? this.#options.text(this.#input);
    const { minLength = 1, maxLength = 1000 } = schema;
    const letters = [...plain].slice(0, Math.max(maxLength, 0));
    while (letters.length < minLength) letters.push("x");
    return letters.join("");
  }

  #list(schema: JsonSchema, depth: number): Json[] {
    const least = Number(schema.minItems ?? 0);
    const most = Number(schema.maxItems ?? 100);
    const wanted =
      depth >= maxDepth || schema.items === undefined ? least : Math.max(least, this.#options.all ? 2 : 1);
    const item = this.make(schema.items ?? { type: "string" }, depth + 1);
    if (item === undefined) return [];
    const count = Math.min(wanted, most);
    if (schema.uniqueItems !== true || count < 2) return Array.from({ length: count }, () => item);
    return distinct(item, schema.items ?? {}, count);
  }

  #object(schema: JsonSchema, depth: number): JsonObject {
    const properties = Object.entries(schema.properties ?? {});
    const isDeep = depth >= maxDepth || !this.#options.all;
    const needed = properties.filter(([name]) => schema.required?.includes(name));
    // An input that is there has something in it.
    const least = needed.length === 0 && depth === 0 ? properties.slice(0, 1) : needed;
    const kept = isDeep ? least : properties;
    const members = kept.flatMap(([name, property]): [string, Json][] => {
      const value = this.make(property, depth + 1);
      return value === undefined ? [] : [[name, value]];
    });
    for (const name of schema.required ?? []) {
      if (!members.some(([one]) => one === name)) members.push([name, "x"]);
    }
    const extra = schema.additionalProperties;
    if (members.length === 0 && this.#options.all && isJsonObject(extra) && depth < maxDepth) {
      const value = this.make(extra as JsonSchema, depth + 1);
      if (value !== undefined) members.push(["some key", value]);
    }
    return Object.fromEntries(members);
  }
}

/** A schema with the first of each of its alternatives, and all its parts, in one. */
function merged(schema: JsonSchema): JsonSchema {
  const { anyOf, oneOf, allOf, ...rest } = schema;
  const parts = [...(allOf ?? []), ...[anyOf, oneOf].flatMap((options) => firstOf(options))].map(merged);
  let whole: JsonSchema = rest;
  for (const part of parts) {
    const required = [...new Set([...(whole.required ?? []), ...(part.required ?? [])])];
    const properties = { ...part.properties, ...whole.properties };
    whole = { ...part, ...whole };
    if (required.length > 0) whole.required = required;
    if (Object.keys(properties).length > 0) whole.properties = properties;
  }
  return whole;
}

function firstOf(options: JsonSchema[] | undefined): JsonSchema[] {
  const first = options?.find((option) => option.type !== "null");
  return first ? [first] : [];
}

function typeOf({ type, properties, items }: JsonSchema): string {
  const first = Array.isArray(type) ? type.find((one) => one !== "null") : type;
  if (first !== undefined) return first;
  if (properties) return "object";
  return items ? "array" : "string";
}

function numberIn(schema: JsonSchema, isWhole: boolean): number {
  const step = typeof schema.multipleOf === "number" ? schema.multipleOf : isWhole ? 1 : 0.25;
  const above = typeof schema.exclusiveMinimum === "number" ? schema.exclusiveMinimum + step : -Infinity;
  const below = typeof schema.exclusiveMaximum === "number" ? schema.exclusiveMaximum - step : Infinity;
  const least = Math.max(schema.minimum ?? -Infinity, above);
  const most = Math.min(schema.maximum ?? Infinity, below);
  const wanted = isWhole ? 7 : 7.25;
  const inside = Math.min(Math.max(wanted, least), most);
  const stepped = Math.round(inside / step) * step;
  const fitting = stepped > most ? stepped - step : stepped < least ? stepped + step : stepped;
  return fitting >= least && fitting <= most ? fitting : inside;
}

/** As many different values as can be told apart from the first. */
function distinct(item: Json, schema: JsonSchema, count: number): Json[] {
  const options = merged(schema).enum;
  if (options) return options.slice(0, count);
  if (typeof item === "number") return Array.from({ length: count }, (_, index) => item + index);
  const isFree = typeof item === "string" && schema.format === undefined && schema.maxLength === undefined;
  return isFree ? Array.from({ length: count }, (_, index) => `${item}${index}`) : [item];
}
