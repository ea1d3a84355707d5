// The values behind the letters of a CSV: numbers and dates in the ways people write them.
import type { ColumnType, TableColumn, TableRow } from "@/lib/domain/table";
import { makeYield } from "@/lib/tools/yield-now";

type Cell = TableRow[string];

/** How a file writes numbers and dates; one file has one way. */
export interface Habits {
  decimalComma: boolean;
  /** 3/4/2026 is the third of April. */
  dayFirst: boolean;
  /** There are dates whose order of day and month had to be decided. */
  hasShortDates: boolean;
}

const empties = new Set(["", "-", "n/a", "na", "null", "none", "nan", "#n/a"]);
const isEmpty = (text: string) => text.length <= maxValueLength && empties.has(text.trim().toLowerCase());

/**
 * Columns with their types, and rows with typed values. A column is of a type when all its values are; empty
 * cells and the usual words for "none" become null in columns that are not text.
 */
export async function inferColumns(
  names: readonly string[],
  records: readonly (readonly string[])[],
  delimiter: string,
): Promise<{ columns: TableColumn[]; rows: TableRow[]; habits: Habits }> {
  const yieldNow = makeYield();
  const sample = records.slice(0, 2000);
  const habits = habitsOf(
    names.map((_, index) => sample.map((record) => record[index] ?? "")),
    delimiter,
  );
  const columns: TableColumn[] = [];
  const values: Cell[][] = [];
  for (const [index, name] of names.entries()) {
    const column = inferColumn(
      records.map((record) => record[index] ?? ""),
      habits,
    );
    columns.push({ name, type: column.type });
    values.push(column.values);
    await yieldNow();
  }
  const rows: TableRow[] = [];
  for (let row = 0; row < records.length; row += 1) {
    rows.push(Object.fromEntries(names.map((name, index) => [name, values[index]?.[row] ?? null])));
    if (row % 1000 === 0) await yieldNow();
  }
  return { columns, rows, habits };
}

function inferColumn(cells: readonly string[], habits: Habits): { type: ColumnType; values: Cell[] } {
  const parsers: [ColumnType, (text: string) => Cell][] = [
    ["number", (text) => parseNumber(text, habits.decimalComma)],
    ["boolean", parseBoolean],
    ["date", (text) => parseDate(text, habits.dayFirst)],
  ];
  for (const [type, parse] of parsers) {
    const values = parseAll(cells, parse);
    if (values) return { type, values };
  }
  return { type: "text", values: cells.map((cell) => (cell === "" ? null : cell)) };
}

/** Every cell as a value, empty ones as null; null when one is something else, or none is a value. */
function parseAll(cells: readonly string[], parse: (text: string) => Cell): Cell[] | null {
  const values: Cell[] = [];
  let filled = 0;
  for (const cell of cells) {
    const value = isEmpty(cell) ? null : parse(cell);
    if (value === null && !isEmpty(cell)) return null;
    if (value !== null) filled += 1;
    values.push(value);
  }
  return filled > 0 ? values : null;
}

/** No number and no date is longer; the patterns below must not see long texts. */
const maxValueLength = 64;

const currencySign = /^(?:[$€£¥]|USD|EUR|GBP|CHF)\s*|\s*(?:[$€£¥]|USD|EUR|GBP|CHF)$/gi;
const pointNumber = /^[+-]?(?:\d{1,3}(?:[, '’\u00a0\u202f]\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const commaNumber = /^[+-]?(?:\d{1,3}(?:[. '’\u00a0\u202f]\d{3})+|\d+)(?:,\d+)?$/;

/**
 * A number: 1234.5, 1,234.50, $1,234.50, (1,234.50), 12%; with a decimal comma 1.234,50. Null for anything else,
 * codes with a leading zero and numbers too long to be kept exactly.
 */
