// What tools' tests call tools with.
import { Readable } from "node:stream";
import { pino } from "pino";
import { expect } from "vitest";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { type FileId, newId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { Table, TableRow } from "@/lib/domain/table";
import type { Tool } from "@/lib/domain/tool";
import { checkSchema } from "@/lib/tools/check-schema";
import { builtinExecutors } from "@/lib/tools/executors";
import { tableFromObjects } from "@/lib/tools/table-from-objects";
import {
  type FileAccess,
  type OpenConnection,
  type ToolContext,
  ToolError,
  type ToolResult,
} from "@/lib/tools/tool-contract";

export type MemoryFiles = FileAccess & {
  add(name: string, content: string | Buffer, mediaType?: string): FileId;
};

/** Files kept in memory, for tools whose subject is not the file store. */
export function memoryFiles(): MemoryFiles {
  const stored = new Map<FileId, { name: string; mediaType: string; bytes: Buffer }>();
  const recordOf = (id: FileId) => {
    const file = stored.get(id);
    if (!file) throw new ToolError("not-found", `There is no file ${id}.`);
    const { name, mediaType, bytes } = file;
    return {
      id,
      name,
      mediaType,
      sizeBytes: bytes.length,
      sha256: "",
      createdAt: "2026-11-23T09:00:00.000Z",
    };
  };
  const add: MemoryFiles["add"] = (name, content, mediaType = "application/octet-stream") => {
    const id = newId("file");
    stored.set(id, { name, mediaType, bytes: Buffer.from(content) });
    return id;
  };
  return {
    add,
    describe: async (id) => recordOf(id),
    read: async (id) => stored.get(recordOf(id).id)?.bytes ?? Buffer.alloc(0),
    open: async (id) => {
      const file = recordOf(id);
      return { file, stream: Readable.from([stored.get(id)?.bytes ?? Buffer.alloc(0)]) };
    },
    write: async ({ name, mediaType, content }) => {
      const bytes = Buffer.isBuffer(content) ? content : Buffer.concat(await content.toArray());
      return recordOf(add(name, bytes, mediaType));
    },
    readRows: async (table) => table.rows,
    writeTable: async (columns, rows) => ({ columns, rows, rowCount: rows.length }),
  };
}

/** A context with nothing configured but what is given. */
export function testContext(given: Partial<ToolContext> = {}): ToolContext {
  return {
    signal: AbortSignal.timeout(25_000),
    idempotencyKey: "run_0000000000000001/s1",
    connection: null,
    files: memoryFiles(),
    fetch: guardedFetch,
    writeText: null,
    now: new Date("2026-11-23T09:00:00Z"),
    timeZone: "Europe/Paris",
    log: pino({ level: "silent" }),
    ...given,
  };
}

/** A connection to something the test started. */
export function testConnection(
  given: Pick<OpenConnection, "kind" | "origin"> & Partial<OpenConnection>,
): OpenConnection {
  return {
    id: newId("connection"),
    name: "Test connection",
    config: {},
    hasSecret: true,
    isDefault: true,
    isSandbox: false,
    createdAt: "2026-11-23T09:00:00.000Z",
    secret: {},
    ...given,
  };
}

/**
 * Calls a built-in tool as the engine does: the input has to fit the tool's input schema, and the output its output
 * schema.
 */
export async function callTool(
  tool: Tool,
  input: JsonObject,
  given: Partial<ToolContext> = {},
): Promise<ToolResult> {
  expect(checkSchema(tool.input, input)).toEqual([]);
  const execute = builtinExecutors.get(tool.id);
  if (!execute) throw new Error(`no execute function for ${tool.id}`);
  const result = await execute(input, testContext(given));
  expect(checkSchema(tool.output, result.output)).toEqual([]);
  return result;
}

/** The ToolError a call ends in. Fails the test when it ends well or in another error. */
export async function failureOf(call: Promise<unknown>): Promise<ToolError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof ToolError) return outcome;
  throw new Error(outcome === null ? "the call did not fail" : "the call failed with something else", {
    cause: outcome,
  });
}

/** A table of a few objects, as JSON a tool takes. */
export function tableOfRows(rows: TableRow[]): JsonObject & Table {
  const table = tableFromObjects(rows);
  return { ...table, rowCount: rows.length };
}
