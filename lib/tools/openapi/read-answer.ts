// The answer of an imported operation → a tool's output, or the ToolError it stands for.
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from "@/lib/domain/json";
import type { Receipt } from "@/lib/domain/receipt";
import { storableJson } from "@/lib/domain/storable-json";
import { readCsv } from "@/lib/tools/file-read/read-csv";
import { objectsIn, tableFromObjects } from "@/lib/tools/table-from-objects";
import { type FileAccess, type GuardedResponse, ToolError } from "@/lib/tools/tool-contract";
import { evidenceOf, failureOf } from "./answer-failure";
import { baseType, isCsvType, isJsonType, isSequenceType, isTextType, isXmlType } from "./media-types";
import type { OperationInput } from "./operation-inputs";
import type { OperationOutput } from "./operation-output";
import { decodeBody, type ParsedBody, parseBody } from "./parse-body";
import type { References } from "./references";
import { storeAnswer } from "./store-answer";

export interface AnswerContext {
  /** For messages and receipts: the API's title. */
  service: string;
  output: OperationOutput;
  inputs: readonly OperationInput[];
  references: References;
  files: FileAccess;
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
  /** True when the call changes something. */
  hasEffect: boolean;
  now: Date;
}

/** The output in the shape the tool's schema promises. Throws a ToolError for every answer but 2xx. */
export async function readAnswer(response: GuardedResponse, context: AnswerContext): Promise<Json> {
  if (response.status < 200 || response.status > 299) throw failureOf(response, context);
  const { output, redact, files } = context;
  switch (output.shape) {
    case "file":
      return storableJson(await storeAnswer(response, files));
    case "text":
      return storableJson({ text: redact(decodeBody(response)) });
    case "table":
      return storableJson(await tableOutput(response, context));
    case "status":
      return storableJson(await statusOutput(response, context));
    default:
      return storableJson(structuredOutput(response, context));
  }
}

function parse(response: GuardedResponse, { output, references, redact }: AnswerContext): ParsedBody {
  return parseBody(
    redact(decodeBody(response)),
    { actual: response.headers["content-type"] ?? "", promised: output.mediaType },
    { schema: output.source, references },
  );
}

/** Nothing was promised: what came, as far as it can be told. */
async function statusOutput(response: GuardedResponse, context: AnswerContext): Promise<JsonObject> {
  const { status, body, headers } = response;
  if (body.length === 0) return { status };
  const type = headers["content-type"] ?? "";
  if (!isReadable(type)) return { status, body: await storeAnswer(response, context.files) };
  const parsed = parse(response, context);
  if (parsed.kind === "value") return { status, body: parsed.value };
  const text = context.redact(decodeBody(response));
  return text.trim() === "" || /html/i.test(type) ? { status } : { status, body: text };
}

const isReadable = (type: string) =>
  type === "" || isJsonType(type) || isSequenceType(type) || isTextType(type) || isXmlType(type);

async function tableOutput(response: GuardedResponse, context: AnswerContext): Promise<JsonObject> {
  const { service, files, redact } = context;
  const type = response.headers["content-type"] ?? "";
  const text = redact(decodeBody(response));
  if (text.trim() === "") return { table: { ...(await files.writeTable([], [])) } };
  if (isJsonType(type)) {
    const parsed = parse(response, context);
    const objects = parsed.kind === "value" ? objectsIn(parsed.value) : null;
    if (objects) {
      const { columns, rows } = tableFromObjects(objects);
      return { table: { ...(await files.writeTable(columns, rows)) } };
    }
  }
  const isTabs = /tab-separated/.test(isCsvType(type) ? type : (context.output.mediaType ?? ""));
  try {
    const options = { name: `the answer of ${service}`, ...(isTabs ? { delimiter: "\t" as const } : {}) };
    const { columns, rows } = await readCsv(text, options);
    return { table: { ...(await files.writeTable(columns, rows)) } };
  } catch (error) {
    if (!(error instanceof ToolError) || error.kind !== "bad-input") throw error;
    throw brokenPromise(response, context, `with a table that can't be read: ${error.message}`);
  }
}