export function parseNumber(text: string, decimalComma: boolean): number | null {
  if (text.length > maxValueLength) return null;
  const inParentheses = /^\((.+)\)$/.exec(text.trim());
  const plain = (inParentheses?.[1] ?? text.trim())
    .replace(/^([+-])\s*(?=[$€£¥])/, "$1")
    .replace(/^([+-]?)[$€£¥]\s*/, "$1")
    .replace(currencySign, "")
    .replace(/\s*%$/, "");
  if (!/\d/.test(plain) || !(decimalComma ? commaNumber : pointNumber).test(plain)) return null;
  const digits = decimalComma
    ? plain.replace(/[. '’\u00a0\u202f]/g, "").replace(",", ".")
    : plain.replace(/[, '’\u00a0\u202f]/g, "");
  if (/^[+-]?0\d/.test(digits)) return null;
  if (digits.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "").length > 15) return null;
  const value = Number(digits);
  if (!Number.isFinite(value)) return null;
  return inParentheses ? -value : value;
}

function parseBoolean(text: string): boolean | null {
  const lower = text.trim().toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : null;
}

const monthNumbers = new Map(
  ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map((name, index) => [
    name,
    index + 1,
  ]),
);
const time = "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?\\s*(Z|[+-]\\d{2}:?\\d{2})?)?";
const isoForm = new RegExp(`^(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})${time}$`);
const slashForm = new RegExp(`^(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4}|\\d{2})${time}$`);
const dayMonthForm = /^(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})$/;
const monthDayForm = /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$/;

/** A date or a date with a time, as ISO 8601; null for anything else and for days that don't exist. */
export function parseDate(text: string, dayFirst: boolean): string | null {
  if (text.length > maxValueLength) return null;
  const trimmed = text.trim();
  const iso = isoForm.exec(trimmed);
  if (iso) return isoOf(iso[1], iso[2], iso[3], iso.slice(4));
  const slash = slashForm.exec(trimmed);
  if (slash) {
    const [, first, mark, second, year] = slash;
    // Points are only written between day and month where the day comes first.
    const [day, month] = dayFirst || mark === "." ? [first, second] : [second, first];
    return isoOf(fullYear(year), month, day, slash.slice(5));
  }
  const named = dayMonthForm.exec(trimmed);
  if (named) return isoOf(named[3], monthOf(named[2]), named[1], []);
  const leading = monthDayForm.exec(trimmed);
  return leading ? isoOf(leading[3], monthOf(leading[1]), leading[2], []) : null;
}

const monthOf = (name = "") => String(monthNumbers.get(name.slice(0, 3).toLowerCase()) ?? 0);
const fullYear = (year = "") => (year.length === 2 ? `${Number(year) < 70 ? "20" : "19"}${year}` : year);

function isoOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  [hours, minutes, seconds, zone]: readonly (string | undefined)[],
): string | null {
  const two = (part: string | number) => String(part).padStart(2, "0");
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return null;
  const dayText = `${String(Number(year)).padStart(4, "0")}-${two(Number(month))}-${two(Number(day))}`;
  if (hours === undefined) return dayText;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  return `${dayText}T${two(hours)}:${minutes}:${seconds ?? "00"}${zone ?? ""}`;
}

/** What the file as a whole says about commas and days: cells that can only be read one way decide. */
function habitsOf(columns: readonly (readonly string[])[], delimiter: string): Habits {
  const sample = columns.flat().filter((cell) => cell.length <= maxValueLength && /\d/.test(cell));
  const comma = sample.filter((cell) => onlyReadable(cell, true)).length;
  const point = sample.filter((cell) => onlyReadable(cell, false)).length;
  const decimalComma = comma === point ? delimiter === ";" && sample.some(hasSeparator) : comma > point;
  const pairs = sample.flatMap((cell) => {
    const parts = slashForm.exec(cell.trim());
    return parts && parts[2] !== "." ? [[Number(parts[1]), Number(parts[3])] as const] : [];
  });
  const clearlyDayFirst = pairs.some(([first]) => first > 12);
  const clearlyMonthFirst = pairs.some(([, second]) => second > 12);
  const dayFirst = clearlyDayFirst || (!clearlyMonthFirst && decimalComma);
  return { decimalComma, dayFirst, hasShortDates: pairs.length > 0 };
}

/** True for a number that makes sense one way only: 1.234,5 and 0,25 with a decimal comma, 1,234.5 with a point. */
function onlyReadable(cell: string, decimalComma: boolean): boolean {
  return (
    hasSeparator(cell) &&
    parseNumber(cell, decimalComma) !== null &&
    parseNumber(cell, !decimalComma) === null
  );
}

const hasSeparator = (cell: string) => /\d[.,]\d/.test(cell);
