// The operations on a table, each a pure function.
import { z } from "zod";
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { aggregateCells, groupRows, sortRows } from "@/lib/tools/aggregate-rows";
import { requireColumn } from "@/lib/tools/find-column";
import { typeOfCells } from "@/lib/tools/table-from-objects";
import { type Aggregate, aggregates } from "@/lib/tools/table-schemas";
import { cellOf } from "@/lib/tools/table-text";
import { ToolError } from "@/lib/tools/tool-contract";
import { wordsOf } from "@/lib/tools/words";
import { filterSchema, keepsRow } from "./filter-row";

/** A table with all its rows. */
export interface Rows {
  columns: TableColumn[];
  rows: TableRow[];
}

const names = z.array(z.string());
export const directionSchema = z.enum(["ascending", "descending"]);
export const joinKindSchema = z.enum(["inner", "left"]);
const measureSchema = z.object({
  column: z.string(),
  aggregate: z.enum(aggregates),
  as: z.string().optional(),
});

export const operationSchema = z.discriminatedUnion("operation", [
  z.object({ operation: z.literal("filter"), filters: z.array(filterSchema) }),
  z.object({ operation: z.literal("group"), by: names, measures: z.array(measureSchema) }),
  z.object({ operation: z.literal("join"), on: names, kind: joinKindSchema.default("inner") }),
  z.object({
    operation: z.literal("sort"),
    by: z.array(z.object({ column: z.string(), direction: directionSchema.default("descending") })),
  }),
  z.object({ operation: z.literal("pick"), columns: names }),
  z.object({ operation: z.literal("limit"), count: z.int().positive() }),
]);
export type Operation = z.infer<typeof operationSchema>;

/** Applies one operation. Throws a `bad-input` ToolError that names what is not there. */
export function applyOperation(table: Rows, operation: Operation, second: Rows | null): Rows {
  switch (operation.operation) {
    case "filter": {
      const conditions = operation.filters.map((filter) => ({
        ...filter,
        column: requireColumn(table.columns, filter.column),
      }));
      return { ...table, rows: table.rows.filter((row) => conditions.every((one) => keepsRow(row, one))) };
    }
    case "group":
      return group(table, operation.by, operation.measures);
    case "join":
      if (!second) throw new ToolError("bad-input", "There is no second table to join with. Give one.");
      return join(table, second, operation);
    case "sort": {
      const keys = operation.by.map(({ column, direction }) => ({
        column: requireColumn(table.columns, column).name,
        direction,
      }));
      return { ...table, rows: sortRows(table.rows, keys) };
    }
    case "pick": {
      const columns = operation.columns.map((wanted) => requireColumn(table.columns, wanted));
      const kept = [...new Set(columns)];
      return { columns: kept, rows: table.rows.map((row) => pickCells(row, kept)) };
    }
    case "limit":
      return { ...table, rows: table.rows.slice(0, operation.count) };
    default:
      return operation satisfies never;
  }
}

function pickCells(row: TableRow, columns: readonly TableColumn[]): TableRow {
  return Object.fromEntries(columns.map(({ name }) => [name, cellOf(row, name)]));
}

type Measure = z.infer<typeof measureSchema>;

function group(table: Rows, by: readonly string[], measures: readonly Measure[]): Rows {
  const keys = by.map((wanted) => requireColumn(table.columns, wanted));
  const figures = (measures.length > 0 ? measures : [{ column: "rows", aggregate: "count" as const }]).map(
    (measure) => figureOf(table, measure),
  );
  const keyNames = keys.map(({ name }) => name);
  // Without a column to group by, all rows are one group, even when there are none.
  const groups = keys.length === 0 ? [{ key: [], rows: table.rows }] : groupRows(table.rows, keyNames);
  const rows = groups.map((one) =>
    Object.fromEntries([
      ...keyNames.map((name, index) => [name, one.key[index] ?? null]),
      ...figures.map(({ name, workOut }) => [name, workOut(one.rows)]),
    ]),
  );
  const columns = figures.map(({ name }) => ({
    name,
    type: typeOfCells(rows.map((row) => row[name] ?? null)),
  }));
  return { columns: [...keys, ...columns], rows };
}

