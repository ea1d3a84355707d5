// What the columns of a table hold, seen from their values.
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import type { ColumnType, TableColumn, TableRow } from "@/lib/domain/table";

/** ISO dates and times, the only form a `date` column has. */
export const isoDatePattern =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** The type all values of a column share; text when they don't, or when there are none. */
export function typeOfCells(cells: Iterable<TableRow[string]>): ColumnType {
  let type: ColumnType | null = null;
  for (const cell of cells) {
    if (cell === null || cell === "") continue;
    const own = typeOfCell(cell);
    if (type !== null && type !== own) return "text";
    type = own;
  }
  return type ?? "text";
}

function typeOfCell(cell: string | number | boolean): ColumnType {
  if (typeof cell === "number") return "number";
  if (typeof cell === "boolean") return "boolean";
  return isoDatePattern.test(cell) ? "date" : "text";
}

/** Rows made from JSON objects: nested values become JSON text. Columns in the order they first appear. */
export function tableFromObjects(objects: readonly Record<string, Json>[]): {
  columns: TableColumn[];
  rows: TableRow[];
} {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const rows = objects.map((object) =>
    // `fromEntries` defines own properties, so that a key `__proto__` stays data.
    Object.fromEntries(
      names.map((name) => [name, Object.hasOwn(object, name) ? toCell(object[name] ?? null) : null]),
    ),
  );
  const columns = names.map((name) => ({ name, type: typeOfCells(rows.map((row) => row[name] ?? null)) }));
  return { columns, rows };
}

function toCell(value: Json): TableRow[string] {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/** The objects of a list, or of the only list among an object's members (`{ "items": [...] }`); null for any other. */
export function objectsIn(value: Json): JsonObject[] | null {
  const lists = isJsonObject(value)
    ? Object.values(value).filter((member) => Array.isArray(member))
    : [value];
  const [list, second] = lists;
  if (second !== undefined || !Array.isArray(list) || list.length === 0) return null;
  return list.every(isJsonObject) ? list : null;
}
