import { z } from "zod";
import { type Table, tableSchema } from "@/lib/domain/table";
import { parseInput } from "@/lib/tools/parse-input";
import { aggregates } from "@/lib/tools/table-schemas";
import { listText, markdownTable } from "@/lib/tools/table-text";
import type { ExecuteTool, FileAccess } from "@/lib/tools/tool-contract";
import { filterSchema } from "./filter-row";
import {
  applyOperation,
  directionSchema,
  figureName,
  joinKindSchema,
  type Operation,
  operationSchema,
  type Rows,
} from "./operations";

const names = z.array(z.string());
const inputSchema = z.object({
  table: tableSchema,
  filters: z.array(filterSchema).default([]),
  groupBy: names.default([]),
  measure: z.string().optional(),
  aggregate: z.enum(aggregates).optional(),
  sortBy: z.string().optional(),
  direction: directionSchema.optional(),
  limit: z.int().positive().optional(),
  columns: names.default([]),
  joinTable: tableSchema.optional(),
  joinOn: names.default([]),
  joinKind: joinKindSchema.default("inner"),
  operations: z.array(operationSchema).default([]),
});
export type TransformInput = z.infer<typeof inputSchema>;

/** Applies the form's operations, then the listed ones, in order. */
export const executeDataTransform: ExecuteTool = async (input, context) => {
  const options = parseInput(inputSchema, input);
  const first = await loadRows(options.table, context.files);
  const second = options.joinTable ? await loadRows(options.joinTable, context.files) : null;
  const result = [...operationsOfForm(options), ...options.operations].reduce(
    (table, operation) => applyOperation(table, operation, second),
    first,
  );
  const { columns, rows } = result;
  const output = {
    table: await context.files.writeTable(columns, rows),
    rowCount: rows.length,
    text: listText(columns, rows),
    markdown: rows.length === 0 ? "No rows." : markdownTable(columns, rows),
  };
  return { output };
};

async function loadRows(table: Table, files: FileAccess): Promise<Rows> {
  return { columns: table.columns, rows: await files.readRows(table) };
}

/**
 * The form's fields as operations. A figure with groups is worked out per group and puts the largest first; with an
 * order or a number of rows but no groups it says what to sort by ("the five largest orders"); alone it is a total.
 */
export function operationsOfForm(form: Omit<TransformInput, "table" | "operations">): Operation[] {
  const operations: Operation[] = [];
  const ranked = form.limit !== undefined || form.direction !== undefined || form.sortBy !== undefined;
  const aggregate = form.aggregate ?? (form.measure === undefined ? "count" : "sum");
  const figure = form.measure ?? "rows";
  const groups =
    form.groupBy.length > 0 || (!ranked && (form.measure !== undefined || form.aggregate !== undefined));
  if (form.joinTable) operations.push({ operation: "join", on: form.joinOn, kind: form.joinKind });
  if (form.filters.length > 0) operations.push({ operation: "filter", filters: form.filters });
  if (groups) {
    operations.push({ operation: "group", by: form.groupBy, measures: [{ column: figure, aggregate }] });
  }
  const figureColumn = groups && figure !== "rows" ? figureName(aggregate, figure) : figure;
  const sortBy = form.sortBy ?? (form.measure !== undefined || groups ? figureColumn : undefined);
  if (sortBy !== undefined && (groups ? form.groupBy.length > 0 : ranked)) {
    operations.push({
      operation: "sort",
      by: [{ column: sortBy, direction: form.direction ?? "descending" }],
    });
  }
  if (form.limit !== undefined) operations.push({ operation: "limit", count: form.limit });
  if (form.columns.length > 0) operations.push({ operation: "pick", columns: form.columns });
  return operations;
}
