// A tool's inputs → the HTTP request of its operation.
import type { Json, JsonObject } from "@/lib/domain/json";
import { ToolError } from "@/lib/tools/tool-contract";
import { type EncodeContext, encodeBody } from "./encode-body";
import { baseType, isJsonType } from "./media-types";
import type { OperationBody } from "./operation-body";
import type { OperationInput, OperationInputs } from "./operation-inputs";
import type { Operation, Parameter } from "./operations";
import {
  encodeStrictly,
  scalarText,
  serializeCookie,
  serializeHeader,
  serializePath,
  serializeQuery,
} from "./serialize-parameter";
import type { SignableRequest } from "./sign-aws";

/** A request still without its credentials. */
export interface RequestDraft {
  path: string;
  query: string[];
  headers: Record<string, string>;
  cookies: string[];
  body: string | Buffer | null;
  /** The headers with a signature over all of the request, when that is how it proves who sends it. */
  sign: ((request: SignableRequest) => Record<string, string>) | null;
}

/** Throws a `bad-input` ToolError for a value that can't be put where it belongs. */
export async function draftRequest(
  target: Operation["target"],
  { inputs, body }: OperationInputs,
  values: JsonObject,
  context: EncodeContext,
): Promise<RequestDraft> {
  const draft: RequestDraft = {
    path: target.path,
    query: [],
    headers: {},
    cookies: [],
    body: null,
    sign: null,
  };
  const segments = new Map<string, string>();
  for (const input of inputs) {
    const value = givenValue(input, values);
    // A null says in a JSON body what it says; anywhere else it says nothing.
    if (value === undefined || value === null || input.place.in !== "parameter") continue;
    const { parameter } = input.place;
    if (parameter.in === "path") segments.set(parameter.name, pathText(input.input, parameter, value));
    else placeParameter(draft, { input: input.input, parameter, value });
  }
  draft.path = fillPath(target.path, segments);
  // What the document has as a part of the path comes before what is given.
  draft.query.unshift(...target.query.map((pair) => fillTemplate(pair, segments)));
  const value = body && bodyValue(body, inputs, values);
  if (body && value !== undefined && value !== null) {
    const { content, contentType } = await encodeBody(body, value, context);
    draft.body = content;
    draft.headers["content-type"] = contentType;
  }
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

/** The text of a parameter whose value is content of a media type. */
function contentText(value: Json, mediaType: string): string {
  if (isJsonType(mediaType)) return JSON.stringify(value);
  if (baseType(mediaType) === "application/x-www-form-urlencoded") {
    return serializeQuery(value, { name: "value", style: "form", explode: true }).join("&");
  }
  return scalarText(value);
}

/** The whole query as one value: a form's fields, or a text that must be encoded. */
function wholeQuery(value: Json, mediaType: string | null): string {
  const isForm = mediaType === null || baseType(mediaType) === "application/x-www-form-urlencoded";
  return isForm && typeof value === "object"
    ? serializeQuery(value, { name: "value", style: "form", explode: true }).join("&")
    : encodeStrictly(contentText(value, mediaType ?? "text/plain"));
}

function pathText(input: string, parameter: Parameter, value: Json): string {
  const { mediaType } = parameter;
  const text =
    mediaType === null
      ? serializePath(value, styleOf(parameter))
      : encodeStrictly(contentText(value, mediaType));
  if (text === "") throw new ToolError("bad-input", `“${input}” is empty, but it is a part of the address.`);
  return text;
}

/**
 * The path with its parameters. A value can't leave its place: `/` is encoded, and a segment that would become
 * `.` or `..` is refused, as it would call another operation (A2).
 */
function fillPath(template: string, segments: ReadonlyMap<string, string>): string {
  const filled = fillTemplate(template, segments);
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

function fillTemplate(template: string, segments: ReadonlyMap<string, string>): string {
  return template.replace(/\{([^{}]*)\}/g, (whole, name: string) => segments.get(name) ?? whole);
}

function placeParameter(
  draft: RequestDraft,
  { input, parameter, value }: { input: string; parameter: Parameter; value: Json },
): void {
  const { name, mediaType } = parameter;
  switch (parameter.in) {
    case "query":
      if (mediaType === null) draft.query.push(...serializeQuery(value, styleOf(parameter)));
      else draft.query.push(`${encodeStrictly(name)}=${encodeStrictly(contentText(value, mediaType))}`);
      return;
    case "querystring":
      draft.query.push(wholeQuery(value, mediaType));
      return;
    case "header": {
      const text =
        mediaType === null ? serializeHeader(value, styleOf(parameter)) : contentText(value, mediaType);
      if (text !== null) draft.headers[headerName(name)] = checkedHeader(input, text);
      return;
    }
    case "cookie":
      draft.cookies.push(
        ...(mediaType === null
          ? serializeCookie(value, styleOf(parameter)).map((pair) => checkedCookie(input, pair))
          : [`${encodeStrictly(name)}=${encodeStrictly(contentText(value, mediaType))}`]),
      );
      return;
    case "path":
      return;
    default:
      parameter.in satisfies never;
  }
}

function headerName(name: string): string {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return name.toLowerCase();
  throw new ToolError(
    "broken-tool",
    `The document has a header “${name.slice(0, 60)}”, which can't be sent.`,
  );
}

/** A header's text is one line of Latin letters; anything else would be cut, changed, or a header of its own. */
function checkedHeader(input: string, text: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) return text;
  const why = /[\r\n]/.test(text) ? "a line break" : "characters";
  throw new ToolError("bad-input", `“${input}” holds ${why} that can't be sent in a header.`);
}

/** Encoded pairs pass; one that is sent as it is must not end the cookie. */
function checkedCookie(input: string, pair: string): string {
  if (/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e,"]*$/.test(pair)) return pair;
  throw new ToolError("bad-input", `“${input}” holds characters that can't be sent in a cookie.`);
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
