import { z } from "zod";
import type { StoredFile } from "@/lib/domain/file";
import { type FileId, fileIdSchema } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { parseInput } from "@/lib/tools/parse-input";
import { markdownTable } from "@/lib/tools/table-text";
import { type ExecuteTool, type FileAccess, maxReadBytes, ToolError } from "@/lib/tools/tool-contract";
import { decodeText, encodings } from "./decode-text";
import { delimiters, readCsv } from "./read-csv";
import { readJson, readJsonLines } from "./read-json";
import { readXlsx } from "./read-xlsx";

const formats = ["csv", "xlsx", "json", "jsonl", "text"] as const;
type Format = (typeof formats)[number];

const inputSchema = z.object({
  fileId: z.string().min(1),
  sheet: z.string().optional(),
  format: z.enum(formats).optional(),
  delimiter: z.enum(delimiters).optional(),
  header: z.boolean().optional(),
  encoding: z.enum(encodings).optional(),
});
type Options = z.infer<typeof inputSchema>;

const maxTextLength = 100_000;
const maxJsonLength = 1_000_000;
const previewRows = 20;

interface Contents {
  table?: { columns: TableColumn[]; rows: TableRow[] };
  text: string;
  json?: Json;
  notes: string[];
}

/** Reads a stored file by its id. */
export const executeFileRead: ExecuteTool = async (input, context) => {
  const options = parseInput(inputSchema, input);
  const id = fileIdOf(options.fileId);
  const file = await context.files.describe(id);
  if (file.sizeBytes > maxReadBytes) return { output: unread(file) };
  const bytes = await context.files.read(id);
  if (bytes.length === 0) throw new ToolError("bad-input", `“${file.name}” is empty.`);
  const format = options.format ?? formatOf(file.name, file.mediaType, bytes);
  const contents = await readContents(bytes, format, { ...options, name: file.name });
  const { text, notes } = shorten(contents);
  const output: JsonObject = { name: file.name, fileId: id, format, text, notes };
  if (contents.table) output.table = await writeTable(context.files, contents.table);
  if (contents.json !== undefined) output.json = contents.json;
  return { output };
};

/** A file no step takes into memory: what is known of it, for steps that hand it on. */
function unread({ id, name, sizeBytes }: StoredFile): JsonObject {
  const size = `${Math.ceil(sizeBytes / 2 ** 20).toLocaleString("en-US")} MB`;
  const note = `It has ${size}, more than a step reads (${maxReadBytes / 2 ** 20} MB): it is handed on unread.`;
  return { name, fileId: id, format: "unread", text: "", notes: [note] };
}

function fileIdOf(text: string): FileId {
  const parsed = fileIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ToolError(
    "not-found",
    `There is no file ${JSON.stringify(text.slice(0, 60))}. Choose an uploaded file.`,
  );
}

async function writeTable(files: FileAccess, table: NonNullable<Contents["table"]>): Promise<JsonObject> {
  return { ...(await files.writeTable(table.columns, table.rows)) };
}

function formatOf(name: string, mediaType: string, bytes: Buffer): Format {
  if (bytes.subarray(0, 4).toString("latin1") === "PK\x03\x04") return "xlsx";
  if (bytes.subarray(0, 8).toString("hex") === "d0cf11e0a1b11ae1") {
    throw new ToolError(
      "bad-input",
      `“${name}” is in Excel's old format (.xls), or protected with a password. Save it as .xlsx.`,
    );
  }
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-") {
    throw new ToolError(
      "bad-input",
      `“${name}” is a PDF, which can't be read yet. Save its table as CSV or its text as .txt.`,
    );
  }
  const ending = name.toLowerCase().match(/\.([a-z0-9]+)$/)?.[1] ?? "";
  if (ending === "csv" || ending === "tsv" || /\b(?:csv|tab-separated)/.test(mediaType)) return "csv";
  if (ending === "jsonl" || ending === "ndjson" || /ndjson|jsonl/.test(mediaType)) return "jsonl";
  if (ending === "json" || ending === "geojson" || /\bjson\b/.test(mediaType)) return "json";
  return "text";
}

async function readContents(
  bytes: Buffer,
  format: Format,
  options: Options & { name: string },
): Promise<Contents> {
  if (format === "xlsx") return withPreview(await readXlsx(bytes, options));
  const { text, encoding } = decodeText(bytes, options.encoding, options.name);
  const notes = encoding === "utf-8" ? [] : [`The text is encoded as ${encoding}.`];
  if (format !== "text" && text.trim() === "") {
    throw new ToolError("bad-input", `“${options.name}” is empty.`);
  }
  switch (format) {
    case "csv": {
      const table = await readCsv(text, options);
      return withPreview({ ...table, notes: [...table.notes, ...notes] });
    }
    case "jsonl":
      return withPreview({ ...readJsonLines(text, options.name), notes });
    case "json": {
      const content = readJson(text, options.name);
      if (content.kind === "table") return withPreview({ ...content, notes });
      if (text.length > maxJsonLength) {
        const message = `“${options.name}” holds a JSON value of more than a million characters that is not a list of objects. Take the list out of it and upload that.`;
        throw new ToolError("bad-input", message);
      }
      return { text, json: content.value, notes };
    }
    case "text":
      return { text, notes };
    default:
      return format satisfies never;
  }
}

function withPreview(table: { columns: TableColumn[]; rows: TableRow[]; notes: string[] }): Contents {
  const { columns, rows, notes } = table;
  return { table: { columns, rows }, text: markdownTable(columns, rows, previewRows), notes };
}

function shorten({ text, notes }: Contents): { text: string; notes: string[] } {
  if (text.length <= maxTextLength) return { text, notes };
  const total = text.length.toLocaleString("en-US");
  return {
    text: text.slice(0, maxTextLength),
    notes: [...notes, `Only the first 100,000 of ${total} characters are given.`],
  };
}
