import type { TableRow } from "@/lib/domain/table";
import { exactSum } from "./numbers";
import type { Aggregate } from "./table-schemas";
import { cellOf } from "./table-text";

type Cell = TableRow[string];

/** One figure over the rows of a group. Empty cells don't count; null when there is nothing to work it out from. */
export function aggregateCells(cells: readonly Cell[], aggregate: Aggregate): Cell {
  const filled = cells.filter((cell) => cell !== null && cell !== "");
  const numbers = filled.filter((cell) => typeof cell === "number");
  switch (aggregate) {
    case "count":
      return filled.length;
    case "count-distinct":
      return new Set(filled).size;
    case "sum":
      return exactSum(numbers);
    case "avg":
      return numbers.length === 0 ? null : exactSum(numbers) / numbers.length;
    case "min":
    case "max": {
      const [first, ...rest] = filled;
      const sign = aggregate === "min" ? 1 : -1;
      return rest.reduce<Cell>(
        (best, cell) => (compareCells(cell, best) * sign < 0 ? cell : best),
        first ?? null,
      );
    }
    default:
      return aggregate satisfies never;
  }
}

/** Rows with the same values in some columns, in the order the groups first appear. */
export function groupRows(
  rows: readonly TableRow[],
  columns: readonly string[],
): { key: Cell[]; rows: TableRow[] }[] {
  const groups = new Map<string, { key: Cell[]; rows: TableRow[] }>();
  for (const row of rows) {
    const key = columns.map((name) => cellOf(row, name));
    const id = JSON.stringify(key);
    const group = groups.get(id);
    if (group) group.rows.push(row);
    else groups.set(id, { key, rows: [row] });
  }
  return [...groups.values()];
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Order of two cells: numbers by value, texts as in a dictionary. Empty cells are neither smaller nor larger. */
export function compareCells(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a ?? ""), String(b ?? ""));
}

/** Rows sorted by several columns; rows with an empty cell come last, whichever the order. */
export function sortRows(
  rows: readonly TableRow[],
  keys: readonly { column: string; direction: "ascending" | "descending" }[],
): TableRow[] {
  return rows.toSorted((a, b) => {
    for (const { column, direction } of keys) {
      const [left, right] = [cellOf(a, column), cellOf(b, column)];
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
        continue;
      }
      const order = compareCells(left, right);
      if (order !== 0) return direction === "ascending" ? order : -order;
    }
    return 0;
  });
}
