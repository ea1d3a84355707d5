// The operations of a document, with their parameters gathered.
import type { JsonObject } from "@/lib/domain/json";
import { booleanAt, listAt, memberOf, objectAt, textAt } from "./json-access";
import type { References } from "./references";
import { keySchemesOf, requirementsOf } from "./security";

/** `query` is OpenAPI 3.2's; methods that have no word of their own are under `additionalOperations`. */
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "query", "trace"];

export interface Parameter {
  name: string;
  /** `querystring`: the whole of the query (OpenAPI 3.2). */
  in: "path" | "query" | "querystring" | "header" | "cookie";
  required: boolean;
  description: string;
  style: string;
  explode: boolean;
  allowReserved: boolean;
  schema: unknown;
  /** Set when the value is sent as text of this media type instead of by style. */
  mediaType: string | null;
  example: unknown;
}

export interface Operation {
  /** In small letters, unless it is one of `additionalOperations`. */
  method: string;
  /** As in the document: `/bookings/{reference}`. */
  path: string;
  /** What of the path goes into the address: without what a document puts behind a “#” to tell operations apart. */
  target: { path: string; query: string[] };
  operationId: string | null;
  summary: string | null;
  description: string | null;
  tags: string[];
  isDeprecated: boolean;
  parameters: Parameter[];
  /** The operation and its path item, for what is read later. */
  source: JsonObject;
  pathItem: JsonObject;
}

/** All operations, in the document's order. */
export function* operationsOf(document: JsonObject, references: References): Generator<Operation> {
  for (const [path, item] of Object.entries(objectAt(document, "paths"))) {
    const pathItem = path.startsWith("/") ? references.follow(item)?.value : undefined;
    if (!pathItem) continue;
    for (const method of methods) {
      const operation = readOperation({ path, method, pathItem }, document, references);
      if (operation) yield operation;
    }
    for (const method of Object.keys(objectAt(pathItem, "additionalOperations"))) {
      const operation = readOperation({ path, method, pathItem }, document, references);
      if (operation) yield operation;
    }
  }
}

/** One operation; null when the document does not have it. */
export function findOperation(
  document: JsonObject,
  references: References,
  { path, method }: { path: string; method: string },
): Operation | null {
  const pathItem = references.follow(memberOf(objectAt(document, "paths"), path))?.value;
  return pathItem ? readOperation({ path, method, pathItem }, document, references) : null;
}

function readOperation(
  { path, method, pathItem }: { path: string; method: string; pathItem: JsonObject },
  document: JsonObject,
  references: References,
): Operation | null {
  const isNamed = methods.includes(method);
  // A method is a word; anything else could not be sent.
  if (!isNamed && !/^[A-Za-z][A-Za-z-]{0,30}$/.test(method)) return null;
  const holder = isNamed ? pathItem : objectAt(pathItem, "additionalOperations");
  const source = references.follow(memberOf(holder, method))?.value;
  if (!source) return null;
  const parameters = gatherParameters(pathItem, source, references);
  return {
    method,
    path,
    target: targetOf(path),
    operationId: textAt(source, "operationId"),
    summary: textAt(source, "summary") ?? textAt(pathItem, "summary"),
    description: textAt(source, "description") ?? textAt(pathItem, "description"),
    tags: listAt(source, "tags").filter((tag) => typeof tag === "string"),
    isDeprecated: booleanAt(source, "deprecated") === true,
    parameters: withoutKeys(parameters, source, document, references),
    source,
    pathItem,
  };
}

/** `/x?action=list#second` → `/x` and `action=list` */
function targetOf(written: string): Operation["target"] {
  const [whole = ""] = written.split("#");
  const [path = "", ...queries] = whole.split("?");
  return { path, query: queries.flatMap((query) => query.split("&")).filter((pair) => pair !== "") };
}

/** Without parameters that are the operation's keys: a connection has those, and puts them where they belong. */
function withoutKeys(
  parameters: Parameter[],
  source: JsonObject,
  document: JsonObject,
  references: References,
): Parameter[] {
  const keys = keySchemesOf(document, references);
  if (keys.size === 0) return parameters;
  const schemes = new Set(requirementsOf(document, source).flatMap((one) => one.map(({ scheme }) => scheme)));
  return parameters.filter((parameter) => {
    const scheme = keys.get(`${parameter.in} ${parameter.name.toLowerCase()}`);
    return scheme === undefined || !schemes.has(scheme);
  });
}

/** The operation's parameters over those of its path. */
function gatherParameters(pathItem: JsonObject, source: JsonObject, references: References): Parameter[] {
  const gathered = new Map<string, Parameter>();
  for (const listed of [...listAt(pathItem, "parameters"), ...listAt(source, "parameters")]) {
    const value = references.follow(listed)?.value;
    const parameter = value && readParameter(value);
    if (parameter) gathered.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...gathered.values()];
}

function readParameter(value: JsonObject): Parameter | null {
  const name = memberOf(value, "name");
  const place = textAt(value, "in");
  if (typeof name !== "string" || name === "") return null;
  const isKnown = ["path", "query", "querystring", "header", "cookie"].includes(place ?? "");
  if (!isKnown) return null;
  const style = textAt(value, "style") ?? (place === "query" || place === "cookie" ? "form" : "simple");
  const [content] = Object.entries(objectAt(value, "content"));
  return {
    name,
    in: place as Parameter["in"],
    required: place === "path" || booleanAt(value, "required") === true,
    description: textAt(value, "description") ?? "",
    style,
    explode: booleanAt(value, "explode") ?? style === "form",
    allowReserved: booleanAt(value, "allowReserved") === true,
    schema: content ? memberOf(content[1], "schema") : memberOf(value, "schema"),
    mediaType: content ? content[0] : null,
    example: memberOf(value, "example"),
  };
}
