// The inputs of an operation as a tool has them: path, query, headers, cookies and body in one flat object, and where
// each goes in the request. Derived from the document both when a tool is made and when it is called, so that the
// two always agree.
import type { Json, JsonSchema } from "@/lib/domain/json";
import { type ExpandContext, expandSchema, isHidden, requiredNames } from "./expand-schema";
import { inferFormat } from "./infer-format";
import { booleanAt, listAt, memberOf, objectAt, textAt } from "./json-access";
import { isXmlType } from "./media-types";
import type { Operation, Parameter } from "./operations";

export type InputPlace =
  | { in: "parameter"; parameter: Parameter }
  | { in: "body-property"; name: string }
  | { in: "body" };

export interface OperationInput {
  /** The tool's name for it. */
  input: string;
  place: InputPlace;
  schema: JsonSchema;
  required: boolean;
}

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

export interface OperationInputs {
  inputs: OperationInput[];
  body: OperationBody | null;
  /** The header that takes the idempotency key; filled by the engine, not an input. */
  idempotencyHeader: string | null;
  /** Why the operation can't be called from here; null when it can. */
  problem: string | null;
}

/** More are one input, `body`: nobody fills in that many fields. */
const maxFlatProperties = 100;
const maxNameLength = 100;

/** Set by the client itself, or by a connection. */
const ownHeaders = new Set([
  ...["accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "cookie"],
  ...["expect", "host", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"],
  ...["user-agent"],
]);

export function inputsOf(operation: Operation, context: ExpandContext): OperationInputs {
  const names = new InputNames();
  const inputs: OperationInput[] = [];
  let idempotencyHeader: string | null = null;
  let problem: string | null = null;
  for (const place of ["path", "query", "header", "cookie"] as const) {
    for (const parameter of operation.parameters) {
      if (parameter.in !== place) continue;
      if (place === "header" && isIdempotencyHeader(parameter.name)) {
        idempotencyHeader = parameter.name;
        continue;
      }
      if (place === "header" && ownHeaders.has(parameter.name.toLowerCase())) continue;
      if (place === "path" && !operation.path.includes(`{${parameter.name}}`)) continue;
      inputs.push({
        input: names.take(parameter.name, place),
        place: { in: "parameter", parameter },
        schema: parameterSchema(parameter, context),
        required: parameter.required,
      });
    }
  }
  for (const [, name = ""] of operation.path.matchAll(/\{([^{}]*)\}/g)) {
    if (operation.parameters.some((one) => one.in === "path" && one.name === name)) continue;
    problem = `its path has “{${name.slice(0, 60)}}”, which no parameter describes`;
  }
  const body = readBody(operation, context);
  if (body) inputs.push(...bodyInputs(body, names, context));
  return { inputs, body: body?.body ?? null, idempotencyHeader, problem };
}

/** The tool's input schema: an object with a property per input. */
export function inputSchemaOf(inputs: readonly OperationInput[]): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(inputs.map(({ input, schema }) => [input, schema])),
    required: inputs.filter(({ required }) => required).map(({ input }) => input),
    additionalProperties: false,
  };
}

/** Names of inputs, each given once. */
class InputNames {
  readonly #taken = new Set<string>();

