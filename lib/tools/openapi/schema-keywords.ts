// The keywords of one schema that say something by themselves, read from a document that may have them wrong.
import type { Json, JsonObject, JsonSchema } from "@/lib/domain/json";
import { booleanAt, listAt, memberOf, textAt } from "./json-access";
import { isSafePattern } from "./safe-pattern";

const types = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);
/** Words for types that documents use all the same. */
const otherWords: Record<string, string> = {
  int: "integer",
  float: "number",
  double: "number",
  bool: "boolean",
};

/** The type a schema names or, by its members, means. */
export function typeOf(value: JsonObject): JsonSchema {
  const written = memberOf(value, "type");
  const named = (Array.isArray(written) ? written : [written]).flatMap(knownType);
  if (written === "file") return { type: "string", format: "binary" };
  if (named.length === 1) return { type: named[0] };
  if (named.length > 1) return { type: [...new Set(named)] };
  if (memberOf(value, "properties") !== undefined) return { type: "object" };
  return memberOf(value, "items") !== undefined ? { type: "array" } : {};
}

function knownType(written: Json | undefined): string[] {
  if (typeof written !== "string") return [];
  if (types.has(written)) return [written];
  const lower = written.toLowerCase();
  if (types.has(lower)) return [lower];
  const meant = Object.hasOwn(otherWords, lower) ? otherWords[lower] : undefined;
  return meant === undefined ? [] : [meant];
}

export function textsOf(value: JsonObject): JsonSchema {
  const found: JsonSchema = {};
  const title = textAt(value, "title");
  const description = textAt(value, "description");
  const format = textAt(value, "format");
  if (title !== null) found.title = title.slice(0, 200);
  if (description !== null) found.description = description.slice(0, 1000);
  if (format !== null && format.length <= 60 && memberOf(value, "type") !== "file") found.format = format;
  for (const keyword of ["contentEncoding", "contentMediaType"]) {
    const text = textAt(value, keyword);
    if (text !== null) found[keyword] = text.slice(0, 100);
  }
  return found;
}

const countKeywords = ["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"];
const boundKeywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/** Bounds of inputs. Outputs keep none: a service that bends its own rules has answered all the same. */
export function limitsOf(value: JsonObject): JsonSchema {
  const found: JsonSchema = {};
  for (const keyword of countKeywords) {
    const bound = memberOf(value, keyword);
    if (typeof bound === "number" && Number.isInteger(bound) && bound >= 0) found[keyword] = bound;
  }
  for (const keyword of boundKeywords) {
    const bound = memberOf(value, keyword);
    if (typeof bound === "number" && Number.isFinite(bound)) found[keyword] = bound;
  }
  if (typeof found.multipleOf === "number" && found.multipleOf <= 0) delete found.multipleOf;
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

const maxChoices = 1000;

/** What an input may be, is unless somebody says otherwise, and looks like; as values of its type. */
export function choicesOf(value: JsonObject, type: JsonSchema["type"]): JsonSchema {
  const found: JsonSchema = {};
  const options = listAt(value, "enum");
  if (options.length > 0 && options.length <= maxChoices) {
    const fitting = fittingValues(options, type);
    if (fitting.length > 0) found.enum = [...new Set(fitting)];
  }
  const constant = fittingValues([memberOf(value, "const")], type)[0];
  if (constant !== undefined) found.const = constant;
  const preset = fittingValues([memberOf(value, "default")], type)[0];
  if (preset !== undefined && preset !== null && isShort(preset)) found.default = preset;
  const written = [memberOf(value, "example"), ...listAt(value, "examples").slice(0, 5)];
  const examples = fittingValues(written, type).filter(isShort);
  if (examples.length > 0) found.examples = examples.slice(0, 5);
  return found;
}

function fittingValues(values: readonly (Json | undefined)[], type: JsonSchema["type"]): Json[] {
  const fitting: Json[] = [];
  for (const value of values) {
    const typed = value === undefined || typeof type !== "string" ? value : asType(value, type);
    if (typed !== undefined) fitting.push(typed);
  }
  return fitting;
}

/** A value as one of a type, where YAML or a careless author wrote it as another; undefined when it is none. */
function asType(value: Json, type: string): Json | undefined {
  if (value === null) return value;
  switch (type) {
    case "string":
      return typeof value === "object" ? undefined : String(value);
    case "integer":
    case "number":
      return asNumber(value, type === "integer");
    case "boolean":
      if (value === "true" || value === "false") return value === "true";
      return typeof value === "boolean" ? value : undefined;
    case "array":
      return Array.isArray(value) ? value : undefined;
    case "object":
      return typeof value === "object" && !Array.isArray(value) ? value : undefined;
    default:
      return value;
  }
}

function asNumber(value: Json, isWhole: boolean): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return undefined;
  return isWhole && !Number.isInteger(number) ? undefined : number;
}

/** Names in a schema's `required`, each once. */
export function requiredNames(value: unknown): string[] {
  const names = listAt(value, "required").filter((name) => typeof name === "string");
  return names.length > 1 ? [...new Set(names)] : names;
}

/** About how much there is to a schema itself, where 1 is one with a short description. */
export function weightOf(value: JsonObject): number {
  const description = memberOf(value, "description");
  const text = typeof description === "string" ? Math.min(description.length, 1000) / 250 : 0;
  return 1 + Math.floor(text) + Math.floor(Math.min(listAt(value, "enum").length, maxChoices) / 20);
}

const maxValueLength = 500;

function isShort(value: Json): boolean {
  if (typeof value === "string") return value.length <= maxValueLength;
  return typeof value !== "object" || value === null || JSON.stringify(value).length <= maxValueLength;
}
