// The HTTP request that a call would be, without its secrets: made by the code that calls, up to where it would send.
import pino from "pino";
import { isStreamedBody } from "@/lib/connections/http-exchange";
import type { ImportedApi } from "@/lib/db/apis";
import type { Connection } from "@/lib/domain/connection";
import { newId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { type FileAccess, type GuardedRequest, type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import { openApiExecutor } from "./execute-openapi";
import { createReferences } from "./references";
import { credentialsOf } from "./security";

export interface ExampleRequest {
  method: string;
  url: string;
  headers: [string, string][];
  /** Null when there is none; `(bytes)` stands for what is no text. */
  body: string | null;
}

class Captured extends Error {
  constructor(readonly request: GuardedRequest) {
    super("This is as far as it goes.");
  }
}

/** What a call with these inputs sends; null when the document no longer has the operation. Nothing is sent. */
export async function exampleRequest(
  api: Pick<ImportedApi, "id" | "title" | "document" | "origin">,
  tool: Tool,
  inputs: JsonObject,
  connection: Connection | null,
): Promise<ExampleRequest | null> {
  const credentials = credentialsOf(api.document, createReferences(api.document));
  // Names of ours: one that a document chose could be that of a variable the person's shell has.
  const secret = Object.fromEntries(
    credentials.map(({ secretName }, place) => [
      secretName,
      `$YOUR_SECRET${place === 0 ? "" : `_${place + 1}`}`,
    ]),
  );
  const bound: Connection = connection ?? {
    id: newId("connection"),
    kind: tool.connectionKind ?? "",
    name: api.title,
    origin: api.origin,
    config: {},
    hasSecret: false,
    isDefault: true,
    isSandbox: false,
    createdAt: new Date(0).toISOString(),
  };
  const context: ToolContext = { ...idleContext, connection: { ...bound, secret } };
  try {
    await openApiExecutor(api, tool)(inputs, context);
    return null;
  } catch (error) {
    if (error instanceof Captured) return readable(error.request);
    if (error instanceof ToolError) return null;
    throw error;
  }
}

/** A file that stands for any, and nothing that reaches out. */
const files: FileAccess = {
  describe: async (id) => ({
    id,
    name: "file.txt",
    mediaType: "text/plain",
    sizeBytes: 3,
    sha256: "0".repeat(64),
    createdAt: new Date(0).toISOString(),
  }),
  read: async () => Buffer.from("…"),
  open: () => Promise.reject(new ToolError("bad-input", "An example sends no stream.")),
  write: () => Promise.reject(new ToolError("bad-input", "An example stores nothing.")),
  readRows: async (table) => table.rows,
  writeTable: () => Promise.reject(new ToolError("bad-input", "An example stores nothing.")),
};

const idleContext: Omit<ToolContext, "connection"> = {
  signal: new AbortController().signal,
  idempotencyKey: "$IDEMPOTENCY_KEY",
  files,
  fetch: (request) => Promise.reject(new Captured(request)),
  writeText: null,
  now: new Date(0),
  timeZone: "UTC",
  log: pino({ enabled: false }),
};

function readable({ url, method = "GET", headers = {}, body }: GuardedRequest): ExampleRequest {
  return {
    method,
    url: url.replaceAll("%24YOUR_SECRET", "$YOUR_SECRET"),
    headers: Object.entries(headers).map(([name, value]) => [
      name,
      name === "authorization" ? readableCredentials(value) : value,
    ]),
    // No imported API is sent a stream.
    body: body === undefined || isStreamedBody(body) ? null : bodyText(body),
  };
}

/** Basic credentials are encoded and signatures hashed: a placeholder in them would not be seen. */
function readableCredentials(value: string): string {
  return value
    .replace(/^Basic .*/s, "Basic $YOUR_SECRET")
    .replace(/^AWS4-HMAC-SHA256 .*/s, "AWS4-HMAC-SHA256 (a signature, made when it is sent)");
}

function bodyText(body: string | Buffer): string {
  if (typeof body === "string") return prettyJson(body);
  const text = body.toString("utf8");
  return Buffer.from(text, "utf8").equals(body) ? text : "(bytes)";
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The request as text, as HTTP/1.1 would send it. */
export function httpText({ method, url, headers, body }: ExampleRequest): string {
  const { host, pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `host: ${host}`];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  return body === null ? lines.join("\n") : [...lines, "", body].join("\n");
}

/** The request as a shell command; placeholders like $TOKEN are the shell's variables. */
export function curlText({ method, url, headers, body }: ExampleRequest): string {
  const parts = [`curl ${method === "GET" ? "" : `-X ${method} `}${quoted(url)}`];
  for (const [name, value] of headers) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== null) parts.push(`--data-binary ${body === "(bytes)" ? "@file" : quoted(body)}`);
  return parts.join(" \\\n  ");
}

/** One word of a shell: nothing in it is run, only variables of ours are filled in. */
function quoted(text: string): string {
  return (
    text
      .split(/(\$YOUR_SECRET(?:_\d+)?|\$IDEMPOTENCY_KEY)/)
      .map((part, index) =>
        index % 2 === 1 ? `"${part}"` : part === "" ? "" : `'${part.replaceAll("'", "'\\''")}'`,
      )
      .join("") || "''"
  );
}
