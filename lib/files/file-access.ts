import { z } from "zod";
import type { StoredFile } from "@/lib/domain/file";
import type { FileId } from "@/lib/domain/ids";
import { inlineRows, type Table, type TableColumn, type TableRow, tableRowSchema } from "@/lib/domain/table";
import { type FileAccess, ToolError } from "@/lib/tools/tool-contract";
import { FileStoreError } from "./file-store-error";
import { describeFile, readFile, storeFile } from "./store";

export const tableMediaType = "application/x-ndjson";

/** Files as tools see them: the store, with its failures as ToolErrors. */
export function fileAccess(): FileAccess {
  return {
    describe: (id) => guarded(() => describeFile(id)),
    read: (id) => guarded(async () => (await readFile(id)).bytes),
    write: ({ name, mediaType, bytes }) => guarded(() => storeFile({ name, mediaType, content: bytes })),
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

async function writeTable(columns: TableColumn[], rows: TableRow[]): Promise<Table> {
  const table = { columns, rows: rows.slice(0, inlineRows), rowCount: rows.length };
  if (rows.length <= inlineRows) return table;
  const bytes = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const file = await guarded(() =>
    storeFile({ name: "table.jsonl", mediaType: tableMediaType, content: bytes }),
  );
  return { ...table, fileId: file.id };
}