  /** The name itself or, when another place has taken it, the place and the name: `queryId`, `bodyId`. */
  take(name: string, place: string): string {
    const plain = name === "__proto__" || name.trim() === "" ? "value" : name.slice(0, maxNameLength);
    const placed = `${place}${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
    let chosen = this.#taken.has(plain) ? placed : plain;
    for (let count = 2; this.#taken.has(chosen); count += 1) chosen = `${placed}${count}`;
    this.#taken.add(chosen);
    return chosen;
  }
}

function isIdempotencyHeader(name: string): boolean {
  return /^(x-)?idempoten(cy|ce)-?key$/i.test(name);
}

function parameterSchema(parameter: Parameter, context: ExpandContext): JsonSchema {
  const schema = expandSchema(parameter.schema, context);
  const described: JsonSchema = { ...schema };
  if (parameter.description !== "") described.description = parameter.description.slice(0, 1000);
  if (parameter.example !== undefined && described.examples === undefined) {
    const text = JSON.stringify(parameter.example);
    if (text.length <= 500) described.examples = [parameter.example as Json];
  }
  return inferFormat(parameter.name, described);
}

interface ReadBody {
  body: OperationBody;
  schema: unknown;
  required: boolean;
}

function readBody(operation: Operation, context: ExpandContext): ReadBody | null {
  if (operation.method === "get" || operation.method === "head") return null;
  const requestBody = context.references.follow(memberOf(operation.source, "requestBody"))?.value;
  const contents = Object.entries(objectAt(requestBody, "content"));
  if (!requestBody || contents.length === 0) return null;
  const kinds: OperationBody["kind"][] = ["json", "form", "multipart", "xml", "text", "bytes"];
  const [first] = contents
    .map(([mediaType, media]) => ({ mediaType, media, kind: bodyKind(mediaType, media, context) }))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  if (!first) return null;
  const schema = memberOf(first.media, "schema");
  const hasProperties = first.kind !== "text" && first.kind !== "bytes";
  const flat = hasProperties ? flatProperties(schema, context) : null;
  return {
    body: {
      mediaType: concreteType(first.mediaType, first.kind),
      kind: first.kind,
      isFlat: flat !== null,
      encoding: objectAt(first.media, "encoding"),
      schema,
    },
    schema,
    // Documents forget the flag more often than they mean an optional body.
    required: booleanAt(requestBody, "required") !== false,
  };
}

function bodyKind(mediaType: string, media: unknown, context: ExpandContext): OperationBody["kind"] {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (isXmlType(type)) return isStructured(memberOf(media, "schema"), context) ? "xml" : "text";
  if (type === "application/json" || type.endsWith("+json") || type === "*/*") return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === "multipart/form-data") return "multipart";
  return type.startsWith("text/") ? "text" : "bytes";
}

/** True for a schema that says what is inside: an XML text is made from that. */
function isStructured(schema: unknown, context: ExpandContext): boolean {
  const { type, properties, items } = expandSchema(schema, { ...context, budget: { left: 20 } });
  return type === "object" || properties !== undefined || items !== undefined;
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
): { properties: [string, unknown][]; required: Set<string> } | null {
  const properties = new Map<string, unknown>();
  const required = new Set<string>();
  // Nested only through `allOf`; a document can't make this long.
  const open: unknown[] = [schema];
  for (let visited = 0; open.length > 0; visited += 1) {
    const value = context.references.follow(open.shift())?.value;
    if (!value || visited > 50) return null;
    if (memberOf(value, "oneOf") !== undefined || memberOf(value, "anyOf") !== undefined) return null;
    const type = memberOf(value, "type");
    if (type !== undefined && type !== "object" && !(Array.isArray(type) && type.includes("object")))
      return null;
    for (const [name, property] of Object.entries(objectAt(value, "properties"))) {
      if (!properties.has(name) && !isHidden(property, context)) properties.set(name, property);
    }
    for (const name of requiredNames(value)) required.add(name);
    open.push(...listAt(value, "allOf"));
  }
  if (properties.size === 0 || properties.size > maxFlatProperties) return null;
  return { properties: [...properties], required };
}

function bodyInputs(
  { body, schema, required }: ReadBody,
  names: InputNames,
  context: ExpandContext,
): OperationInput[] {
  const flat = body.isFlat ? flatProperties(schema, context) : null;
  if (!flat) {
    const whole = body.kind === "bytes" ? fileSchema({}) : expandSchema(schema, context);
    const typed: JsonSchema =
      body.kind === "text" && whole.type === undefined ? { ...whole, type: "string" } : whole;
    const described: JsonSchema = typed.title || typed.description ? typed : { ...typed, title: "Body" };
    return [{ input: names.take("body", "request"), place: { in: "body" }, schema: described, required }];
  }
  return flat.properties.map(([name, property]) => {
    const expanded = expandSchema(property, context);
    return {
      input: names.take(name, "body"),
      place: { in: "body-property", name },
      schema:
        body.kind === "multipart"
          ? withFiles(expanded, textAt(objectAt(body.encoding, name), "contentType"))
          : inferFormat(name, expanded),
      required: required && flat.required.has(name),
    };
  });
}

/** Binary parts of a form are stored files; OpenAPI 3.1 may say so by the content type alone. */
function withFiles(schema: JsonSchema, contentType: string | null): JsonSchema {
  const isUntyped = schema.type === undefined && schema.properties === undefined && !schema.anyOf;
  const isFileType =
    contentType !== null && /^(image|audio|video|font)\/|octet-stream|pdf|zip/i.test(contentType);
  if (isBinary(schema) || (isUntyped && isFileType)) return fileSchema(schema);
  return schema.items && isBinary(schema.items) ? { ...schema, items: fileSchema(schema.items) } : schema;
}

function isBinary(schema: JsonSchema): boolean {
  const isText = schema.type === "string" || schema.type === undefined;
  return isText && (schema.format === "binary" || typeof schema.contentMediaType === "string");
}

function fileSchema({ title, description }: JsonSchema): JsonSchema {
  return {
    type: "string",
    format: "file",
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
  };
}
