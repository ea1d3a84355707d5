// A tool's inputs → the HTTP request of its operation.
import { fileIdSchema } from "@/lib/domain/ids";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { type FileAccess, ToolError } from "@/lib/tools/tool-contract";
import { booleanAt, objectAt, textAt } from "./json-access";
import type { OperationBody, OperationInput, OperationInputs } from "./operation-inputs";
import type { Parameter } from "./operations";
import {
  encodeStrictly,
  serializeCookie,
  serializeHeader,
  serializePath,
  serializeQuery,
} from "./serialize-parameter";

/** A request still without its credentials. */
export interface RequestDraft {
  path: string;
  query: string[];
  headers: Record<string, string>;
  cookies: string[];
  body: string | Buffer | null;
}

/** Throws a `bad-input` ToolError for a value that can't be put where it belongs. */
export async function draftRequest(
  path: string,
  { inputs, body }: OperationInputs,
  values: JsonObject,
  files: FileAccess,
): Promise<RequestDraft> {
  const draft: RequestDraft = { path, query: [], headers: {}, cookies: [], body: null };
  const segments = new Map<string, string>();
  for (const input of inputs) {
    const value = givenValue(input, values);
    if (value === undefined || input.place.in !== "parameter") continue;
    const { parameter } = input.place;
    if (parameter.in === "path") segments.set(parameter.name, pathText(input.input, parameter, value));
    else placeParameter(draft, parameter, value);
  }
  draft.path = fillPath(path, segments);
  if (body) await writeBody(draft, body, inputs, values, files);
  return draft;
}

/** What was given for an input; undefined for nothing, and for null where nothing is needed. */
function givenValue({ input, required, schema }: OperationInput, values: JsonObject): Json | undefined {
  const value = Object.hasOwn(values, input) ? values[input] : undefined;
  const takesNull = Array.isArray(schema.type) && schema.type.includes("null");
  return value === null && !required && !takesNull ? undefined : value;
}

function styleOf({ name, style, explode, allowReserved }: Parameter) {
  return { name, style, explode, allowReserved };
}

function pathText(input: string, parameter: Parameter, value: Json): string {
  const text =
    parameter.mediaType === null
      ? serializePath(value, styleOf(parameter))
      : encodeStrictly(JSON.stringify(value));
  if (text === "") throw new ToolError("bad-input", `“${input}” is empty, but it is a part of the address.`);
  return text;
}

/**
 * The path with its parameters. A value can't leave its place: `/` is encoded, and a segment that would become
 * `.` or `..` is refused, as it would call another operation (A2).
 */
function fillPath(template: string, segments: ReadonlyMap<string, string>): string {
  const filled = template.replace(/\{([^{}]*)\}/g, (whole, name: string) => segments.get(name) ?? whole);
  for (const segment of filled.split("/")) {
    if (/^(\.|%2e){1,2}$/i.test(segment)) {
      throw new ToolError(
        "bad-input",
        `“${segment}” can't be a part of the address: it stands for another place.`,
      );
    }
  }
  return filled;
}

function placeParameter(draft: RequestDraft, parameter: Parameter, value: Json): void {
  const { name, mediaType } = parameter;
  switch (parameter.in) {
    case "query":
      if (mediaType === null) draft.query.push(...serializeQuery(value, styleOf(parameter)));
      else draft.query.push(`${encodeStrictly(name)}=${encodeStrictly(JSON.stringify(value))}`);
      return;
    case "header":
      draft.headers[name.toLowerCase()] =
        mediaType === null ? serializeHeader(value, styleOf(parameter)) : JSON.stringify(value);
      return;
    case "cookie":
      draft.cookies.push(...serializeCookie(value, styleOf(parameter)));
      return;
    case "path":
      return;
    default:
      parameter.in satisfies never;
  }
}

async function writeBody(
  draft: RequestDraft,
  body: OperationBody,
  inputs: readonly OperationInput[],
  values: JsonObject,
  files: FileAccess,
): Promise<void> {
  const value = bodyValue(body, inputs, values);
  if (value === undefined) return;
  draft.headers["content-type"] = body.mediaType;
  switch (body.kind) {
    case "json":
      draft.body = JSON.stringify(value);
      return;
    case "form":
      draft.body = formPairs(value, body).join("&");
      return;
    case "multipart": {
      // The platform's own encoder makes the boundary, and escapes names.
      const encoded = new Response(await multipartForm(value, body, files));
      draft.headers["content-type"] = encoded.headers.get("content-type") ?? body.mediaType;
      draft.body = Buffer.from(await encoded.arrayBuffer());
      return;
    }
    case "text":
      draft.body = typeof value === "string" ? value : JSON.stringify(value);
      return;
    case "bytes":
      draft.body = (await readFile(value, files)).bytes;
      return;
    default:
      body.kind satisfies never;
  }
}

/** The body as one value; undefined when nothing was given for it. */
function bodyValue(
  body: OperationBody,
  inputs: readonly OperationInput[],
  values: JsonObject,
): Json | undefined {
  const parts = inputs.filter(({ place }) => place.in === (body.isFlat ? "body-property" : "body"));
  if (!body.isFlat) return parts[0] && givenValue(parts[0], values);
  const fields = parts.flatMap((input): [string, Json][] => {
    const value = givenValue(input, values);
    return value === undefined || input.place.in !== "body-property" ? [] : [[input.place.name, value]];
  });
  const isNeeded = parts.some(({ required }) => required);
  return fields.length === 0 && !isNeeded ? undefined : Object.fromEntries(fields);
}

function fieldsOf(value: Json): [string, Json][] {
  return isJsonObject(value) ? Object.entries(value) : [["value", value]];
}

function formPairs(value: Json, body: OperationBody): string[] {
  return fieldsOf(value).flatMap(([name, field]) => {
    const encoding = objectAt(body.encoding, name);
    const style = textAt(encoding, "style");
    const isNested = isJsonObject(field) && style === null;
    if (isNested) return [`${encodeStrictly(name)}=${encodeStrictly(JSON.stringify(field))}`];
    const explode = booleanAt(encoding, "explode") ?? (style ?? "form") === "form";
    return serializeQuery(field, { name, style: style ?? "form", explode });
  });
}

async function multipartForm(value: Json, body: OperationBody, files: FileAccess): Promise<FormData> {
  const form = new FormData();
  for (const [name, field] of fieldsOf(value)) {
    for (const part of Array.isArray(field) ? field : [field]) {
      if (fileIdSchema.safeParse(part).success) {
        const file = await readFile(part, files);
        form.append(name, new Blob([new Uint8Array(file.bytes)], { type: file.mediaType }), file.name);
      } else if (typeof part === "object" && part !== null) {
        const type = textAt(objectAt(body.encoding, name), "contentType") ?? "application/json";
        form.append(name, new Blob([JSON.stringify(part)], { type }));
      } else {
        form.append(name, String(part));
      }
    }
  }
  return form;
}

async function readFile(
  value: Json,
  files: FileAccess,
): Promise<{ name: string; mediaType: string; bytes: Buffer }> {
  const id = fileIdSchema.safeParse(value);
  if (!id.success)
    throw new ToolError("bad-input", "A file is needed here; choose one from an earlier step or an upload.");
  const { name, mediaType } = await files.describe(id.data);
  return { name, mediaType, bytes: await files.read(id.data) };
}
