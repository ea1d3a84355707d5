// What an operation answers, as an object: a tool's output always is one.
import { isDeepStrictEqual } from "node:util";
import type { JsonSchema } from "@/lib/domain/json";
import { tableJsonSchema } from "@/lib/domain/table";
import { type ExpandContext, expandSchema, outlineSchema } from "./expand-schema";
import { memberOf, objectAt } from "./json-access";
import { isCsvType, isEventStream, isJsonType, isSequenceType, isTextType, isXmlType } from "./media-types";
import type { Operation } from "./operations";

/**
 * How an answer becomes an object. `object`: as it is. `items`: a list, as `{items}`. `value`: anything else, as
 * `{value}`. `table`: rows and columns, as `{table}`. `text`: `{text}`. `file`: stored, as
 * `{file, name, mediaType, sizeBytes}`. `status`: nothing was promised: `{status}`, and `{body}` when there was JSON
 * all the same.
 */
export type OutputShape = "object" | "items" | "value" | "table" | "text" | "file" | "status";

export interface OperationOutput {
  shape: OutputShape;
  schema: JsonSchema;
  /** For the Accept header. */
  accept: string;
  /** The media type that was promised; null for none. How an answer that names no type is read. */
  mediaType: string | null;
  /** What is promised of the body, as the document has it: names in XML are read from it. */
  source: unknown;
}

export function outputOf(operation: Operation, context: ExpandContext): OperationOutput {
  const promises = promisesOf(operation, context);
  const contents = promises.flat();
  // JSON first: it says most.
  const content = contents.find(([mediaType]) => isJsonType(mediaType)) ?? contents[0];
  if (!content || operation.method === "head") {
    const accept = "application/json, */*;q=0.5";
    return { shape: "status", schema: statusSchema, accept, mediaType: null, source: undefined };
  }
  const [mediaType, media] = content;
  const source = memberOf(media, "schema");
  const accept = `${mediaType === "*/*" ? "application/json" : mediaType}, */*;q=0.5`;
  const found = allowOthers(shapeOf(mediaType, media, context), promises, source);
  return { ...found, accept, mediaType, source };
}

function shapeOf(
  mediaType: string,
  media: unknown,
  context: ExpandContext,
): Pick<OperationOutput, "shape" | "schema"> {
  const schema = memberOf(media, "schema");
  if (isJsonType(mediaType)) return jsonOutput(schema, context);
  if (isSequenceType(mediaType)) {
    // OpenAPI 3.2 has a word for the schema of one item; before, documents give that of an item or of the list.
    const items = expandSchema(memberOf(media, "itemSchema") ?? schema, context);
    return itemsOutput(isListSchema(items) ? (items.items ?? {}) : isEventStream(mediaType) ? {} : items);
  }
  if (isXmlType(mediaType)) {
    const expanded = jsonOutput(schema, context);
    const isStructured = expanded.shape !== "value";
    return isStructured ? expanded : { shape: "text", schema: textSchema };
  }
  if (isCsvType(mediaType)) return { shape: "table", schema: csvSchema };
  return isTextType(mediaType)
    ? { shape: "text", schema: textSchema }
    : { shape: "file", schema: fileSchema };
}

/** What is promised of answers that succeed: media types with their Media Type Objects, status by status. */
function promisesOf(operation: Operation, { references }: ExpandContext): [string, unknown][][] {
  const responses = objectAt(operation.source, "responses");
  const good = Object.keys(responses)
    .filter((status) => /^2(\d\d|XX)$/i.test(status))
    .sort();
  return (good.length > 0 ? good : ["default"]).map((status) =>
    // These never have any, whatever a document says (RFC 9110).
    status === "204" || status === "205"
      ? []
      : Object.entries(objectAt(references.follow(memberOf(responses, status))?.value, "content")),
  );
}

/**
 * The schema without the members it must have, when the service may succeed with another answer as well: none at
 * all, or one described otherwise.
 */
function allowOthers(
  found: Pick<OperationOutput, "shape" | "schema">,
  promises: readonly [string, unknown][][],
  source: unknown,
): Pick<OperationOutput, "shape" | "schema"> {
  const isOnlyOne = promises.every((content) =>
    content.some(([, media]) => isDeepStrictEqual(memberOf(media, "schema"), source)),
  );
  if (isOnlyOne || (found.shape !== "object" && found.shape !== "value")) return found;
  const { required: _required, ...schema } = found.schema;
  return { ...found, schema };
}

function jsonOutput(schema: unknown, context: ExpandContext): Pick<OperationOutput, "shape" | "schema"> {
  const outline = outlineSchema(schema, context);
  if (outline.type === "string" && outline.format === "binary") return { shape: "file", schema: fileSchema };
  const expanded = expandSchema(schema, context);
  if (isListSchema(outline)) {
    const items: JsonSchema = { ...expanded, type: "array" };
    return { shape: "items", schema: { type: "object", properties: { items }, required: ["items"] } };
  }
  if (isObjectSchema(outline)) {
    // Cut off before its parts, a schema may not say what it is of.
    const schema = expanded.type || expanded.anyOf ? expanded : { ...expanded, type: "object" };
    return { shape: "object", schema };
  }
  return { shape: "value", schema: { type: "object", properties: { value: expanded }, required: ["value"] } };
}

function itemsOutput(item: JsonSchema): Pick<OperationOutput, "shape" | "schema"> {
  const items: JsonSchema = { type: "array", items: item };
  return { shape: "items", schema: { type: "object", properties: { items }, required: ["items"] } };
}

const isListSchema = (schema: JsonSchema) => schema.type === "array";

function isObjectSchema(schema: JsonSchema): boolean {
  if (schema.type !== undefined) return schema.type === "object";
  const options = schema.anyOf ?? [];
  return options.length > 0 && options.every((option) => option.type === "object");
}

const statusSchema: JsonSchema = {
  type: "object",
  properties: {
    status: { type: "integer", title: "Status", description: "The HTTP status of the answer." },
    body: { title: "Answer", description: "What the service answered, when it answered with JSON." },
  },
  required: ["status"],
};

const csvSchema: JsonSchema = {
  type: "object",
  properties: { table: { ...tableJsonSchema, title: "Table" } },
  required: ["table"],
};

const textSchema: JsonSchema = {
  type: "object",
  properties: { text: { type: "string", title: "Text", format: "text" } },
  required: ["text"],
};

const fileSchema: JsonSchema = {
  type: "object",
  properties: {
    file: { type: "string", title: "File", format: "file" },
    name: { type: "string", title: "Name" },
    mediaType: { type: "string", title: "Type" },
    sizeBytes: { type: "integer", title: "Size", description: "In bytes." },
  },
  required: ["file", "name", "mediaType", "sizeBytes"],
};
