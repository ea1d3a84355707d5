// The columns of an uploaded table, from its beginning: enough for planning, without reading the whole file.
import type { StoredFile } from "@/lib/domain/file";
import type { ColumnType, TableColumn, TableRow } from "@/lib/domain/table";
import { decodeText } from "@/lib/tools/file-read/decode-text";
import { readCsv } from "@/lib/tools/file-read/read-csv";
import { readJson, readJsonLines } from "@/lib/tools/file-read/read-json";
import { readXlsx } from "@/lib/tools/file-read/read-xlsx";
import { readBeginning, readFile } from "./store";

export interface FileColumn {
  name: string;
  type: ColumnType;
  /** Of a text column with few different ones. */
  values?: string[];
}

const bytesLookedAt = 256 * 1024;
/** A workbook or a JSON value can only be read whole; larger ones are left for the run. */
const largestWhole = 5 * 1024 * 1024;
const mostValues = 50;

/**
 * Columns with their types and, for text columns of few values, those; null for a file that holds no table or is
 * too large to look into. Throws an error with a sentence for people when the file is broken.
 */
export async function readFileColumns(file: StoredFile): Promise<FileColumn[] | null> {
  const ending = /\.([a-z0-9]+)$/.exec(file.name.toLowerCase())?.[1] ?? "";
  const table = await tableOf(file, ending);
  return table ? table.columns.map((column) => withValues(column, table.rows)) : null;
}

async function tableOf(
  file: StoredFile,
  ending: string,
): Promise<{ columns: TableColumn[]; rows: TableRow[] } | null> {
  const isSmall = file.sizeBytes <= largestWhole;
  if (ending === "xlsx" || file.mediaType.includes("spreadsheetml")) {
    return isSmall ? readXlsx((await readFile(file.id)).bytes, { name: file.name }) : null;
  }
  if (ending === "json" || file.mediaType === "application/json") {
    if (!isSmall) return null;
    const content = readJson((await readFile(file.id)).bytes.toString("utf8"), file.name);
    return content.kind === "table" ? content : null;
  }
  const isLines = ending === "jsonl" || ending === "ndjson";
  const isCsv = ending === "csv" || ending === "tsv" || /\b(?:csv|tab-separated)/.test(file.mediaType);
  if (!isLines && !isCsv) return null;
  // One byte more than is looked at tells that there are more.
  const bytes = await readBeginning(file.id, bytesLookedAt + 1);
  if (bytes.length === 0) return null;
  const { text } = decodeText(wholeLines(bytes), undefined, file.name);
  return isLines ? readJsonLines(text, file.name) : readCsv(text, { name: file.name });
}

/** The beginning of a large file, up to the end of a line. */
function wholeLines(bytes: Buffer): Buffer {
  if (bytes.length <= bytesLookedAt) return bytes;
  const end = bytes.lastIndexOf(0x0a, bytesLookedAt);
  return bytes.subarray(0, end > 0 ? end + 1 : bytesLookedAt);
}

function withValues(column: TableColumn, rows: readonly TableRow[]): FileColumn {
  if (column.type !== "text") return { name: column.name, type: column.type };
  const values = new Set<string>();
  for (const row of rows) {
    const cell = Object.hasOwn(row, column.name) ? row[column.name] : null;
    if (typeof cell === "string" && cell !== "") values.add(cell);
    if (values.size > mostValues) return { name: column.name, type: column.type };
  }
  // As many values as rows: names, not groups.
  const isList = values.size > 0 && values.size <= Math.max(3, rows.length / 2);
  return isList
    ? { name: column.name, type: column.type, values: [...values] }
    : { name: column.name, type: column.type };
}
