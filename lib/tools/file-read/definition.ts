import { defineTool } from "@/lib/tools/define-tool";
import { tableOf } from "@/lib/tools/table-schemas";

export const fileRead = defineTool({
  id: "file.read",
  title: "Read a file",
  description:
    "Reads an uploaded or attached file: a CSV, an Excel spreadsheet (XLSX), JSON or plain text. Gives spreadsheets and lists as a table, other files as text.",
  examples: [
    "Read this file",
    "Open the attached spreadsheet",
    "Load the CSV I uploaded",
    "Find the five customers with the highest revenue in this file",
    "What is in this document",
  ],
  icon: "file-input",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      fileId: {
        type: "string",
        format: "file",
        title: "File",
        description: "The uploaded file, or one an earlier step wrote.",
        minLength: 1,
      },
      sheet: {
        type: "string",
        title: "Sheet",
        description: "Name of the sheet of a spreadsheet. Left out: the first.",
        maxLength: 200,
      },
      format: {
        type: "string",
        title: "Read as",
        description: "Left out: seen from the file.",
        enum: ["csv", "xlsx", "json", "jsonl", "text"],
      },
      delimiter: {
        type: "string",
        title: "Separator",
        description: "What separates the cells of a CSV. Left out: seen from the file.",
        enum: [",", ";", "\t", "|"],
      },
      header: {
        type: "boolean",
        title: "First row has the names",
        description: "Whether the first row names the columns. Left out: seen from the file.",
      },
      encoding: {
        type: "string",
        title: "Encoding",
        description: "How letters are stored. Left out: seen from the file.",
        enum: ["utf-8", "utf-16le", "utf-16be", "windows-1252"],
      },
    },
    required: ["fileId"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      name: { type: "string", title: "Name", description: "The file's name." },
      fileId: {
        type: "string",
        title: "Whole file",
        description: "The file itself, to be handed on.",
      },
      format: {
        type: "string",
        title: "Format",
        description: "What it was read as; unread: too large for that, only to be handed on.",
        enum: ["csv", "xlsx", "json", "jsonl", "text", "unread"],
      },
      table: tableOf("Table", "Rows and columns of a CSV, a spreadsheet or a list of JSON objects."),
      text: {
        type: "string",
        format: "text",
        title: "Text",
        description: "The text of the file; of a table, its first rows. At most 100,000 characters.",
      },
      json: { title: "JSON", description: "The value in a JSON file that is not a table." },
      notes: {
        type: "array",
        title: "Notes",
        description: "What was taken for granted while reading: separator, encoding, sheet.",
        items: { type: "string" },
      },
    },
    required: ["name", "fileId", "format", "text", "notes"],
    additionalProperties: false,
  },
  // Whoever wrote the file may not be the person who uploaded it.
  outputTrust: "untrusted",
  controlInputs: ["fileId"],
  connectionKind: null,
  timeoutMs: 60_000,
  retry: { attempts: 1, backoffMs: 0 },
  idempotency: "natural",
  asksPerson: false,
});
