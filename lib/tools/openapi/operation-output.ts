// What an operation answers, as an object: a tool's output always is one.
import type { JsonObject, JsonSchema } from "@/lib/domain/json";
import { type ExpandContext, expandSchema } from "./expand-schema";
import { inferFormat } from "./infer-format";
import { memberOf, objectAt } from "./json-access";
import type { Operation } from "./operations";

/**
 * How an answer becomes an object. `object`: as it is. `items`: a list, as `{items}`. `value`: anything else, as
 * `{value}`. `text`: `{text}`. `file`: stored, as `{file, name, mediaType, sizeBytes}`. `status`: nothing was
 * promised: `{status}`, and `{body}` when there was JSON all the same.
 */
export type OutputShape = "object" | "items" | "value" | "text" | "file" | "status";

export interface OperationOutput {
  shape: OutputShape;
  schema: JsonSchema;
  /** For the Accept header. */
  accept: string;
}

export function outputOf(operation: Operation, context: ExpandContext): OperationOutput {
  const content = answerContent(operation, context);
  if (!content) return { shape: "status", schema: statusSchema, accept: "application/json, */*;q=0.5" };
  const [mediaType, media] = content;
  if (isJsonType(mediaType)) {
    return { ...jsonOutput(memberOf(media, "schema"), context), accept: "application/json, */*;q=0.5" };
  }
  const accept = `${mediaType}, */*;q=0.5`;
  return isTextType(mediaType)
    ? { shape: "text", schema: textSchema, accept }
    : { shape: "file", schema: fileSchema, accept };
}

/** True for JSON and for the types built on it. */
export function isJsonType(mediaType: string): boolean {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  return type === "application/json" || type === "text/json" || type.endsWith("+json") || type === "*/*";
}

/** True for types people can read. */
export function isTextType(mediaType: string): boolean {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || /(^|[/+])(xml|yaml|csv)$/.test(type) || type === "application/x-ndjson";
}

/** The first 2xx answer with JSON, else the first with any content: media type and Media Type Object. */
function answerContent(operation: Operation, { references }: ExpandContext): [string, unknown] | null {
  const responses = objectAt(operation.source, "responses");
  const good = Object.keys(responses)
    .filter((status) => /^2(\d\d|XX)$/i.test(status))
    .sort();
  const contents = (good.length > 0 ? good : ["default"]).map((status) =>
    objectAt(references.follow(memberOf(responses, status))?.value, "content"),
  );
  const all = contents.flatMap((content: JsonObject) => Object.entries(content));
  return all.find(([mediaType]) => isJsonType(mediaType)) ?? all[0] ?? null;
}

function jsonOutput(schema: unknown, context: ExpandContext): Pick<OperationOutput, "shape" | "schema"> {
  const expanded = withFormats(expandSchema(schema, context));
  if (isListSchema(expanded)) {
    const items: JsonSchema = { ...expanded, type: "array" };
    return { shape: "items", schema: { type: "object", properties: { items }, required: ["items"] } };
  }
  if (isObjectSchema(expanded)) return { shape: "object", schema: expanded };
  return { shape: "value", schema: { type: "object", properties: { value: expanded }, required: ["value"] } };
}

const isListSchema = (schema: JsonSchema) => schema.type === "array";

function isObjectSchema(schema: JsonSchema): boolean {
  if (schema.type !== undefined) return schema.type === "object";
  const options = schema.anyOf ?? [];
  return options.length > 0 && options.every((option) => option.type === "object");
}

/** Formats inferred for properties, as for inputs: what flows from one step to the next is found by them. */
function withFormats(schema: JsonSchema): JsonSchema {
  const result: JsonSchema = { ...schema };
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [
        name,
        inferFormat(name, withFormats(property)),
      ]),
    );
  }
  if (schema.items) result.items = withFormats(schema.items);
  return result;
}

const statusSchema: JsonSchema = {
  type: "object",
  properties: {
    status: { type: "integer", title: "Status", description: "The HTTP status of the answer." },
    body: { title: "Answer", description: "What the service answered, when it answered with JSON." },
  },
  required: ["status"],
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
