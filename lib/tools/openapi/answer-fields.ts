// The fields of an answer near its top, as its document describes them.
import type { JsonObject } from "@/lib/domain/json";
import { listAt, memberOf, objectAt, textAt } from "./json-access";
import { splitWords } from "./names";
import type { OperationOutput } from "./operation-output";
import type { Operation } from "./operations";
import type { OutputPath } from "./paging";
import type { References } from "./references";
import { typeOf } from "./schema-keywords";

export interface AnswerField {
  path: OutputPath;
  /** Names in small letters and digits alone: its own, that of the object it is in, and of the one around that. */
  name: string;
  parent: string;
  grandparent: string;
  kind: "value" | "list" | "object";
  /** Empty when the document doesn't say. */
  type: string;
  format: string;
  description: string;
  /** Of a list: true when its items are objects. */
  holdsObjects: boolean;
}

const maxDepth = 3;
const maxFields = 400;
const maxParts = 20;

/** Many operations have the same answer. */
const knownFields = new WeakMap<JsonObject, AnswerField[]>();

/** The fields of an answer that is an object, from the outside in. */
export function fieldsOfAnswer({ shape, source }: OperationOutput, references: References): AnswerField[] {
  const value = shape === "object" ? references.follow(source)?.value : undefined;
  if (!value) return [];
  const known = knownFields.get(value) ?? readFields(value, references);
  knownFields.set(value, known);
  return known;
}

function readFields(source: JsonObject, references: References): AnswerField[] {
  const found: AnswerField[] = [];
  const open: { schema: unknown; path: OutputPath }[] = [{ schema: source, path: [] }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const [key, property] of membersOf(next.schema, references)) {
      if (found.length >= maxFields) return found;
      const path = [...next.path, key];
      const field = fieldOf(path, property, references);
      found.push(field);
      if (field.kind === "object" && path.length < maxDepth) open.push({ schema: property, path });
    }
  }
  return found;
}

/** The properties of a schema and of the parts of its `allOf`. */
function membersOf(schema: unknown, references: References): Map<string, unknown> {
  const members = new Map<string, unknown>();
  const open: unknown[] = [schema];
  for (let visited = 0; open.length > 0 && visited < maxParts; visited += 1) {
    const value = references.follow(open.shift())?.value;
    for (const [name, property] of Object.entries(objectAt(value, "properties"))) {
      if (!members.has(name) && name !== "__proto__") members.set(name, property);
    }
    open.push(...listAt(value, "allOf"));
  }
  return members;
}

function fieldOf(path: OutputPath, schema: unknown, references: References): AnswerField {
  const value: JsonObject = references.follow(schema)?.value ?? {};
  const [name = "", parent = "", grandparent = ""] = path.toReversed().map(plain);
  const { type, items } = kindOf(schema, references);
  return {
    path,
    name,
    parent,
    grandparent,
    kind: type === "array" ? "list" : type === "object" ? "object" : "value",
    type,
    format: textAt(value, "format") ?? "",
    description: (textAt(value, "description") ?? "").slice(0, 300),
    holdsObjects: type === "array" && ["object", ""].includes(kindOf(items, references).type),
  };
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** What a schema is of, and what its items are: by itself, or by the first of its parts that says so. */
function kindOf(
  schema: unknown,
  references: References,
  seen = new Set<unknown>(),
): { type: string; items: unknown } {
  const value = references.follow(schema)?.value;
  if (!value || seen.has(value) || seen.size > maxParts) return { type: "", items: undefined };
  seen.add(value);
  const type = [typeOf(value).type ?? []].flat().find((one) => one !== "null");
  if (type !== undefined) return { type, items: memberOf(value, "items") };
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    for (const part of listAt(value, keyword).slice(0, maxParts)) {
      const found = kindOf(part, references, seen);
      if (found.type !== "" && found.type !== "null") return found;
    }
  }
  return { type: "", items: undefined };
}

const usualNames = new Set(
  "items data results result records entries values list elements rows content objects hits resources value docs collection members nodes edges".split(
    " ",
  ),
);
/** Lists that come with an answer and are not what it is about. */
const besideNames =
  /^(errors?|warnings?|messages?|links?|facets?|aggregations?|included|includes|columns|headers?|fields|scopes|unreachable|tags|breadcrumbs?|sort|orders?by|filters?|buckets|failures|notices|notifications?settings)$/;

/** The list an answer is about; null when there is none, or no telling which it is. */
export function pickItems(fields: readonly AnswerField[], operation: Operation): OutputPath | null {
  const nouns = new Set(lastWords(operation));
  const lists = fields.filter(({ kind }) => kind === "list");
  const scored = lists.flatMap((field) => {
    const stems = splitWords(field.path.at(-1) ?? "").map(stemOf);
    const named = (stems.some((stem) => nouns.has(stem)) ? 4 : 0) + (usualNames.has(field.name) ? 3 : 0);
    if (besideNames.test(field.name) && named < 4) return [];
    return [{ path: field.path, named, score: named + (field.holdsObjects ? 2 : 0) - 2 * field.path.length }];
  });
  const [best, second] = scored.toSorted((a, b) => b.score - a.score);
  // Two of which neither is called anything: it could be either.
  const isUnclear = best?.named === 0 && second?.score === best.score;
  return best && !isUnclear ? best.path : null;
}

const stemOf = (word: string) => word.replace(/ies$/, "y").replace(/s$/, "");

/** The words that say what an operation lists: of the last fixed part of its path, and of its id. */
function lastWords({ target, operationId }: Operation): string[] {
  const segments = target.path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  return [...splitWords(segments.at(-1) ?? ""), ...splitWords(operationId ?? "").slice(1)].map(stemOf);
}
