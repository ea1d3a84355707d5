import { z } from "zod";
import type { StoredFile } from "@/lib/domain/file";
import type { FileId } from "@/lib/domain/ids";
import { inlineRows, type Table, type TableColumn, type TableRow, tableRowSchema } from "@/lib/domain/table";
import { type FileAccess, maxReadBytes, ToolError } from "@/lib/tools/tool-contract";
import { FileStoreError } from "./file-store-error";
import { describeFile, openFile, readFile, storeFile } from "./store";

const inlineBytes = 64 * 1024;
export const tableMediaType = "application/x-ndjson";

/** Files as tools see them: the store, with its failures as ToolErrors. */
export function fileAccess(): FileAccess {
  return {
    describe: (id) => guarded(() => describeFile(id)),
    read: (id) => guarded(() => readWhole(id)),
    open: (id) => guarded(() => openFile(id)),
    write: ({ name, mediaType, content }) => guarded(() => storeFile({ name, mediaType, content })),
    readRows,
    writeTable,
  };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FileStoreError)) throw error;
    const kind = {
      "not-found": "not-found",
      lost: "not-found",
      "too-large": "too-large",
      "disk-full": "quota",
    } as const;
    throw new ToolError(kind[error.problem], error.message, { cause: error });
  }
}

/** What a step takes into memory of a file; larger ones are handed on as they are. */
async function readWhole(id: FileId): Promise<Buffer> {
  const { name, sizeBytes } = await describeFile(id);
  if (sizeBytes <= maxReadBytes) return (await readFile(id)).bytes;
  const message =
    `“${name}” has ${Math.ceil(sizeBytes / 2 ** 20)} MB; a step reads ${maxReadBytes / 2 ** 20} MB at most. ` +
    "Hand it on as a file, or split it.";
  throw new ToolError("too-large", message);
}

async function readRows(table: Table): Promise<TableRow[]> {
  if (!table.fileId) return table.rows;
  const id: FileId = table.fileId;
  const { file, bytes } = await guarded(() => readFile(id));
  return parseRows(file, bytes.toString("utf8"));
}

function parseRows(file: StoredFile, text: string): TableRow[] {
  try {
    const lines = text.split("\n").filter((line) => line !== "");
    return z.array(tableRowSchema).parse(lines.map((line) => JSON.parse(line)));
  } catch (cause) {
    const message = `“${file.name}” does not hold the rows of a table. Read it with “Read a file” first.`;
    throw new ToolError("bad-input", message, { cause });
  }
}

/** The rows that stay in the value: not too many, and not too wide for the record of a run. */
function firstRows(rows: readonly TableRow[]): TableRow[] {
  let bytes = 0;
  const fitting = rows.slice(0, inlineRows).findIndex((row) => {
    bytes += Buffer.byteLength(JSON.stringify(row));
    return bytes > inlineBytes;
  });
  return rows.slice(0, fitting === -1 ? inlineRows : fitting);
}

async function writeTable(columns: TableColumn[], rows: TableRow[]): Promise<Table> {
  const table = { columns, rows: firstRows(rows), rowCount: rows.length };
  if (rows.length === table.rows.length) return table;
  const bytes = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const file = await guarded(() =>
    storeFile({ name: "table.jsonl", mediaType: tableMediaType, content: bytes }),
  );
  return { ...table, fileId: file.id };
}
