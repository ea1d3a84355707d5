import type { ColumnType, TableColumn, TableRow } from "@/lib/domain/table";
import type { RawResult } from "./read-only-database";

// Type ids of pg_type that are fixed by PostgreSQL.
const typeById: Record<number, ColumnType> = {
  16: "boolean",
  20: "number",
  21: "number",
  23: "number",
  26: "number",
  700: "number",
  701: "number",
  790: "number",
  1700: "number",
  1082: "date",
  1114: "date",
  1184: "date",
};
const timestampIds = new Set([1114, 1184]);
const moneyId = 790;

/** A result in PostgreSQL's text form as a table. Columns of the same name are told apart by a number. */
export function tableOfResult(result: RawResult): { columns: TableColumn[]; rows: TableRow[] } {
  const names = distinctNames(result.fields.map(({ name }) => name));
  const columns = result.fields.map(({ typeId }, index) => ({
    name: names[index] ?? "",
    type: typeById[typeId] ?? ("text" as const),
  }));
  const rows = result.rows.map((row) =>
    Object.fromEntries(
      result.fields.map(({ typeId }, index) => [names[index] ?? "", toCell(row[index] ?? null, typeId)]),
    ),
  );
  return { columns, rows };
}

function toCell(text: string | null, typeId: number): TableRow[string] {
  if (text === null) return null;
  const type = typeById[typeId];
  if (type === "boolean") return text === "t";
  if (type === "number") {
    const value = Number(typeId === moneyId ? text.replace(/[^\d.-]/g, "") : text);
    // JSON has neither NaN nor infinity.
    return Number.isFinite(value) ? value : null;
  }
  return timestampIds.has(typeId) ? isoTimestamp(text) : text;
}

/** `2017-01-31 09:30:00+00` as `2017-01-31T09:30:00+00:00`. Dates before Christ and `infinity` stay as they are. */
function isoTimestamp(text: string): string {
  return text
    .replace(/^(\d{4}-\d{2}-\d{2}) /, "$1T")
    .replace(/([+-]\d{2})$/, "$1:00")
    .replace(/\+00:00$/, "Z");
}

function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name === "?column?" || name === "" ? "value" : name;
    let unique = plain;
    for (let count = 2; taken.has(unique); count += 1) unique = `${plain} ${count}`;
    taken.add(unique);
    return unique;
  });
}
