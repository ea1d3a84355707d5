import { parseDate, parseNumber } from "./infer-columns";

type RawCell = string | number | boolean | Date | null;

/** Names of columns from a first row: empty ones are numbered, repeated ones told apart. */
export function columnNames(cells: readonly RawCell[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: Math.max(width, cells.length) }, (_, index) => {
    const cell = cells[index];
    const plain = (cell === null || cell === undefined ? "" : textOf(cell))
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 200);
    const name = plain === "" ? `column ${index + 1}` : plain;
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1) unique = `${name} ${count}`;
    taken.add(unique);
    return unique;
  });
}

const textOf = (cell: RawCell) =>
  cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? "");

/**
 * Whether a first row names the columns: its cells are words, mostly different ones, not values; years may name
 * columns too. A row that comes again below is data.
 */
export function looksLikeHeader(
  first: readonly RawCell[],
  following: readonly (readonly RawCell[])[],
): boolean {
  const filled = first.filter((cell) => cell !== null && textOf(cell).trim() !== "");
  const distinct = new Set(filled.map((cell) => textOf(cell).toLowerCase())).size;
  if (filled.length === 0 || distinct <= filled.length / 2) return false;
  if (filled.some((cell) => isValue(cell))) return false;
  return !following.some((row) => first.every((cell, index) => textOf(cell) === textOf(row[index] ?? null)));
}

function isValue(cell: RawCell): boolean {
  if (typeof cell === "boolean" || cell instanceof Date) return true;
  const text = textOf(cell).trim();
  if (/^(?:19|20)\d{2}$/.test(text)) return false;
  return typeof cell === "number" || parseNumber(text, false) !== null || parseDate(text, false) !== null;
}