interface Figure {
  name: string;
  workOut(rows: readonly TableRow[]): TableRow[string];
}

/** What a figure is called and how it is worked out for a group. */
function figureOf(table: Rows, { column: wanted, aggregate, as }: Measure): Figure {
  if (aggregate === "count" && (wanted === "*" || ["row", "record"].includes(wordsOf(wanted).join(" ")))) {
    return { name: as ?? "rows", workOut: (rows) => rows.length };
  }
  const needsNumber = aggregate === "sum" || aggregate === "avg";
  const column = requireColumn(table.columns, wanted, { preferred: needsNumber ? "number" : undefined });
  if (needsNumber && column.type !== "number") {
    const message = `“${column.name}” holds no numbers, so it can't be ${aggregate === "sum" ? "added up" : "averaged"}. Its first value is “${firstValue(table, column.name)}”.`;
    throw new ToolError("bad-input", message, { evidence: { column: column.name, type: column.type } });
  }
  return {
    name: as ?? figureName(aggregate, column.name),
    workOut: (rows) =>
      aggregateCells(
        rows.map((row) => cellOf(row, column.name)),
        aggregate,
      ),
  };
}

function firstValue(table: Rows, name: string): string {
  return String(table.rows.map((row) => cellOf(row, name)).find((cell) => cell !== null) ?? "");
}

/** The column's own name for a sum; otherwise what was worked out. */
export function figureName(aggregate: Aggregate, column: string): string {
  const prefix: Record<Aggregate, string> = {
    sum: "",
    avg: "average ",
    min: "smallest ",
    max: "largest ",
    count: "number of ",
    "count-distinct": "number of different ",
  };
  return `${prefix[aggregate]}${column}`;
}

function join(left: Rows, right: Rows, options: { on: readonly string[]; kind: "inner" | "left" }): Rows {
  const on = joinColumns(left, right, options.on);
  const isKey = new Set(on.map(({ right: name }) => name));
  const taken = new Set(left.columns.map(({ name }) => name));
  const added = right.columns
    .filter(({ name }) => !isKey.has(name))
    .map((column) => ({ ...column, from: column.name, name: freeName(column.name, taken) }));
  const keyOf = (row: TableRow, side: "left" | "right") =>
    JSON.stringify(on.map((pair) => comparable(cellOf(row, pair[side]))));
  const matches = Map.groupBy(right.rows, (row) => keyOf(row, "right"));
  const rows = left.rows.flatMap((row) => {
    const others: (TableRow | null)[] =
      matches.get(keyOf(row, "left")) ?? (options.kind === "left" ? [null] : []);
    return others.map((other) => ({
      ...row,
      ...Object.fromEntries(added.map(({ name, from }) => [name, other ? cellOf(other, from) : null])),
    }));
  });
  if (rows.length > maxJoinedRows) throw tooManyRows(rows.length);
  return { columns: [...left.columns, ...added.map(({ name, type }) => ({ name, type }))], rows };
}

const maxJoinedRows = 1_000_000;
const tooManyRows = (count: number) =>
  new ToolError(
    "bad-input",
    `Joining gives ${count.toLocaleString("en-US")} rows, more than a million. Match on more columns.`,
  );

function joinColumns(left: Rows, right: Rows, wanted: readonly string[]): { left: string; right: string }[] {
  if (wanted.length > 0) {
    return wanted.map((name) => ({
      left: requireColumn(left.columns, name, { of: "the first table" }).name,
      right: requireColumn(right.columns, name, { of: "the second table" }).name,
    }));
  }
  const shared = left.columns.filter(({ name }) => right.columns.some((other) => other.name === name));
  if (shared.length > 0) return shared.map(({ name }) => ({ left: name, right: name }));
  throw new ToolError(
    "bad-input",
    "The two tables have no column of the same name. Say which columns to match on.",
  );
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name} ${count}`;
  taken.add(free);
  return free;
}

/** Keys match without regard to case and to spaces around them. */
function comparable(cell: TableRow[string]): TableRow[string] {
  return typeof cell === "string" ? cell.trim().toLowerCase() : cell;
}
