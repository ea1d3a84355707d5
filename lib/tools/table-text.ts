// A table written out for messages.
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { formatCell } from "./format-value";

/** A table in Markdown: numbers to the right, at most `limit` rows, then a line that says how many there are. */
export function markdownTable(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  limit = 50,
): string {
  if (columns.length === 0) return "";
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const head = line(columns.map(({ name }) => escapeCell(name)));
  const rule = line(columns.map(({ type }) => (type === "number" ? "---:" : "---")));
  const body = rows
    .slice(0, limit)
    .map((row) => line(columns.map(({ name }) => escapeCell(formatCell(cellOf(row, name))))));
  return [head, rule, ...body, ...moreLine(rows.length, limit)].join("\n");
}

/**
 * A table as lines of text: `1. Sean Miller: 25,043.05`. The first column leads; a single number follows it bare,
 * more columns follow with their names.
 */
export function listText(columns: readonly TableColumn[], rows: readonly TableRow[], limit = 20): string {
  const [lead, ...rest] = columns;
  if (!lead || rows.length === 0) return "No rows.";
  const lines = rows.slice(0, limit).map((row, index) => {
    const cells = rest
      .map(({ name }) => ({ name, text: formatCell(cellOf(row, name)) }))
      .filter(({ text }) => text !== "");
    const tail = cells.map(({ name, text }) => (rest.length === 1 ? text : `${name} ${text}`)).join(", ");
    const first = formatCell(cellOf(row, lead.name)) || "(empty)";
    return `${index + 1}. ${oneLine(first)}${tail === "" ? "" : `: ${oneLine(tail)}`}`;
  });
  return [...lines, ...moreLine(rows.length, limit)].join("\n");
}

/** A cell by its column's name, own properties only: `__proto__` is a name like any other (P1). */
export function cellOf(row: TableRow, name: string): TableRow[string] {
  return Object.hasOwn(row, name) ? (row[name] ?? null) : null;
}

function moreLine(count: number, limit: number): string[] {
  const left = count - limit;
  if (left <= 0) return [];
  return ["", `… and ${left.toLocaleString("en-US")} more ${left === 1 ? "row" : "rows"}.`];
}

const oneLine = (text: string) =>
  /[\r\n]/.test(text)
    ? text
        .split(/[\r\n]+/)
        .map((line) => line.trim())
        .join(" ")
    : text;

function escapeCell(text: string): string {
  return oneLine(text).replace(/([\\|*_`<>[\]])/g, "\\$1");
}
