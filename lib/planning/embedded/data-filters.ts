// Conditions in a question about figures: values that stand in a column, names before a column, comparisons.
import type { Json } from "@/lib/domain/json";
import type { ColumnFacts, TableFacts } from "./planning-request";
import type { TaggedToken } from "./tag-words";
import { numberOf, splitName, wordSimilarity } from "./words";
import type { Doubt } from "./written-dates";

export interface DataFilter {
  column: string;
  operator: "=" | "in" | "between" | ">" | "≥" | "<" | "≤" | "≠";
  value: Json;
  /** The words of the goal it was read from. */
  words: string;
  /** Of days nobody can be sure of: what else they may be. */
  doubt?: Doubt;
}

/** A filter, and the positions of the tokens it was read from. */
export type FoundFilter = DataFilter & { at: number[] };

/** A word's best column and how alike they are, 0.75 to 1; null when none is. */
export function bestColumn(
  word: string,
  next: string,
  table: TableFacts,
): { column: ColumnFacts; likeness: number } | null {
  let best: { column: ColumnFacts; likeness: number; rank: number } | null = null;
  for (const column of table.columns) {
    const own = splitName(column.name);
    const likeness = Math.max(0, ...own.map((part) => wordSimilarity(word, part)));
    if (likeness < 0.75) continue;
    const isKey = /^(?:id|key|code|no|number)$/.test(own.at(-1) ?? "") && own.length > 1;
    const nextFits = own.some((part) => wordSimilarity(next, part) >= 0.85) ? 0.3 : 0;
    const isName = own.at(-1) === "name" ? 0.05 : 0;
    const rank = likeness + nextFits + isName - (isKey ? 0.3 : 0) - own.length * 0.04;
    if (!best || rank > best.rank) best = { column, likeness, rank };
  }
  return best;
}

/** "in the West", "for Technology", "the West region", "from Germany". */
export function valueFilters(tokens: readonly TaggedToken[], table: TableFacts): FoundFilter[] {
  const filters: FoundFilter[] = [];
  for (const column of table.columns) {
    if (column.type !== "text") continue;
    for (const value of column.values ?? []) addKnownValue(filters, tokens, table, column, value);
  }
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    const before = tokens[at - 1]?.lower ?? "";
    if (!/^\p{Lu}/u.test(token.text) || at === 0 || filters.some((filter) => filter.at.includes(at)))
      continue;
    if (bestColumn(token.lower, "", table) !== null) continue;
    const named = next ? bestColumn(next.lower, "", table)?.column : undefined;
    if (named?.type === "text" && !named.values && next && /^(?:the|for|in|of)$/.test(before)) {
      const words = `${token.text} ${next.text}`;
      addValue(filters, { column: named.name, value: token.text, words, at: [at, at + 1] });
      continue;
    }
    const place = /^(?:in|from|for)$/.test(before) ? placeColumn(token, table) : null;
    if (place && !place.values)
      addValue(filters, { column: place.name, value: token.text, words: token.text, at: [at] });
  }
  return filters;
}

function addKnownValue(
  filters: FoundFilter[],
  tokens: readonly TaggedToken[],
  table: TableFacts,
  column: ColumnFacts,
  value: string,
): void {
  const parts = value.toLowerCase().split(/\s+/);
  const at = tokens.findIndex((_, i) =>
    parts.every((part, j) => isSameValue(tokens[i + j]?.lower ?? "", part)),
  );
  if (at < 0 || filters.some((filter) => filter.at.includes(at))) return;
  const words = tokens
    .slice(at, at + parts.length)
    .map((token) => token.text)
    .join(" ");
  // A lower-case word that is a column's own name is that column, not a value of another.
  if (words === words.toLowerCase() && bestColumn(words, "", table)?.likeness === 1) return;
  // "order", "same", "first": one plain word of every day is no value unless it was written as one.
  if (parts.length === 1 && words === words.toLowerCase() && value.length < 4) return;
  addValue(filters, { column: column.name, value, words, at: parts.map((_, j) => at + j) });
}

/** A value as it stands, or its plural: "corporates". */
const isSameValue = (word: string, part: string) => word === part || (part.length > 4 && word === `${part}s`);

/** The column a country, state or city would stand in. */
function placeColumn(token: TaggedToken, table: TableFacts): ColumnFacts | null {
  const kinds: [string, RegExp][] = [
    ["Country", /^(?:country|nation)$/],
    ["Region", /^(?:state|region|province)$/],
    ["City", /^(?:city|town)$/],
  ];
  for (const [tag, pattern] of kinds) {
    if (!token.tags.has(tag)) continue;
    const found = table.columns.find(
      (column) => column.type === "text" && splitName(column.name).some((word) => pattern.test(word)),
    );
    if (found) return found;
  }
  return null;
}

function addValue(
  filters: FoundFilter[],
  found: Pick<FoundFilter, "column" | "words" | "at"> & { value: string },
) {
  const same = filters.find((filter) => filter.column === found.column);
  if (!same) {
    filters.push({ ...found, operator: "=" });
    return;
  }
  // "in the West and the East": either.
  same.value = [same.value, found.value].flat();
  same.operator = "in";
  same.words = `${same.words}, ${found.words}`;
  same.at.push(...found.at);
}

const comparators: [RegExp, DataFilter["operator"]][] = [
  [/^(?:over|above|exceeding|(?:more|greater|higher|bigger|larger) than)$/, ">"],
  [/^(?:under|below|(?:less|fewer|lower|smaller) than)$/, "<"],
  [/^at least$/, "≥"],
  [/^(?:at most|up to)$/, "≤"],
];

/** "profit over 500", "more than 3 items": the nearest number column compared with a number. */
export function comparisons(
  tokens: readonly TaggedToken[],
  links: readonly { column: ColumnFacts; at: number; words: string }[],
): DataFilter[] {
  return tokens.flatMap((token, at): DataFilter[] => {
    const value = numberOf(token.text);
    if (value === null) return [];
    const before = tokens.slice(Math.max(0, at - 2), at).map((one) => one.lower);
    const two = comparators.find(([pattern]) => pattern.test(before.join(" ")));
    const one = comparators.find(([pattern]) => pattern.test(before.at(-1) ?? ""));
    const operator = (two ?? one)?.[1];
    const numeric = links.filter((link) => link.column.type === "number");
    const [nearest] = numeric.sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
    if (!operator || !nearest) return [];
    const words = [nearest.words, ...before.slice(two ? -2 : -1), token.text].join(" ");
    return [{ column: nearest.column.name, operator, value, words }];
  });
}