function structuredOutput(response: GuardedResponse, context: AnswerContext): JsonObject {
  const { output } = context;
  const { shape, schema } = output;
  const parsed = parse(response, context);
  if (parsed.kind === "empty") return emptyOutput(response, context);
  if (parsed.kind === "broken") {
    const type = baseType(response.headers["content-type"] ?? "");
    const said = isReadable(type) ? "" : ` (it is called ${type.slice(0, 60)})`;
    throw brokenPromise(response, context, `with ${parsed.problem}${said}`);
  }
  const { value } = parsed;
  if (shape === "object" && !isJsonObject(value)) {
    throw brokenPromise(response, context, "with something else than an object, which its document promises");
  }
  if (shape === "items" && !Array.isArray(value)) {
    throw brokenPromise(response, context, "with something else than a list, which its document promises");
  }
  const wrapped: JsonObject =
    shape === "object" && isJsonObject(value) ? value : shape === "items" ? { items: value } : { value };
  const tidy = withoutStrayNulls(wrapped, schema);
  return isJsonObject(tidy) ? tidy : {};
}

/** Nothing came. That is an answer where nothing has to be in it. */
function emptyOutput(response: GuardedResponse, context: AnswerContext): JsonObject {
  const { shape, schema } = context.output;
  if (shape === "items") return { items: [] };
  if ((schema.required ?? []).length === 0) return {};
  throw brokenPromise(response, context, "with nothing, where its document promises content");
}

function brokenPromise(response: GuardedResponse, context: AnswerContext, how: string): ToolError {
  const { service, redact, hasEffect, now } = context;
  const ended = /[.!?]$/.test(how) ? how : `${how}.`;
  return new ToolError("broken-tool", `${service} answered ${response.status} ${ended}`, {
    evidence: evidenceOf(response, { redact, now }),
    effectUncertain: hasEffect,
  });
}

/**
 * Without members that are null where the document allows none and needs none: that is how many services say
 * "absent", and the difference is nobody's concern.
 */
function withoutStrayNulls(value: Json, schema: JsonSchema | undefined): Json {
  if (Array.isArray(value)) return value.map((item) => withoutStrayNulls(item, schema?.items));
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
    const inner =
      schema?.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    const isStray =
      member === null && inner !== undefined && !allowsNull(inner) && !schema?.required?.includes(name);
    return isStray ? [] : [[name, withoutStrayNulls(member, inner)]];
  });
  return Object.fromEntries(kept);
}

function allowsNull({ type, anyOf, allOf }: JsonSchema): boolean {
  if (type !== undefined) return type === "null" || (Array.isArray(type) && type.includes("null"));
  return anyOf === undefined ? allOf === undefined : anyOf.some(allowsNull);
}

/** What the service gave as evidence of an effect: its own name for what it did. */
export function receiptOf(response: GuardedResponse, output: Json, service: string): Receipt {
  const named = isJsonObject(output) ? referenceIn(output) : null;
  const reference = named ?? response.headers.location ?? `HTTP ${response.status}`;
  return { reference: reference.slice(0, 200), service, detail: { status: response.status } };
}

function referenceIn(output: JsonObject): string | null {
  const names = Object.keys(output);
  const preferred = [/reference$/i, /confirmation/i, /^id$/i, /(number|code|Id|_id|sid|uuid)$/];
  for (const pattern of preferred) {
    for (const name of names) {
      const value = output[name];
      if (pattern.test(name) && (typeof value === "string" || typeof value === "number") && value !== "")
        return String(value);
    }
  }
  // One level down: `{booking: {reference}}`.
  for (const name of names) {
    const inner = output[name];
    if (isJsonObject(inner) && names.length <= 3) return referenceIn(inner);
  }
  return null;
}
