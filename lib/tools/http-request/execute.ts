import { z } from "zod";
import type { StoredFile } from "@/lib/domain/file";
import { fileIdSchema } from "@/lib/domain/ids";
import { type Json, type JsonObject, jsonSchema } from "@/lib/domain/json";
import { maxOutputBytes } from "@/lib/domain/tool";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { parseInput } from "@/lib/tools/parse-input";
import { objectsIn, tableFromObjects } from "@/lib/tools/table-from-objects";
import {
  type ExecuteTool,
  type GuardedResponse,
  type StreamedBody,
  type ToolContext,
  ToolError,
} from "@/lib/tools/tool-contract";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const inputSchema = z.object({
  url: z.string().min(1).max(8000),
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  query: z.record(z.string(), scalar).default({}),
  headers: z.record(z.string(), z.string()).default({}),
  json: jsonSchema.optional(),
  body: z.string().optional(),
  file: z.string().optional(),
  saveAs: z.string().min(1).max(200).optional(),
});
type Request = z.infer<typeof inputSchema>;

/** What is given of a text that lies in a file too. */
const beginningLength = 20_000;
/** A longer answer lies in a file; what is left of it fits into the record of a run. */
const longestInline = maxOutputBytes / 2;
const maxDepth = 100;
/** How often a transfer that goes on says so. */
const renewEveryMs = 5000;
const safeMethods = new Set(["GET", "HEAD"]);
/** A secret in a plan would be stored and shown with it (S1). */
const secretHeaders = new Set(["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"]);
/** Decided by the connection, not by the request. */
const transportHeaders = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "upgrade",
  "expect",
  "te",
]);

/** One request through the guarded client (N1). */
export const executeHttpRequest: ExecuteTool = async (input, context) => {
  const request = parseInput(inputSchema, input);
  const { response, saved } = await send(request, context);
  if (response.status >= 400) throw statusError(request, response);
  const contentType = response.headers["content-type"] ?? "";
  const { status, headers } = response;
  const output: JsonObject = { status, contentType, headers, text: "" };
  if (saved) return { output: { ...output, file: referenceTo(saved) } };
  const text = textOf(response);
  const isLong = Buffer.byteLength(JSON.stringify(text)) > longestInline;
  const json = jsonOf(response, contentType);
  if (isLong) {
    const file = { name: nameOf(request), mediaType: contentType, content: response.body };
    output.text = text.slice(0, beginningLength);
    output.file = referenceTo(await context.files.write(file));
  } else {
    output.text = text;
    if (json !== undefined) output.json = json;
  }
  const objects = json === undefined ? null : objectsIn(json);
  if (objects) {
    const { columns, rows } = tableFromObjects(objects);
    output.table = { ...(await context.files.writeTable(columns, rows)) };
  }
  return { output };
};

function referenceTo({ id, name, mediaType, sizeBytes }: StoredFile): JsonObject {
  return { fileId: id, name, mediaType, sizeBytes };
}

/** The answer; `saved`: its body, where that went into a file as it came. */
async function send(
  request: Request,
  context: ToolContext,
): Promise<{ response: GuardedResponse; saved: StoredFile | null }> {
  const body = await bodyOf(request, context);
  let saved: StoredFile | null = null;
  const renew = renewing(context);
  const response = await context.fetch({
    url: urlOf(request),
    method: request.method,
    headers: headersOf(request, context.idempotencyKey, body?.mediaType ?? null),
    ...(body === null ? {} : { body: renewed(body.content, renew) }),
    receive: ({ headers }) => {
      if (request.saveAs === undefined && isShown(headers["content-type"] ?? "")) return null;
      return async (stream) => {
        const mediaType = headers["content-type"] ?? "application/octet-stream";
        const content = stream.on("data", renew).pause();
        saved = await context.files.write({ name: nameOf(request), mediaType, content });
      };
    },
    signal: context.signal,
  });
  return { response, saved };
}

/** Text is shown; everything else is saved. An answer that says nothing of itself is looked at. */
function isShown(contentType: string): boolean {
  return (
    contentType === "" ||
    /^text\/|[/+](?:json|xml|javascript|x-www-form-urlencoded|x-ndjson|csv|yaml)\b/i.test(contentType)
  );
}

/** What the answer's file is called: as asked, else as the address ends. */
function nameOf({ saveAs, url }: Request): string {
  const last = URL.canParse(url) ? new URL(url).pathname.split("/").at(-1) : "";
  return saveAs ?? (last || "answer");
}

/** Tells the call's clock that a large transfer goes on. */
function renewing({ renewTime }: ToolContext): () => void {
  let lastAt = performance.now();
  return () => {
    if (performance.now() - lastAt < renewEveryMs) return;
    lastAt = performance.now();
    renewTime?.();
  };
}

function renewed(content: string | StreamedBody, renew: () => void): string | StreamedBody {
  if (typeof content === "string") return content;
  const { sizeBytes, open } = content;
  return { sizeBytes, open: async () => (await open()).on("data", renew).pause() };
}

