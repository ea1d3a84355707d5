// The inputs of an operation as a tool has them: path, query, headers, cookies and body in one flat object, and where
// each goes in the request. Derived from the document both when a tool is made and when it is called, so that the
// two always agree.
import type { Json, JsonSchema } from "@/lib/domain/json";
import { type ExpandContext, expandSchemas } from "./expand-schema";
import { inferFormat } from "./infer-format";
import { InputNames } from "./input-names";
import { objectAt, textAt } from "./json-access";
import { fileInputSchema, type OperationBody, type ReadBody, readBody, withFiles } from "./operation-body";
import type { Operation, Parameter } from "./operations";
import { pagesInputName, pagesInputSchema } from "./paging";
import { plainText } from "./plain-text";

export type InputPlace =
  | { in: "parameter"; parameter: Parameter }
  | { in: "body-property"; name: string }
  | { in: "body" }
  /** Not sent: how many pages to gather. */
  | { in: "paging" };

export interface OperationInput {
  /** The tool's name for it. */
  input: string;
  place: InputPlace;
  schema: JsonSchema;
  required: boolean;
}

export interface OperationInputs {
  inputs: OperationInput[];
  body: OperationBody | null;
  /** The header that takes the idempotency key; filled by the engine, not an input. */
  idempotencyHeader: string | null;
}

/** Set by the client itself, or by a connection. */
const ownHeaders = new Set([
  ...["accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "cookie"],
  ...["expect", "host", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"],
  ...["user-agent"],
  // Of Amazon's signatures.
  ...["x-amz-algorithm", "x-amz-content-sha256", "x-amz-credential", "x-amz-date", "x-amz-security-token"],
  ...["x-amz-signature", "x-amz-signedheaders"],
]);

const places = ["path", "query", "querystring", "header", "cookie"] as const;

export function inputsOf(operation: Operation, context: ExpandContext): OperationInputs {
  const names = new InputNames();
  const sent = sentParameters(operation);
  const body = readBody(operation, context);
  const written = bodySchemas(body);
  // Written out together: they share what a tool may hold.
  const schemas = expandSchemas([...sent.map(({ schema }) => schema), ...written], context);
  const inputs = sent.map((parameter, index): OperationInput => {
    return {
      input: names.take(readableName(parameter), parameter.in),
      place: { in: "parameter", parameter },
      schema: parameterSchema(parameter, schemas[index] ?? {}),
      required: parameter.required,
    };
  });
  if (body) inputs.push(...bodyInputs(body, schemas.slice(sent.length), names));
  const idempotency = operation.parameters.find(
    (one) => one.in === "header" && isIdempotencyHeader(one.name),
  );
  return { inputs, body: body?.body ?? null, idempotencyHeader: idempotency?.name ?? null };
}

/** The inputs, and one more for the pages of an operation that has some. */
export function withPagesInput(inputs: readonly OperationInput[]): OperationInput[] {
  const names = new InputNames();
  for (const { input } of inputs) names.take(input, "");
  const input = names.take(pagesInputName, "gather");
  return [...inputs, { input, place: { in: "paging" }, schema: pagesInputSchema, required: false }];
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

/** The parameters a caller gives, place by place; those of the path as the path has them, declared or not. */
function sentParameters({ target, parameters }: Operation): Parameter[] {
  const template = [target.path, ...target.query].join("&");
  const inPath = [...new Set([...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name))];
  const declared = parameters.filter((one) => one.in === "path");
  return places.flatMap((place) => {
    if (place === "path") return inPath.map((name) => pathParameter(name, declared));
    return parameters.filter((one) => one.in === place && !(place === "header" && isOwnHeader(one.name)));
  });
}

/** `{+name}`, `{name*}`, `{id:[0-9]+}`: what a path has between its braces, without the signs some write there. */
const plainName = (name: string) => /^[+#./;?&]?([^:*]+)/.exec(name)?.[1]?.trim() ?? name;

/** The parameter a path has under this name; a text when the document forgot to describe it. */
function pathParameter(name: string, declared: readonly Parameter[]): Parameter {
  const same = (one: Parameter, wanted: string) => one.name.toLowerCase() === wanted.toLowerCase();
  const found =
    declared.find((one) => one.name === name) ??
    declared.find((one) => same(one, plainName(name))) ??
    (declared.length === 1 ? declared[0] : undefined);
  const isWholePath = /^[+#]/.test(name);
  if (found) return { ...found, name, ...(isWholePath ? { style: "reserved" } : {}) };
  return {
    name,
    in: "path",
    required: true,
    description: "",
    style: isWholePath ? "reserved" : "simple",
    explode: false,
    allowReserved: false,
    schema: { type: "string" },
    mediaType: null,
    example: undefined,
  };
}

function readableName({ name, in: place }: Parameter): string {
  return place === "path" ? plainName(name) : name;
}

function isOwnHeader(name: string): boolean {
  return ownHeaders.has(name.toLowerCase()) || isIdempotencyHeader(name);
}

function isIdempotencyHeader(name: string): boolean {
  return /^(x-)?idempoten(cy|ce)-?key$/i.test(name);
}

function parameterSchema(parameter: Parameter, schema: JsonSchema): JsonSchema {
  const described: JsonSchema = { ...schema };
  if (parameter.description !== "") described.description = plainText(parameter.description, 1000);
  if (parameter.example !== undefined && described.examples === undefined) {
    const text = JSON.stringify(parameter.example);
    if (text.length <= 500) described.examples = [parameter.example as Json];
  }
  return inferFormat(parameter.name, described);
}

/** What is to be written out of a body: its properties, or the whole of it. */
function bodySchemas(read: ReadBody | null): unknown[] {
  if (!read) return [];
  if (read.properties) return read.properties.map(({ schema }) => schema);
  return read.body.kind === "bytes" || read.body.kind === "text" ? [] : [read.body.schema];
}

function bodyInputs(
  { body, required, properties }: ReadBody,
  schemas: readonly JsonSchema[],
  names: InputNames,
): OperationInput[] {
  if (!properties) {
    const whole = wholeSchema(body, schemas[0] ?? {});
    const schema: JsonSchema = whole.title || whole.description ? whole : { ...whole, title: "Body" };
    return [{ input: names.take("body", "request"), place: { in: "body" }, schema, required }];
  }
  return properties.map((property, index) => {
    const { name } = property;
    const schema = schemas[index] ?? {};
    return {
      input: names.take(name, "body"),
      place: { in: "body-property", name },
      schema:
        body.kind === "multipart"
          ? withFiles(schema, textAt(objectAt(body.encoding, name), "contentType"))
          : inferFormat(name, schema),
      required: property.required,
    };
  });
}

function wholeSchema({ kind, mediaType }: OperationBody, schema: JsonSchema): JsonSchema {
  if (kind === "bytes") return fileInputSchema({});
  if (kind === "multipart") return withFiles(schema, null);
  return kind === "text" ? { type: "string", title: "Body", description: `Text (${mediaType}).` } : schema;
}
