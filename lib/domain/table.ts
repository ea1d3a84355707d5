import { z } from "zod";
import { fileIdSchema } from "./ids";
import type { JsonSchema } from "./json";

export const columnTypeSchema = z.enum(["text", "number", "boolean", "date"]);
export const tableColumnSchema = z.object({ name: z.string(), type: columnTypeSchema });
export const tableRowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/**
 * Rows and columns, as steps hand them to each other. At most `inlineRows` rows are in `rows`; when there are
 * more, `fileId` names the file with all of them, one JSON object a line.
 */
export const tableSchema = z.object({
  columns: z.array(tableColumnSchema),
  rows: z.array(tableRowSchema),
  rowCount: z.int().nonnegative(),
  fileId: fileIdSchema.optional(),
});
export type ColumnType = z.infer<typeof columnTypeSchema>;
export type TableColumn = z.infer<typeof tableColumnSchema>;
export type TableRow = z.infer<typeof tableRowSchema>;
export type Table = z.infer<typeof tableSchema>;

export const inlineRows = 200;

/** The JSON Schema of a table, for tools' inputs and outputs. */
export const tableJsonSchema: JsonSchema = {
  type: "object",
  format: "table",
  properties: {
    columns: { type: "array", items: { type: "object" } },
    rows: { type: "array", items: { type: "object" } },
    rowCount: { type: "integer" },
    fileId: { type: "string" },
  },
  required: ["columns", "rows", "rowCount"],
};

/** True for a value that is a table. */
export function isTable(value: unknown): value is Table {
  return tableSchema.safeParse(value).success;
}