function urlOf({ url: text, query }: Request): string {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch (cause) {
    throw new ToolError(
      "bad-input",
      `${JSON.stringify(text.slice(0, 200))} is not a web address. Write it with https:// in front.`,
      { cause },
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new ToolError(
      "refused",
      `Addresses beginning with ${url.protocol} can't be called, only https:// and http://.`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ToolError(
      "refused",
      "The address has a user or password in it. Passwords belong into a connection.",
    );
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
  return url.href;
}

function headersOf(
  { headers, method }: Request,
  idempotencyKey: string,
  contentType: string | null,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(lower) || /[\r\n\0]/.test(value)) {
      throw new ToolError(
        "bad-input",
        `${JSON.stringify(name.slice(0, 60))} is not a header that can be sent.`,
      );
    }
    if (secretHeaders.has(lower)) {
      const message = `The header “${name}” would put a secret into the plan. Import the API on the Tools page and give it a connection; it adds the header itself.`;
      throw new ToolError("refused", message);
    }
    if (transportHeaders.has(lower)) {
      throw new ToolError("refused", `The header “${name}” is set by the connection itself. Leave it out.`);
    }
    given[lower] = value;
  }
  return {
    accept: "application/json, text/*;q=0.9, */*;q=0.5",
    ...(contentType === null ? {} : { "content-type": contentType }),
    // Services that know the header (draft-ietf-httpapi-idempotency-key-header) drop repeats by it.
    ...(safeMethods.has(method) ? {} : { "idempotency-key": idempotencyKey }),
    ...given,
  };
}

async function bodyOf(
  { method, json, body, file: fileId }: Request,
  { files }: ToolContext,
): Promise<{ content: string | StreamedBody; mediaType: string } | null> {
  if ([json, body, fileId].filter((one) => one !== undefined).length > 1) {
    throw new ToolError("bad-input", "Give one body: JSON, a text, or a file.");
  }
  if (json === undefined && body === undefined && fileId === undefined) return null;
  if (safeMethods.has(method)) {
    throw new ToolError("bad-input", `A ${method} request has no body. Choose POST, PUT or PATCH.`);
  }
  if (json !== undefined) return { content: JSON.stringify(json), mediaType: "application/json" };
  if (body !== undefined) return { content: body, mediaType: "text/plain; charset=utf-8" };
  const id = fileIdSchema.safeParse(fileId);
  if (!id.success)
    throw new ToolError(
      "not-found",
      "There is no such file. Choose one, or bind it to the step that gives it.",
    );
  const { sizeBytes, mediaType } = await files.describe(id.data);
  return { content: { sizeBytes, open: async () => (await files.open(id.data)).stream }, mediaType };
}

function textOf({ body, headers }: GuardedResponse): string {
  const charset = /charset="?([\w-]+)/i.exec(headers["content-type"] ?? "")?.[1] ?? "utf-8";
  const decoder = decoderFor(charset);
  // A zero byte can't be stored as text in PostgreSQL.
  return decoder.decode(body).replaceAll("\0", "�");
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder("utf-8");
  }
}

function jsonOf(response: GuardedResponse, contentType: string): Json | undefined {
  if (!/[/+]json\b/i.test(contentType)) return undefined;
  try {
    const value = jsonSchema.parse(
      JSON.parse(response.body.toString("utf8").replaceAll("\\u0000", "\\ufffd")),
    );
    return depthOf(value) > maxDepth ? undefined : value;
  } catch {
    // It says JSON and is not: the text is there to look at.
    return undefined;
  }
}

function depthOf(value: Json): number {
  let depth = 0;
  let level: Json[] = [value];
  while (level.length > 0 && depth <= maxDepth) {
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    depth += 1;
  }
  return depth;
}

function statusError(request: Request, response: GuardedResponse): ToolError {
  const { status } = response;
  const host = new URL(request.url).host;
  const evidence: Json = {
    status,
    body: textOf(response).slice(0, 2000),
    retryAfter: response.headers["retry-after"] ?? null,
  };
  // A server that failed on the way may have done it all the same.
  const effectUncertain =
    status >= 500 && status !== 501 && status !== 503 && !safeMethods.has(request.method);
  return new ToolError(kindOfStatus(status), `${host} answered ${status}${hintOf(status)}.`, {
    evidence,
    effectUncertain,
  });
}

function kindOfStatus(status: number): ToolErrorKind {
  if (status === 401 || status === 403) return "credentials";
  if (status === 404 || status === 410) return "not-found";
  if (status === 413) return "too-large";
  if (status === 429) return "quota";
  if (status === 408) return "timeout";
  return status >= 500 ? "transient" : "bad-input";
}

function hintOf(status: number): string {
  if (status === 401 || status === 403) return ": it wants a login, or does not let this one in";
  if (status === 404 || status === 410) return ": there is nothing at this address";
  if (status === 429) return ": too many requests for now";
  return status >= 500 ? ": it has a problem of its own" : ": it did not accept the request";
}
