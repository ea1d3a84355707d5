// The operations of a document, with their parameters gathered.
import type { JsonObject } from "@/lib/domain/json";
import { booleanAt, listAt, memberOf, objectAt, textAt } from "./json-access";
import type { References } from "./references";

export const operationMethods = ["get", "put", "post", "delete", "options", "head", "patch"] as const;
export type OperationMethod = (typeof operationMethods)[number];

export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
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
  method: OperationMethod;
  /** As in the document: `/bookings/{reference}`. */
  path: string;
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
    const pathItem = references.follow(item)?.value;
    if (!pathItem || !path.startsWith("/")) continue;
    for (const method of operationMethods) {
      const operation = readOperation(path, method, pathItem, references);
      if (operation) yield operation;
    }
  }
}

/** One operation; null when the document does not have it. */
export function findOperation(
  document: JsonObject,
  references: References,
  place: { path: string; method: string },
): Operation | null {
  const method = operationMethods.find((one) => one === place.method);
  const pathItem = references.follow(memberOf(objectAt(document, "paths"), place.path))?.value;
  return method && pathItem ? readOperation(place.path, method, pathItem, references) : null;
}

function readOperation(
  path: string,
  method: OperationMethod,
  pathItem: JsonObject,
  references: References,
): Operation | null {
  const source = references.follow(memberOf(pathItem, method))?.value;
  if (!source) return null;
  return {
    method,
    path,
    operationId: textAt(source, "operationId"),
    summary: textAt(source, "summary") ?? textAt(pathItem, "summary"),
    description: textAt(source, "description") ?? textAt(pathItem, "description"),
    tags: listAt(source, "tags").filter((tag) => typeof tag === "string"),
    isDeprecated: booleanAt(source, "deprecated") === true,
    parameters: gatherParameters(pathItem, source, references),
    source,
    pathItem,
  };
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
  if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie") return null;
  const style = textAt(value, "style") ?? (place === "query" || place === "cookie" ? "form" : "simple");
  const [content] = Object.entries(objectAt(value, "content"));
  return {
    name,
    in: place,
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
