// Columns by the name a person uses for them: a plan is made before anybody has seen the file's headers.
import type { ColumnType, TableColumn } from "@/lib/domain/table";
import { ToolError } from "./tool-contract";
import { isSubset, nearestNames, wordsOf } from "./words";

type Column = Pick<TableColumn, "name" | "type">;

/** Words that name the same thing in tables of figures. The first of each is what people say most. */
const synonyms: string[][] = [
  ["revenue", "sale", "turnover", "amount", "income", "total", "value"],
  ["customer", "client", "buyer", "account"],
  ["product", "item", "article"],
  ["date", "day", "time", "timestamp"],
  ["quantity", "qty", "unit", "piece"],
  ["country", "nation"],
  ["region", "area", "territory"],
  ["cost", "expense", "spend"],
  ["profit", "margin", "gain"],
  ["employee", "staff", "person", "worker"],
  ["category", "group", "segment"],
];

/**
 * The column a name means: the same name, the same words, a longer name with these words ("customer" for
 * "Customer Name", rather than "Customer ID"), or another word for it ("revenue" for "Sales"). Null when none or
 * several do equally well.
 */
export function findColumn<C extends Column>(
  columns: readonly C[],
  wanted: string,
  preferred?: ColumnType,
): C | null {
  const exact =
    columns.find(({ name }) => name === wanted) ??
    columns.find(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase());
  if (exact) return exact;
  const words = wordsOf(wanted);
  return matchWords(columns, words, preferred) ?? matchSynonyms(columns, words, preferred);
}

/** Like `findColumn`; throws a `bad-input` ToolError that names the nearest columns. */
export function requireColumn<C extends Column>(
  columns: readonly C[],
  wanted: string,
  options: { preferred?: ColumnType; of?: string } = {},
): C {
  const found = findColumn(columns, wanted, options.preferred);
  if (found) return found;
  const names = columns.map(({ name }) => name);
  const near = nearestNames(wanted, names);
  const place = options.of ? ` in ${options.of}` : "";
  const hint =
    near.length > 0
      ? `Did you mean ${near.map(quoted).join(", ")}?`
      : `The columns are: ${names.slice(0, 30).map(quoted).join(", ")}.`;
  throw new ToolError("bad-input", `There is no column ${quoted(wanted)}${place}. ${hint}`, {
    evidence: { wanted, near, columns: names.slice(0, 100) },
  });
}

const quoted = (name: string) => `“${name}”`;

function matchWords<C extends Column>(
  columns: readonly C[],
  words: readonly string[],
  preferred: ColumnType | undefined,
): C | null {
  if (words.length === 0) return null;
  const ranked = columns
    .map((column) => ({ column, rank: rankOf(column, words, preferred) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
  const [first, second] = ranked;
  return first && first.rank !== second?.rank ? first.column : null;
}

/** How well a column fits some words, 0 for not at all. */
function rankOf(column: Column, words: readonly string[], preferred: ColumnType | undefined): number {
  const own = wordsOf(column.name);
  const fit = wordFit(own, words);
  if (fit === 0) return 0;
  const typed = preferred === undefined || column.type === preferred ? 20 : 0;
  const isKey = own.some((word) => ["id", "key", "code", "number", "no"].includes(word));
  const isName = own.includes("name") || own.includes("title");
  return fit + typed + (isName ? 5 : 0) - (isKey ? 5 : 0) - own.length * 0.1;
}

/** Words people put around a column's name that say nothing about which it is. */
const qualifiers = new Set(
  "the a of by per total sum overall average avg mean number count amount value column field highest lowest top".split(
    " ",
  ),
);

function wordFit(own: readonly string[], words: readonly string[]): number {
  if (own.length === words.length && isSubset(words, own)) return 100;
  if (isSubset(words, own)) return 60;
  const rest = words.filter((word) => !own.includes(word));
  return isSubset(own, words) && rest.every((word) => qualifiers.has(word)) ? 40 : 0;
}

function matchSynonyms<C extends Column>(
  columns: readonly C[],
  words: readonly string[],
  preferred: ColumnType | undefined,
): C | null {
  for (const [position, word] of words.entries()) {
    const others = synonyms.filter((group) => group.includes(word)).flat();
    for (const other of others) {
      const found = matchWords(columns, words.with(position, other), preferred);
      if (found) return found;
    }
  }
  return null;
}
