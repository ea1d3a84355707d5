import { defineTool } from "@/lib/tools/define-tool";
import { tableOf } from "@/lib/tools/table-schemas";

export const fileWrite = defineTool({
  id: "file.write",
  title: "Save a file",
  description:
    "Saves a text or a table as a new file to download or attach: CSV (opens in Excel), JSON, Markdown or plain text. Exports results.",
  examples: [
    "Save the result as a CSV file",
    "Export the table for Excel",
    "Write the report to a file",
    "Create a text file with these notes",
  ],
  icon: "file-output",
  effect: "write",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      name: {
        type: "string",
        title: "File name",
        description: "With its ending, which decides the format: report.csv, notes.txt, data.json.",
        minLength: 1,
        maxLength: 200,
      },
      content: {
        type: "string",
        format: "text",
        title: "Text",
        description: "The text to save. Give this or a table.",
        maxLength: 10_000_000,
      },
      table: tableOf("Table", "The rows to save: as CSV, or as JSON when the name ends in .json or .jsonl."),
    },
    required: ["name"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      file: { type: "string", format: "file", title: "File", description: "The saved file." },
      name: { type: "string", title: "Name", description: "Its name." },
      sizeBytes: { type: "integer", title: "Size", description: "In bytes." },
    },
    required: ["file", "name", "sizeBytes"],
    additionalProperties: false,
  },
  outputTrust: "derived",
  controlInputs: ["name"],
  connectionKind: null,
  timeoutMs: 30_000,
  retry: { attempts: 1, backoffMs: 0 },
  // A repeat makes a second file with another id and changes nothing that is there.
  idempotency: "natural",
  asksPerson: false,
});
