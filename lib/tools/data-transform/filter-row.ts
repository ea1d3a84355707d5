import { z } from "zod";
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { compareCells } from "@/lib/tools/aggregate-rows";
import { type FilterOperator, filterOperators } from "@/lib/tools/table-schemas";
import { cellOf } from "@/lib/tools/table-text";
import { ToolError } from "@/lib/tools/tool-contract";

const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);
export const filterSchema = z.object({
  column: z.string(),
  operator: z.enum(filterOperators),
  value: z.union([scalarSchema, z.array(scalarSchema)]).optional(),
});
type Scalar = z.infer<typeof scalarSchema>;
type Cell = TableRow[string];

interface Condition {
  column: TableColumn;
  operator: FilterOperator;
  value?: Scalar | Scalar[] | undefined;
}

/**
 * Whether a row meets a condition, by the same rules as in a database query: texts without regard to case, a day
 * with the day of a time, an empty cell meets only “is-empty” and “≠”.
 */
export function keepsRow(row: TableRow, { column, operator, value }: Condition): boolean {
  const cell = cellOf(row, column.name);
  const isEmpty = cell === null || cell === "";
  if (operator === "is-empty") return isEmpty;
  if (operator === "is-not-empty") return !isEmpty;
  const values = value === undefined ? [] : [value].flat();
  const [first, last] = values;
  if (first === undefined) throw conditionError(column, "has no value to compare with");
  if (operator === "between" && last === undefined) {
    throw conditionError(column, "needs two values for “between”: the first and the last");
  }
  if (isEmpty) return operator === "≠";
  const order = (other: Scalar) => compareWith(cell, other, column);
  switch (operator) {
    case "=":
    case "in":
      return values.some((other) => order(other) === 0);
    case "≠":
      return order(first) !== 0;
    case "<":
      return order(first) < 0;
    case "≤":
      return order(first) <= 0;
    case ">":
      return order(first) > 0;
    case "≥":
      return order(first) >= 0;
    case "between":
      return order(first) >= 0 && order(last ?? first) <= 0;
    case "contains":
      return String(cell).toLowerCase().includes(String(first).toLowerCase());
    default:
      return operator satisfies never;
  }
}

/** Negative when the cell comes before the value. */
function compareWith(cell: Cell, value: Scalar, column: TableColumn): number {
  if (typeof cell === "number") {
    const number = Number(value);
    if (String(value).trim() === "" || Number.isNaN(number)) {
      throw conditionError(column, `compares it with “${value}”, which is not a number`);
    }
    return cell - number;
  }
  if (column.type === "date" && typeof cell === "string" && typeof value === "string") {
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
    return isDay ? compareCells(cell.slice(0, 10), value) : Date.parse(cell) - Date.parse(value);
  }
  return compareCells(typeof cell === "boolean" ? String(cell) : cell, String(value));
}

function conditionError(column: TableColumn, message: string): ToolError {
  return new ToolError("bad-input", `The condition on “${column.name}” ${message}.`);
}
