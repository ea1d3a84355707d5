// Documents and contexts for the tests of imported APIs.
import { Readable } from "node:stream";
import { pino } from "pino";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { type FileId, newId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { openApiExecutor } from "@/lib/tools/openapi/execute-openapi";
import { type ParsedApi, parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
import {
  type FileAccess,
  type OpenConnection,
  type ToolContext,
  ToolError,
  type ToolResult,
} from "@/lib/tools/tool-contract";

/** A document with these paths; `more` beside them. */
export function documentOf(paths: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example/v1" }],
    paths,
    ...more,
  };
}

/** An operation that answers with an object of anything. */
export function operationOf(more: JsonObject = {}): JsonObject {
  return {
    responses: {
      200: { description: "ok", content: { "application/json": { schema: { type: "object" } } } },
    },
    ...more,
  };
}

export interface Parsed {
  api: ParsedApi;
  tools: Tool[];
  warnings: string[];
  tool(name: string): Tool;
}

/** The parsed document, or an error with the refusal. */
export async function parsed(document: JsonObject | string, options = {}): Promise<Parsed> {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const result = await parseOpenApi(text, options);
  if (result.kind === "refused") throw new Error(result.message);
  const { api, tools, warnings } = result;
  const tool = (name: string) => {
    const found = tools.find((one) => one.id === `${api.id}.${name}`);
    if (!found) throw new Error(`${name} is not among ${tools.map((one) => one.id).join(", ")}.`);
    return found;
  };
  return { api, tools, warnings, tool };
}

/** A connection to an API, open. */
export function connectionTo(
  api: { id: string },
  origin: string,
  more: Partial<OpenConnection> = {},
): OpenConnection {
  return {
    id: newId("connection"),
    kind: `api:${api.id}`,
    name: "Test",
    origin,
    config: {},
    hasSecret: true,
    isDefault: true,
    isSandbox: false,
    createdAt: "2026-01-01T00:00:00.000Z",
    secret: {},
    ...more,
  };
}

/** Files kept in memory. */
export function memoryFiles(): FileAccess & {
  stored: Map<FileId, { name: string; mediaType: string; bytes: Buffer }>;
} {
  const stored = new Map<FileId, { name: string; mediaType: string; bytes: Buffer }>();
  const find = (id: FileId) => {
    const file = stored.get(id);
    if (!file) throw new ToolError("not-found", "There is no such file.");
    return file;
  };
  const summaryOf = (id: FileId) => {
    const { name, mediaType, bytes } = find(id);
    return {
      id,
      name,
      mediaType,
      sizeBytes: bytes.length,
      sha256: "",
      createdAt: "2026-01-01T00:00:00.000Z",
    };
  };
  return {
    stored,
    describe: async (id) => summaryOf(id),
    read: async (id) => find(id).bytes,
    open: async (id) => ({ file: summaryOf(id), stream: Readable.from([find(id).bytes]) }),
    write: async ({ name, mediaType, content }) => {
      const id = newId("file");
      const bytes = Buffer.isBuffer(content) ? content : Buffer.concat(await content.toArray());
      stored.set(id, { name, mediaType, bytes });
      return summaryOf(id);
    },
    readRows: async (table) => table.rows,
    writeTable: async (columns, rows) => ({ columns, rows, rowCount: rows.length }),
  };
}

type SomeContext = Partial<ToolContext> & Pick<ToolContext, "connection">;

/** Calls a tool as the engine does, over the real guarded client. */
export function callTool(
  { api }: Parsed,
  tool: Tool,
  input: JsonObject,
  context: SomeContext,
): Promise<ToolResult> {
  return openApiExecutor(api, tool)(input, contextOf(context));
}

/** What the engine gives a tool beside its inputs. */
export function contextOf(context: SomeContext): ToolContext {
  return {
    signal: AbortSignal.timeout(10_000),
    idempotencyKey: "key-1",
    files: memoryFiles(),
    fetch: guardedFetch,
    writeText: null,
    now: new Date("2026-01-01T00:00:00Z"),
    timeZone: "UTC",
    log: pino({ level: "silent" }),
    ...context,
  };
}
