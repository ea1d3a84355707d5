// The body of an operation: of the media types it may have, the one that a tool's inputs are made into.
import type { Json, JsonSchema } from "@/lib/domain/json";
import { type ExpandContext, isHidden } from "./expand-schema";
import { booleanAt, listAt, memberOf, objectAt } from "./json-access";
import { baseType, isXmlType } from "./media-types";
import type { Operation } from "./operations";
import { requiredNames, typeOf } from "./schema-keywords";

export interface OperationBody {
  mediaType: string;
  kind: "json" | "form" | "multipart" | "xml" | "text" | "bytes";
  /** True when its properties are inputs of their own. */
  isFlat: boolean;
  /** Per property of a form: the document's Encoding Object. */
  encoding: Record<string, unknown>;
  /** As the document has it: names in XML, and which texts are base64, are read from it when a call is made. */
  schema: unknown;
}

export interface ReadBody {
  body: OperationBody;
  required: boolean;
  /** The properties that are inputs of their own; null when the body is one input. */
  properties: { name: string; schema: unknown; required: boolean }[] | null;
}

/** More are one input, `body`: nobody fills in that many fields. */
const maxFlatProperties = 100;

/** In the order of how well a person can fill them in. */
const kinds: OperationBody["kind"][] = ["json", "form", "multipart", "xml", "text", "bytes"];

export function readBody(operation: Operation, context: ExpandContext): ReadBody | null {
  if (operation.method === "get" || operation.method === "head") return null;
  const requestBody = context.references.follow(memberOf(operation.source, "requestBody"))?.value;
  const contents = Object.entries(objectAt(requestBody, "content"));
  if (!requestBody || contents.length === 0) return null;
  const [first] = contents
    .map(([mediaType, media]) => ({ mediaType, media, kind: bodyKind(mediaType, media, context) }))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  if (!first) return null;
  const { media, kind } = first;
  // Documents forget the flag more often than they mean an optional body.
  const required = booleanAt(requestBody, "required") !== false;
  const schema = memberOf(media, "schema");
  const properties = kind === "text" || kind === "bytes" ? null : flatProperties(schema, context);
  return {
    body: {
      mediaType: concreteType(first.mediaType, kind),
      kind,
      isFlat: properties !== null,
      encoding: objectAt(media, "encoding"),
      schema,
    },
    required,
    properties: properties?.map((one) => ({ ...one, required: required && one.required })) ?? null,
  };
}

function bodyKind(mediaType: string, media: unknown, context: ExpandContext): OperationBody["kind"] {
  const type = baseType(mediaType);
  if (isXmlType(type)) return isStructured(memberOf(media, "schema"), context) ? "xml" : "text";
  if (type === "*/*" || /[/+.-]json$/.test(type) || /^application\/(x-amz-)?json/.test(type)) return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === "multipart/form-data") return "multipart";
  return type.startsWith("text/") ? "text" : "bytes";
}

/** True for a schema that says what is inside: an XML text is made from that. */
function isStructured(schema: unknown, { references }: ExpandContext): boolean {
  const value = references.follow(schema)?.value;
  if (!value) return false;
  const { type } = typeOf(value);
  return type === "object" || type === "array" || listAt(value, "allOf").length > 0;
}

function concreteType(mediaType: string, kind: OperationBody["kind"]): string {
  if (!mediaType.includes("*")) return mediaType;
  if (kind === "json") return "application/json";
  return kind === "text" ? "text/plain" : kind === "xml" ? "application/xml" : mediaType;
}

/** The properties of an object body, and which it must have; null when it is not a plain object. */
function flatProperties(
  schema: unknown,
  context: ExpandContext,
): { name: string; schema: unknown; required: boolean }[] | null {
  const properties = new Map<string, Json>();
  const required = new Set<string>();
  // Nested only through `allOf`; a document can't make this long.
  const open: unknown[] = [schema];
  for (let visited = 0; open.length > 0; visited += 1) {
    const value = context.references.follow(open.shift())?.value;
    if (!value || visited > 50) return null;
    if (memberOf(value, "oneOf") !== undefined || memberOf(value, "anyOf") !== undefined) return null;
    const { type } = typeOf(value);
    if (type !== undefined && type !== "object" && !(Array.isArray(type) && type.includes("object")))
      return null;
    const named = Object.entries(objectAt(value, "properties"));
    if (named.length > 2 * maxFlatProperties) return null;
    for (const [name, property] of named) {
      if (isHidden(property, context)) continue;
      // Parts that describe the same property describe it together.
      const known = properties.get(name);
      properties.set(name, known === undefined ? property : { allOf: [known, property] });
    }
    for (const name of requiredNames(value)) required.add(name);
    open.push(...listAt(value, "allOf").slice(0, 50));
  }
  if (properties.size === 0 || properties.size > maxFlatProperties) return null;
  return [...properties].map(([name, property]) => ({
    name,
    schema: property,
    required: required.has(name),
  }));
}

/** Binary parts of a form are stored files; OpenAPI 3.1 may say so by the content type alone. */
export function withFiles(schema: JsonSchema, contentType: string | null): JsonSchema {
  const isUntyped = schema.type === undefined && schema.properties === undefined && !schema.anyOf;
  const isFileType =
    contentType !== null && /^(image|audio|video|font)\/|octet-stream|pdf|zip/i.test(contentType);
  if (isBinary(schema) || (isUntyped && isFileType)) return fileInputSchema(schema);
  return schema.items && isBinary(schema.items)
    ? { ...schema, items: fileInputSchema(schema.items) }
    : schema;
}

function isBinary(schema: JsonSchema): boolean {
  const isText = schema.type === "string" || schema.type === undefined;
  return isText && (schema.format === "binary" || typeof schema.contentMediaType === "string");
}

export function fileInputSchema({ title, description }: JsonSchema): JsonSchema {
  return {
    type: "string",
    format: "file",
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
  };
}
