// Checks values against the JSON Schemas of tools, some of which come from imported documents: nothing in a schema
// may run long, fetch, or fail the process (N3).
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Json, JsonSchema } from "@/lib/domain/json";

/** One thing wrong with a value. */
export interface SchemaProblem {
  /** The input it is in; null for the value as a whole. */
  input: string | null;
  /** `must …`, a sentence without its subject. */
  message: string;
}

// Patterns of unknown origin can take for ever on JavaScript's engine; formats carry meaning for planning, and are
// not all known to a validator; the others name or fetch documents.
const ignoredKeywords = new Set([
  "pattern",
  "patternProperties",
  "propertyNames",
  "format",
  "$id",
  "id",
  "$schema",
  "$anchor",
  "$dynamicAnchor",
  "$dynamicRef",
]);
const schemaMaps = new Set(["properties", "$defs", "definitions", "dependentSchemas"]);
const schemaLists = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const schemaPlaces = new Set([
  "items",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "contains",
  "not",
  "if",
  "then",
  "else",
]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The part of a schema that is checked. Keywords whose value has no form the draft knows are left out. */
function checkable(schema: unknown): unknown {
  if (!isObject(schema)) return typeof schema === "boolean" ? schema : {};
  const kept = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (ignoredKeywords.has(keyword) || keyword === "__proto__") return [];
    if (schemaMaps.has(keyword)) {
      if (!isObject(value)) return [];
      return [[keyword, Object.fromEntries(Object.entries(value).map(([k, v]) => [k, checkable(v)]))]];
    }
    if (schemaLists.has(keyword)) return Array.isArray(value) ? [[keyword, value.map(checkable)]] : [];
    if (schemaPlaces.has(keyword)) return [[keyword, checkable(value)]];
    // OpenAPI 3.0 and draft 4: a flag beside `minimum`, where the draft wants a number.
    if (/^exclusiveM(in|ax)imum$/.test(keyword) && typeof value !== "number") return [];
    if (keyword === "$ref" && !(typeof value === "string" && value.startsWith("#"))) return [];
    return [[keyword, value]];
  });
  return withNull(Object.fromEntries(kept));
}

/** OpenAPI 3.0's way to allow null. */
function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { nullable, ...rest } = schema;
  if (nullable !== true) return rest;
  const isEnum = Array.isArray(rest.enum) ? { enum: [...rest.enum, null] } : {};
  return typeof rest.type === "string" ? { ...rest, ...isEnum, type: [rest.type, "null"] } : rest;
}

const validators = new WeakMap<JsonSchema, ValidateFunction | string>();

/** A compiled schema, or why there is none. */
function validatorOf(schema: JsonSchema): ValidateFunction | string {
  const known = validators.get(schema);
  if (known) return known;
  let made: ValidateFunction | string;
  try {
    const ajv = new Ajv2020({ strict: false, allErrors: false, validateSchema: false, logger: false });
    const checked = checkable(schema);
    made = ajv.compile(typeof checked === "boolean" ? checked : { ...(checked as object) });
  } catch (error) {
    made = error instanceof Error ? error.message : String(error);
  }
  validators.set(schema, made);
  return made;
}

/** What is wrong with a value; empty when it fits. At most a few problems are named. */
export function checkSchema(schema: JsonSchema, value: Json): SchemaProblem[] {
  const validate = validatorOf(schema);
  if (typeof validate === "string") {
    return [{ input: null, message: `can't be checked, because its schema is broken: ${validate}` }];
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, 5).map(toProblem);
}

function toProblem(error: ErrorObject): SchemaProblem {
  const [input, ...inner] = error.instancePath.split("/").slice(1).map(unescapePointer);
  const place = inner.length > 0 ? `has "${inner.join(".")}", which ` : "";
  switch (error.keyword) {
    case "required": {
      const missing = String(error.params.missingProperty);
      return input === undefined
        ? { input: missing, message: "is missing" }
        : { input, message: `${place}must have "${missing}"` };
    }
    case "additionalProperties": {
      const extra = String(error.params.additionalProperty);
      return input === undefined
        ? { input: extra, message: "is not an input of this tool" }
        : { input, message: `${place}must not have "${extra}"` };
    }
    case "enum": {
      const options = (error.params.allowedValues as Json[]).slice(0, 20).map((one) => JSON.stringify(one));
      return { input: input ?? null, message: `${place}must be one of ${options.join(", ")}` };
    }
    default:
      return { input: input ?? null, message: `${place}${error.message ?? "does not fit"}` };
  }
}

const unescapePointer = (segment: string) => segment.replaceAll("~1", "/").replaceAll("~0", "~");

/** Problems as one text: `"to" is missing; "subject" must be string`. */
export function describeProblems(problems: readonly SchemaProblem[]): string {
  return problems
    .map(({ input, message }) => (input === null ? `it ${message}` : `"${input}" ${message}`))
    .join("; ");
}
