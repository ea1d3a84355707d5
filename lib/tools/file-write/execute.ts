import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { type TableColumn, type TableRow, tableSchema } from "@/lib/domain/table";
import { parseInput } from "@/lib/tools/parse-input";
import { cellOf, markdownTable } from "@/lib/tools/table-text";
import { type ExecuteTool, ToolError } from "@/lib/tools/tool-contract";

const inputSchema = z.object({
  name: z.string().min(1).max(200),
  content: z.string().optional(),
  table: tableSchema.optional(),
});

const mediaTypes: Record<string, string> = {
  csv: "text/csv; charset=utf-8",
  tsv: "text/tab-separated-values; charset=utf-8",
  json: "application/json",
  jsonl: "application/x-ndjson",
  md: "text/markdown; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  html: "text/html; charset=utf-8",
};

/** Stores a text or a table as a new file; the ending of its name decides how a table is written. */
export const executeFileWrite: ExecuteTool = async (input, context) => {
  const { name, content, table } = parseInput(inputSchema, input);
  if ((content === undefined) === (table === undefined)) {
    const message =
      content === undefined
        ? "There is nothing to save. Give a text or a table."
        : "Give a text or a table to save, not both.";
    throw new ToolError("bad-input", message);
  }
  const ending = endingOf(name) ?? (table ? "csv" : "txt");
  const fullName = endingOf(name) === null ? `${name}.${ending}` : name;
  const text = table
    ? writeTable(table.columns, await context.files.readRows(table), ending)
    : (content ?? "");
  const mediaType = mediaTypes[ending] ?? "text/plain; charset=utf-8";
  const file = await context.files.write({ name: fullName, mediaType, content: Buffer.from(text, "utf8") });
  return { output: { file: file.id, name: file.name, sizeBytes: file.sizeBytes } };
};

function endingOf(name: string): string | null {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? null;
}

function writeTable(columns: readonly TableColumn[], rows: readonly TableRow[], ending: string): string {
  const plain = rows.map((row) => Object.fromEntries(columns.map(({ name }) => [name, cellOf(row, name)])));
  switch (ending) {
    case "json":
      return `${JSON.stringify(plain, null, 2)}\n`;
    case "jsonl":
      return plain.map((row) => `${JSON.stringify(row)}\n`).join("");
    case "md":
      return `${markdownTable(columns, rows, rows.length)}\n`;
    case "xlsx":
      throw new ToolError(
        "bad-input",
        "Excel files can't be written. Use a name ending in .csv, which Excel opens.",
      );
    default:
      return csvOf(columns, rows, ending === "tsv" ? "\t" : ",");
  }
}

/** CSV with a byte order mark, which Excel needs to see UTF-8. */
function csvOf(columns: readonly TableColumn[], rows: readonly TableRow[], delimiter: string): string {
  const header = columns.map(({ name }) => harmless(name));
  const body = rows.map((row) => columns.map(({ name }) => csvCell(cellOf(row, name))));
  return stringify([header, ...body], { bom: true, delimiter, record_delimiter: "windows" });
}

function csvCell(cell: TableRow[string]): string {
  if (cell === null) return "";
  return typeof cell === "string" ? harmless(cell) : String(cell);
}

/** A text that spreadsheets would run as a formula gets an apostrophe in front; numbers written as text don't (N8). */
export function harmless(text: string): string {
  const isNumber = /^[+-]?\d+(?:[.,]\d+)*%?$/.test(text);
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !isNumber ? `'${text}` : text;
}
