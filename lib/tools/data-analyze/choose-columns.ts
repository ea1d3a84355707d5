// Which columns an analysis is about, when nobody said: found from names and values.
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { requireColumn } from "@/lib/tools/find-column";
import { firstDayOf } from "@/lib/tools/periods";
import { cellOf } from "@/lib/tools/table-text";
import { ToolError } from "@/lib/tools/tool-contract";
import { wordsOf } from "@/lib/tools/words";

export interface ChosenColumns {
  /** The number the analysis is about; null: rows are counted. */
  measure: TableColumn | null;
  /** All number columns worth a total, the measure first. */
  numbers: TableColumn[];
  time: TableColumn | null;
  /** Columns whose groups are compared. */
  groups: TableColumn[];
}

interface Wanted {
  measure?: string | undefined;
  timeColumn?: string | undefined;
  groupBy: readonly string[];
}

/** Names of amounts, the likeliest to be what is asked about first. */
const amountWords = [
  "revenue",
  "sale",
  "turnover",
  "amount",
  "total",
  "income",
  "profit",
  "value",
  "price",
  "cost",
  "spend",
  "budget",
  "quantity",
  "count",
  "number",
];
const keyWords = new Set([
  "id",
  "key",
  "code",
  "zip",
  "postal",
  "phone",
  "row",
  "index",
  "latitude",
  "longitude",
]);
const timeWords = new Set(["year", "month", "quarter", "week", "day", "date"]);
const maxGroups = 50;

/** Chooses the columns. Throws a `bad-input` ToolError for one that was named and is not there. */
export function chooseColumns(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  wanted: Wanted,
): ChosenColumns {
  const time = chooseTime(columns, rows, wanted.timeColumn);
  const numbers = columns.filter(
    (column) =>
      column.type === "number" && column !== time && !wordsOf(column.name).some((word) => keyWords.has(word)),
  );
  const measure = chooseMeasure(columns, numbers, wanted.measure);
  const groups =
    wanted.groupBy.length > 0
      ? wanted.groupBy.map((name) => requireColumn(columns, name))
      : groupsWorthComparing(columns, rows, time);
  const others = numbers.filter((column) => column !== measure && !isTimePart(column));
  return { measure, numbers: measure ? [measure, ...others] : others, time, groups };
}

const isTimePart = ({ name }: TableColumn) => wordsOf(name).every((word) => timeWords.has(word));

function chooseMeasure(
  columns: readonly TableColumn[],
  numbers: readonly TableColumn[],
  wanted: string | undefined,
): TableColumn | null {
  if (wanted !== undefined) {
    const column = requireColumn(columns, wanted, { preferred: "number" });
    if (column.type === "number") return column;
    const names = numbers.map(({ name }) => `“${name}”`).join(", ");
    const hint = numbers.length > 0 ? `Number columns are: ${names}.` : "The table has no number columns.";
    throw new ToolError("bad-input", `“${column.name}” holds no numbers to analyze. ${hint}`);
  }
  const amounts = numbers.filter((column) => !isTimePart(column));
  const rank = ({ name }: TableColumn) => {
    const positions = wordsOf(name).map((word) => amountWords.indexOf(word));
    return Math.min(...positions.map((position) => (position < 0 ? amountWords.length : position)));
  };
  const [best] = amounts.toSorted((a, b) => rank(a) - rank(b));
  return best ?? null;
}

function chooseTime(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  wanted: string | undefined,
): TableColumn | null {
  if (wanted !== undefined) {
    const column = requireColumn(columns, wanted, { preferred: "date" });
    if (isTime(column, rows)) return column;
    throw new ToolError(
      "bad-input",
      `“${column.name}” holds no dates or periods, such as 2017-11-24 or 2017 Q4.`,
    );
  }
  const dates = columns.filter(({ type }) => type === "date");
  const named = (column: TableColumn) => wordsOf(column.name).some((word) => timeWords.has(word));
  return (
    dates.find((column) => named(column) && isTime(column, rows)) ??
    dates.find((column) => isTime(column, rows)) ??
    columns.find((column) => column.type !== "boolean" && named(column) && isTime(column, rows)) ??
    null
  );
}

function isTime(column: TableColumn, rows: readonly TableRow[]): boolean {
  const cells = rows.map((row) => cellOf(row, column.name)).filter((cell) => cell !== null && cell !== "");
  return cells.length > 0 && cells.every((cell) => firstDayOf(cell) !== null);
}

/** Names of what people compare by, the likeliest first. */
const groupWords = [
  "region",
  "category",
  "segment",
  "product",
  "country",
  "channel",
  "department",
  "team",
  "type",
  "status",
];

function groupsWorthComparing(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  time: TableColumn | null,
): TableColumn[] {
  const rank = ({ name }: TableColumn) => {
    // "Sub-category" is a category too, but not the first that comes to mind.
    const position = groupWords.indexOf(wordsOf(name).join(" "));
    return position < 0 ? groupWords.length : position;
  };
  return columns
    .filter((column) => column !== time && isGroup(column, rows))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 3);
}

/** A text or yes/no column with few values, each of which several rows share. */
function isGroup(column: TableColumn, rows: readonly TableRow[]): boolean {
  if (column.type !== "text" && column.type !== "boolean") return false;
  const values = new Set<TableRow[string]>();
  for (const row of rows) {
    values.add(cellOf(row, column.name));
    if (values.size > maxGroups) return false;
  }
  return values.size >= 2 && (values.size <= rows.length / 2 || rows.length <= maxGroups);
}
