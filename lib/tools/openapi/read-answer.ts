// The answer of an imported operation → a tool's output, or the ToolError it stands for.
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from "@/lib/domain/json";
import type { Receipt } from "@/lib/domain/run-event";
import { storableJson } from "@/lib/domain/storable-json";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { type FileAccess, type GuardedResponse, ToolError } from "@/lib/tools/tool-contract";
import { listAt, memberOf, textAt } from "./json-access";
import { isJsonType, isTextType, type OperationOutput } from "./operation-output";

export interface AnswerContext {
  /** For messages and receipts: the API's title. */
  service: string;
  output: OperationOutput;
  files: FileAccess;
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
  /** True when the call changes something. */
  hasEffect: boolean;
}

/** The output in the shape the tool's schema promises. Throws a ToolError for every answer but 2xx. */
export async function readAnswer(response: GuardedResponse, context: AnswerContext): Promise<Json> {
  if (response.status < 200 || response.status > 299) throw failureOf(response, context);
  const { output, redact, service, hasEffect } = context;
  const { shape } = output;
  if (shape === "file") return storeAnswer(response, context);
  const text = redact(response.body.toString("utf8"));
  if (shape === "text") return storableJson({ text: text.replace(/^\uFEFF/, "") });
  const parsed = parseJson(text);
  if (shape === "status") {
    return storableJson({ status: response.status, ...(parsed === undefined ? {} : { body: parsed }) });
  }
  if (parsed === undefined) {
    if (text.trim() === "" && shape === "object") return {};
    throw new ToolError(
      "broken-tool",
      `${service} answered ${response.status} with something that is not JSON, which its document promises.`,
      { evidence: evidenceOf(response, redact), effectUncertain: hasEffect },
    );
  }
  const isPromised =
    shape === "object" ? isJsonObject(parsed) : shape === "items" ? Array.isArray(parsed) : true;
  if (!isPromised) {
    const promised = shape === "object" ? "an object" : "a list";
    throw new ToolError(
      "broken-tool",
      `${service} did not answer with ${promised}, as its document promises.`,
      {
        evidence: evidenceOf(response, redact),
        effectUncertain: hasEffect,
      },
    );
  }
  const wrapped = shape === "object" ? parsed : shape === "items" ? { items: parsed } : { value: parsed };
  return storableJson(withoutStrayNulls(wrapped, output.schema));
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

async function storeAnswer(response: GuardedResponse, { files }: AnswerContext): Promise<Json> {
  const mediaType = response.headers["content-type"]?.split(";")[0]?.trim() || "application/octet-stream";
  const disposition = response.headers["content-disposition"] ?? "";
  const named = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  const last = new URL(response.url).pathname.split("/").at(-1) ?? "";
  // A name to show, never a path: the file is found by its id (P5).
  const name = (named ?? last).replace(/[/\\\p{Cc}]/gu, "_").slice(0, 120) || "download";
  const file = await files.write({ name, mediaType, bytes: response.body });
  return { file: file.id, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes };
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

const kindOfStatus: Record<number, ToolErrorKind> = {
  400: "bad-input",
  401: "credentials",
  402: "refused",
  403: "refused",
  404: "not-found",
  405: "broken-tool",
  406: "broken-tool",
  408: "timeout",
  409: "bad-input",
  410: "not-found",
  413: "bad-input",
  415: "broken-tool",
  422: "bad-input",
  425: "transient",
  429: "quota",
  501: "broken-tool",
};

const adviceOfKind: Partial<Record<ToolErrorKind, string>> = {
  credentials: "Check the connection's credentials.",
  quota: "Its limit is reached; try again later.",
};

/** Statuses after which a change may have been made all the same. */
const uncertainStatuses = new Set([408, 500, 502, 504]);

function failureOf(response: GuardedResponse, { service, redact, hasEffect }: AnswerContext): ToolError {
  const { status } = response;
  const known = kindOfStatus[status];
  const kind = known ?? (status >= 500 ? "transient" : status >= 400 ? "bad-input" : "broken-tool");
  const reason = reasonIn(
    redact(response.body.toString("utf8", 0, 20_000)),
    response.headers["content-type"] ?? "",
  );
  const said = reason === null ? "." : `: ${/[.!?…]$/.test(reason) ? reason : `${reason}.`}`;
  const advice = adviceOfKind[kind];
  const message = `${service} answered ${status}${describeStatus(status)}${said}${advice ? ` ${advice}` : ""}`;
  return new ToolError(kind, message, {
    evidence: evidenceOf(response, redact),
    effectUncertain: hasEffect && uncertainStatuses.has(status),
  });
}

function describeStatus(status: number): string {
  const names: Record<number, string> = {
    401: "not signed in",
    403: "not allowed",
    404: "not found",
    409: "conflict",
    429: "too many requests",
    503: "not available",
  };
  const name = names[status];
  return name === undefined ? "" : ` (${name})`;
}

/** The sentence in an error answer: problem details (RFC 9457) first, then what other services use. */
function reasonIn(text: string, mediaType: string): string | null {
  const parsed = parseJson(text);
  const reason = parsed === undefined ? plainReason(text, mediaType) : jsonReason(parsed);
  const tidy = reason?.replace(/\s+/g, " ").trim() ?? "";
  return tidy === "" ? null : tidy.length > 300 ? `${tidy.slice(0, 299)}…` : tidy;
}

function plainReason(text: string, mediaType: string): string | null {
  return isTextType(mediaType) && !/html/i.test(mediaType) && !text.trimStart().startsWith("<") ? text : null;
}

function jsonReason(value: Json): string | null {
  if (typeof value === "string") return value;
  const title = textAt(value, "title");
  const detail = textAt(value, "detail");
  const main = title && detail ? `${title.replace(/\.$/, "")}. ${detail}` : (detail ?? title);
  const inner = memberOf(value, "error");
  const spoken =
    main ??
    textAt(value, "message") ??
    textAt(value, "error_description") ??
    (inner === undefined ? null : jsonReason(inner));
  const problems = listAt(value, "errors")
    .slice(0, 5)
    .flatMap((problem) => fieldProblem(problem) ?? []);
  const all = [spoken, ...problems].filter((one) => one !== null);
  return all.length === 0 ? null : all.join("; ");
}

function fieldProblem(problem: Json): string | null {
  if (typeof problem === "string") return problem;
  const place = textAt(problem, "pointer") ?? textAt(problem, "field") ?? textAt(problem, "path");
  const text = textAt(problem, "detail") ?? textAt(problem, "message") ?? textAt(problem, "msg");
  return text === null ? null : place === null ? text : `${place}: ${text}`;
}

/** What was answered, for a person who looks closer: cut short, without secrets. */
function evidenceOf(response: GuardedResponse, redact: (text: string) => string): Json {
  const type = response.headers["content-type"] ?? "";
  const retryAfter = response.headers["retry-after"];
  const isReadable = isJsonType(type) || isTextType(type) || type === "";
  return storableJson({
    status: response.status,
    ...(isReadable
      ? { body: redact(response.body.toString("utf8", 0, 20_000)).slice(0, 2000) }
      : { mediaType: type.slice(0, 100) }),
    ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfterSeconds(retryAfter) }),
  });
}

/** Seconds, from a number or a date; null when it is neither. */
function retryAfterSeconds(value: string): number | null {
  if (/^\d{1,9}$/.test(value.trim())) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.round((at - Date.now()) / 1000));
}
