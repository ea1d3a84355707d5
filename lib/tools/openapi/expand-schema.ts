// A schema of an OpenAPI document → a self-contained JSON Schema of bounded size: references written out, the
// dialects of OpenAPI 3.0 and Swagger 2.0 translated, circles cut.
//
// What a schema becomes depends on the schema and a depth alone, never on the way to it: so what is referred to from
// many places is written out once and shared, and an import takes time by the size of its document.
import { isJsonObject, type JsonObject, type JsonSchema } from "@/lib/domain/json";
import { inferFormat } from "./infer-format";
import { booleanAt, listAt, memberOf } from "./json-access";
import type { References } from "./references";
import { SchemaCycles } from "./schema-cycles";
import { choicesOf, limitsOf, requiredNames, textsOf, typeOf, weightOf } from "./schema-keywords";

export interface ExpandContext {
  references: References;
  cycles: SchemaCycles;
  /** `input` leaves out what only the service sets; `output` leaves out what only the caller sends. */
  direction: "input" | "output";
  /** About how many schemas may be written out for one tool. */
  budget: number;
  /** What was written out before of schemas that references lead to, by depth. */
  known: ByDepth<JsonSchema>;
  /** The same of what was asked for: many operations have the same parameters, or the same body. */
  asked: ByDepth<JsonSchema>;
  /** How much there is to write out, as for `known` and `asked`. */
  weights: ByDepth<number>;
  askedWeights: ByDepth<number>;
}

type ByDepth<T> = Map<object, T[]>;

export function expandContext(
  references: References,
  direction: ExpandContext["direction"],
  budget: number,
): ExpandContext {
  const cycles = new SchemaCycles(references);
  return {
    ...{ references, cycles, direction, budget },
    ...{ known: new Map(), asked: new Map(), weights: new Map(), askedWeights: new Map() },
  };
}

const maxDepth = 12;
/** Parts of parts of an `allOf`, which are all of the same depth. */
const maxParts = 20;
/** Options of an `anyOf` or `oneOf`: more are anything. */
const maxOptions = 50;
/** Weights are added up no further. */
const tooHeavy = 1e9;

/** The schema written out; `{}` (anything goes) for one that is absent or broken. */
export function expandSchema(schema: unknown, context: ExpandContext): JsonSchema {
  return expandRoot(schema, depthFor([schema], context), context);
}

/**
 * What kind of thing a schema is of, with the outlines of its members: the same whatever the budget, so that what is
 * decided by it comes out the same when a tool is made and when it is called.
 */
export function outlineSchema(schema: unknown, context: ExpandContext): JsonSchema {
  return expandRoot(schema, 1, context);
}

/** Several schemas of one tool, which share its budget. */
export function expandSchemas(schemas: readonly unknown[], context: ExpandContext): JsonSchema[] {
  const depth = depthFor(schemas, context);
  return schemas.map((schema) => expandRoot(schema, depth, context));
}

function expandRoot(schema: unknown, depth: number, context: ExpandContext): JsonSchema {
  return remembered(context.asked, schema, depth, () =>
    expand(schema, { depth, owner: null, parts: 0 }, context),
  );
}

function remembered<T>(known: ByDepth<T>, schema: unknown, depth: number, make: () => T): T {
  if (typeof schema !== "object" || schema === null) return make();
  const byDepth = known.get(schema) ?? [];
  const found = byDepth[depth];
  if (found !== undefined) return found;
  const made = make();
  if (byDepth.length === 0) known.set(schema, byDepth);
  byDepth[depth] = made;
  return made;
}

interface Place {
  /** Levels that may still be written out. */
  depth: number;
  /** The schema whose text this is in, when that was reached by a reference. */
  owner: JsonObject | null;
  /** How many `allOf` it is in on this level. */
  parts: number;
}

/** The greatest depth at which schemas stay within the budget; their own outlines always are. */
function depthFor(schemas: readonly unknown[], context: ExpandContext): number {
  let previous = -1;
  for (let depth = 0; depth <= maxDepth; depth += 1) {
    const weight = schemas.reduce((sum: number, schema) => sum + weighRoot(schema, depth, context), 0);
    if (weight > context.budget) return Math.max(depth - 1, 0);
    // Nothing new: all there is has been reached.
    if (weight === previous) return depth;
    previous = weight;
  }
  return maxDepth;
}

function weighRoot(schema: unknown, depth: number, context: ExpandContext): number {
  return remembered(context.askedWeights, schema, depth, () =>
    weigh(schema, { depth, owner: null, parts: 0 }, context),
  );
}

/** Where a reference leads: a schema that is a part of a circle shows one level more, and no further. */
function enter(value: unknown, place: Place, { references, cycles }: ExpandContext): Place {
  const target = isJsonObject(value) ? references.target(value) : null;
  if (target === null) return place;
  const isCircle = place.owner !== null && cycles.areTogether(place.owner, target);
  return { ...place, owner: target, depth: isCircle ? Math.min(place.depth, 1) : place.depth };
}

