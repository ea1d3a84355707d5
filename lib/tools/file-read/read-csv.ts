import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { ToolError } from "@/lib/tools/tool-contract";
import { makeYield } from "@/lib/tools/yield-now";
import { columnNames, looksLikeHeader } from "./headers";
import { inferColumns } from "./infer-columns";

export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

const maxRecordBytes = 1024 * 1024;
const maxRows = 1_000_000;
const maxColumns = 2000;
const delimiterNames: Record<Delimiter, string> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "vertical bars",
};

export interface CsvOptions {
  name: string;
  delimiter?: Delimiter | undefined;
  header?: boolean | undefined;
}

/** A CSV as a table; a long one is read in turns with other work. Throws a `bad-input` ToolError that names the line for quotes and rows that don't close. */
export async function readCsv(
  text: string,
  options: CsvOptions,
): Promise<{ columns: TableColumn[]; rows: TableRow[]; notes: string[] }> {
  // Excel's own hint, and not a row: `sep=;`
  const hint = /^sep=([,;\t|])\r?\n/.exec(text);
  const hinted = delimiters.find((delimiter) => delimiter === hint?.[1]);
  const body = hint ? text.slice(hint[0].length) : text;
  const delimiter = options.delimiter ?? hinted ?? sniffDelimiter(body);
  const records = await parseRecords(body, delimiter, { name: options.name, linesBefore: hint ? 1 : 0 });
  const [first] = records;
  if (!first) throw new ToolError("bad-input", `“${options.name}” has no rows.`);
  const width = Math.max(...records.slice(0, 1000).map(({ cells }) => cells.length));
  if (width > maxColumns) {
    throw new ToolError("bad-input", `“${options.name}” has ${width} columns, more than ${maxColumns}.`);
  }
  const hasHeader =
    options.header ??
    looksLikeHeader(
      first.cells,
      records.slice(1, 50).map(({ cells }) => cells),
    );
  const names = columnNames(hasHeader ? first.cells : [], hasHeader ? first.cells.length : width);
  const data = hasHeader ? records.slice(1) : records;
  checkWidths(data, names.length, options.name);
  const cells = data.map((record) => record.cells);
  const { columns, rows, habits } = await inferColumns(names, cells, delimiter);
  const notes = [
    `Cells are separated by ${delimiterNames[delimiter]}.`,
    ...(hasHeader ? [] : ["The first row holds values, so the columns are numbered."]),
    ...(habits.decimalComma ? ["Numbers are read with a decimal comma."] : []),
    ...(habits.hasShortDates && columns.some(({ type }) => type === "date")
      ? [`Dates such as 3/4/2026 are read with the ${habits.dayFirst ? "day" : "month"} first.`]
      : []),
  ];
  return { columns, rows, notes };
}

interface CsvRecord {
  cells: string[];
  line: number;
}

async function parseRecords(
  text: string,
  delimiter: Delimiter,
  place: { name: string; linesBefore: number },
): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: maxRecordBytes,
    on_record: (cells: string[], { lines }: { lines: number }) => {
      if (records.length > maxRows) {
        throw new ToolError("bad-input", `“${place.name}” has more than a million rows. Split it.`);
      }
      records.push({ cells, line: lines + place.linesBefore });
      return null;
    },
  });
  try {
    // Nothing comes out, as every record is taken on its way; the end is what is waited for.
    for await (const _ of Readable.from(piecesOf(text)).pipe(parser));
  } catch (error) {
    throw asToolError(error, text, { ...place, recordLine: (records.at(-1)?.line ?? place.linesBefore) + 1 });
  }
  return records;
}

const pieceLength = 256 * 1024;

/** A text piece by piece, with a pause for other work after each. */
async function* piecesOf(text: string): AsyncGenerator<string> {
  const yieldNow = makeYield();
  for (let start = 0; start < text.length; start += pieceLength) {
    yield text.slice(start, start + pieceLength);
    await yieldNow();
  }
}

function asToolError(
  error: unknown,
  text: string,
  { name, linesBefore, recordLine }: { name: string; linesBefore: number; recordLine: number },
): unknown {
  if (!(error instanceof CsvError)) return error;
  const counted = "lines" in error && typeof error.lines === "number" ? error.lines : 1;
  // A quote that is never closed is noticed at the end of the file; the row it is in says where to look.
  const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
  const line = isOpen ? recordLine : counted + linesBefore;
  const lineText = text.split("\n")[line - linesBefore - 1]?.trim().slice(0, 200) ?? "";
  const what: Partial<Record<typeof error.code, string>> = {
    CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed",
    CSV_INVALID_CLOSING_QUOTE: "text follows a closing quote",
    INVALID_OPENING_QUOTE: "a quote stands in the middle of a cell",
    CSV_MAX_RECORD_SIZE: "a row is longer than 1 MB, which is mostly a quote that is never closed",
  };
  const message = `“${name}” is not a correct CSV: in line ${line}, ${what[error.code] ?? error.message}. Correct that line, or choose another separator.`;
  return new ToolError("bad-input", message, {
    evidence: { line, text: lineText, code: error.code },
    cause: error,
  });
}

function checkWidths(records: readonly CsvRecord[], width: number, name: string): void {
  const wide = records.find(
    ({ cells }) => cells.length > width && cells.slice(width).some((cell) => cell !== ""),
  );
  if (!wide) return;
  const message = `“${name}” is not a correct CSV: line ${wide.line} has ${wide.cells.length} cells, and there are ${width} columns. Is a cell with a separator in it missing its quotes?`;
  throw new ToolError("bad-input", message, {
    evidence: { line: wide.line, cells: wide.cells.slice(0, 50) },
  });
}

/** The separator that splits the first lines into the most even number of cells. */
function sniffDelimiter(text: string): Delimiter {
  const sample = firstLines(text, 20);
  const scored = delimiters.map((delimiter) => {
    const counts = sample.map((line) => cellCount(line, delimiter));
    const [first = 1] = counts;
    const same = counts.filter((count) => count === first).length;
    return { delimiter, score: first > 1 ? same * 1000 + first : 0 };
  });
  const [best] = scored.toSorted((a, b) => b.score - a.score);
  return best && best.score > 0 ? best.delimiter : ",";
}

/** The first lines, where a line break inside quotes does not end one. */
function firstLines(text: string, count: number): string[] {
  const lines: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < Math.min(text.length, 200_000) && lines.length < count; index += 1) {
    if (text[index] === '"') quoted = !quoted;
    if (text[index] !== "\n" || quoted) continue;
    lines.push(text.slice(start, index));
    start = index + 1;
  }
  if (lines.length < count && start < text.length) lines.push(text.slice(start, start + 10_000));
  return lines.filter((line) => line.trim() !== "");
}

function cellCount(line: string, delimiter: Delimiter): number {
  let count = 1;
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) count += 1;
  }
  return count;
}
