import { readSheet, SheetNotFoundError } from "read-excel-file/node";
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { typeOfCells } from "@/lib/tools/table-from-objects";
import { ToolError } from "@/lib/tools/tool-contract";
import { columnNames, looksLikeHeader } from "./headers";
import { unpackXlsx } from "./unpack-xlsx";

export interface XlsxOptions {
  name: string;
  /** Name of the sheet; default: the first. */
  sheet?: string | undefined;
  header?: boolean | undefined;
}

/** A sheet as a table. Rows above the headings (a title, a date) are left out. Throws `bad-input` ToolErrors. */
export async function readXlsx(
  bytes: Buffer,
  options: XlsxOptions,
): Promise<{ columns: TableColumn[]; rows: TableRow[]; notes: string[] }> {
  const sheet = await loadSheet(unpackXlsx(bytes, options.name), options);
  const filled = sheet.filter((row) => row.some((cell) => !isEmpty(cell)));
  const start = headingRow(filled);
  const [first, ...following] = filled.slice(start);
  if (!first) throw new ToolError("bad-input", `The sheet in “${options.name}” is empty.`);
  const hasHeader =
    options.header ??
    looksLikeHeader(
      first.map(plainCell),
      following.map((row) => row.map(plainCell)),
    );
  const width = Math.max(first.length, ...following.slice(0, 1000).map((row) => row.length));
  const used = Array.from({ length: width }, (_, index) => index).filter((index) =>
    [first, ...following].some((row) => !isEmpty(row[index])),
  );
  const names = columnNames(
    hasHeader ? used.map((index) => plainCell(first[index] ?? null)) : [],
    used.length,
  );
  const data = hasHeader ? following : [first, ...following];
  const rows = data.map((row) =>
    Object.fromEntries(used.map((index, place) => [names[place] ?? "", toCell(row[index] ?? null)])),
  );
  const columns = names.map((name) => ({ name, type: typeOfCells(rows.map((row) => row[name] ?? null)) }));
  const notes = [
    ...(start > 0
      ? [
          `${start === 1 ? "One row" : `${start} rows`} above the headings ${start === 1 ? "was" : "were"} left out.`,
        ]
      : []),
    ...(hasHeader ? [] : ["The first row holds values, so the columns are numbered."]),
  ];
  return { columns, rows, notes };
}

/** Cells are strings, numbers, booleans, dates or null; the library's own type says the constructor of dates. */
type Row = readonly unknown[];

async function loadSheet(workbook: Buffer, options: XlsxOptions): Promise<readonly Row[]> {
  try {
    return await readSheet(workbook, options.sheet ?? 1);
  } catch (cause) {
    if (cause instanceof SheetNotFoundError) {
      throw new ToolError(
        "bad-input",
        `“${options.name}” has no sheet “${options.sheet}”. ${cause.message}`,
        { cause },
      );
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ToolError("bad-input", `“${options.name}” can't be read as an Excel file: ${reason}.`, {
      cause,
    });
  }
}

const isEmpty = (cell: unknown) => cell === null || cell === undefined || cell === "";

/** The first row that is about as wide as the rest: what stands above it is a title. */
function headingRow(rows: readonly Row[]): number {
  const widths = rows.slice(0, 100).map((row) => row.filter((cell) => !isEmpty(cell)).length);
  const widest = Math.max(0, ...widths);
  const place = widths.findIndex((width) => width >= Math.max(1, widest * 0.6));
  return Math.max(0, place);
}

function plainCell(cell: unknown): string | number | boolean | Date | null {
  if (typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean") return cell;
  return cell instanceof Date ? cell : null;
}

/** Dates without a time as days; Excel's dates have no time zone. */
function toCell(cell: unknown): TableRow[string] {
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return null;
    // Excel counts in days: the last digits of a time are noise.
    const text = new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString();
    return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19);
  }
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (typeof cell === "boolean") return cell;
  return typeof cell === "string" && cell !== "" ? cell : null;
}