/** What of a place matters to a schema that a reference leads to. */
const slotOf = ({ depth, parts }: Place) => parts * (maxDepth + 1) + depth;
const inside = (place: Place): Place => ({ ...place, depth: place.depth - 1, parts: 0 });
const beside = (place: Place): Place => ({ ...place, parts: place.parts + 1 });

/** About how many schemas there are to write out to a depth. */
function weigh(schema: unknown, before: Place, context: ExpandContext): number {
  const followed = context.references.follow(schema);
  if (!followed) return 1;
  const { value } = followed;
  const place = enter(schema, before, context);
  return place.owner === value
    ? remembered(context.weights, value, slotOf(place), () => weighOwn(value, place, context))
    : weighOwn(value, place, context);
}

function weighOwn(value: JsonObject, place: Place, context: ExpandContext): number {
  let weight = weightOf(value);
  if (place.depth === 0) return weight;
  for (const inner of innerSchemas(value)) weight += weigh(inner, inside(place), context);
  for (const part of partsOf(value, place)) weight += weigh(part, beside(place), context);
  return Math.min(weight, tooHeavy);
}

function* innerSchemas(value: JsonObject): Generator<unknown> {
  const properties = memberOf(value, "properties");
  if (isJsonObject(properties)) yield* Object.values(properties);
  for (const keyword of ["items", "additionalProperties"]) {
    const inner = memberOf(value, keyword);
    if (isJsonObject(inner)) yield inner;
  }
  for (const keyword of ["anyOf", "oneOf"]) {
    const options = listAt(value, keyword);
    if (options.length <= maxOptions) yield* options;
  }
}

function partsOf(value: JsonObject, { parts }: Place): unknown[] {
  return parts < maxParts ? listAt(value, "allOf").slice(0, maxOptions) : [];
}

function expand(schema: unknown, before: Place, context: ExpandContext): JsonSchema {
  const followed = context.references.follow(schema);
  if (!followed) return schema === false ? { not: {} } : {};
  const { value } = followed;
  const place = enter(schema, before, context);
  return place.owner === value
    ? remembered(context.known, value, slotOf(place), () => expandParts(value, place, context))
    : expandParts(value, place, context);
}

function expandParts(value: JsonObject, place: Place, context: ExpandContext): JsonSchema {
  const own = expandOwn(value, place, context);
  const parts = place.depth > 0 ? partsOf(value, place) : [];
  const whole = parts.map((part) => expand(part, beside(place), context)).reduce(mergeSchemas, own);
  return finishNullable(value, knownRequired(whole));
}

/** Without required names no part describes: left out in this direction, or never there. */
function knownRequired(schema: JsonSchema): JsonSchema {
  const { properties, required } = schema;
  if (!properties || !required) return schema;
  const known = required.filter((name) => Object.hasOwn(properties, name));
  const { required: _all, ...rest } = schema;
  return known.length === 0 ? rest : { ...rest, required: known };
}

function expandOwn(value: JsonObject, place: Place, context: ExpandContext): JsonSchema {
  const found: JsonSchema = { ...typeOf(value), ...textsOf(value) };
  if (context.direction === "input") Object.assign(found, limitsOf(value), choicesOf(value, found.type));
  if (place.depth > 0) addMembers(found, value, inside(place), context);
  // What is cut off may have required members: without them it could not be checked.
  return found;
}

function addMembers(found: JsonSchema, value: JsonObject, place: Place, context: ExpandContext): void {
  const properties = memberOf(value, "properties");
  if (isJsonObject(properties)) {
    found.properties = Object.fromEntries(
      Object.entries(properties)
        .filter(([name, property]) => name !== "__proto__" && !isHidden(property, context))
        .map(([name, property]) => [name, inferFormat(name, expand(property, place, context))]),
    );
  }
  const required = requiredNames(value);
  if (required.length > 0) found.required = required;
  const items = memberOf(value, "items");
  if (isJsonObject(items)) found.items = expand(items, place, context);
  const additional = memberOf(value, "additionalProperties");
  if (isJsonObject(additional) && Object.keys(additional).length > 0) {
    found.additionalProperties = expand(additional, place, context);
  }
  for (const keyword of ["anyOf", "oneOf"]) {
    const options = listAt(value, keyword);
    if (options.length === 0 || options.length > maxOptions) continue;
    // A service may return what fits two of them; `oneOf` is checked on inputs by the service itself.
    found.anyOf = [...(found.anyOf ?? []), ...options.map((option) => expand(option, place, context))];
  }
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

/** `nullable` of OpenAPI 3.0, and what vendors wrote before there was one. */
function finishNullable(value: JsonObject, schema: JsonSchema): JsonSchema {
  if (booleanAt(value, "nullable") !== true && booleanAt(value, "x-nullable") !== true) return schema;
  const options = schema.enum ? { enum: [...new Set([...schema.enum, null])] } : {};
  if (typeof schema.type === "string" && schema.type !== "null") {
    return { ...schema, ...options, type: [schema.type, "null"] };
  }
  if (schema.anyOf) return { ...schema, anyOf: [...schema.anyOf, { type: "null" }] };
  return { ...schema, ...options };
}
