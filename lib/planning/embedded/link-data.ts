// A question about figures, linked to a table: which columns its words mean, and what is to be worked out.
import type { Json } from "@/lib/domain/json";
import { type Grain, grainOf, type TimeMention } from "./dates";
import type { ColumnFacts, TableFacts } from "./planning-request";
import type { TaggedToken } from "./tag-words";
import { isKnownVerb } from "./verbs";
import { isStopWord, numberOf, splitName, stem, wordSimilarity } from "./words";

export type Aggregate = "sum" | "avg" | "min" | "max" | "count" | "count-distinct";

export interface DataFilter {
  column: string;
  operator: "=" | "in" | "between" | ">" | "≥" | "<" | "≤" | "≠";
  value: Json;
  words: string;
}

/** What a goal asks of a table. `words` everywhere: the words of the goal it was read from. */
export interface DataQuestion {
  table: TableFacts;
  measures: { column: string; aggregate: Aggregate; words: string }[];
  dimensions: { column: string; words: string; isGrouping: boolean }[];
  grain: { value: Grain; words: string } | null;
  timeColumn: string | null;
  filters: DataFilter[];
  order: { direction: "ascending" | "descending"; words: string } | null;
  limit: { value: number; words: string } | null;
  /** 0 to 1: the share of the question's words that mean something in this table. */
  strength: number;
}

interface Link {
  column: ColumnFacts;
  words: string;
  at: number;
  likeness: number;
}

const fillers = new Set(
  `data figure number report analysis result total overall sum amount value average mean count top bottom best worst
  highest lowest most least largest smallest biggest fewest growth trend file csv spreadsheet table sheet upload attach
  attachment column row summary overview breakdown chart graph plot list bar line pie performance compare comparison
  high low biggest big over under than more less above below between and all each what much many how per selling
  sell sold company our database db stat statistic statistics info information detail`
    .split(/\s+/)
    .map(stem),
);
const descending = /^(?:top|highest|most|largest|biggest|best|greatest|strongest|leading)$/;
const ascending = /^(?:bottom|lowest|least|smallest|fewest|worst|weakest|poorest)$/;

/** Links the words of an intent to a table; null when they say nothing about it. */
export function linkData(
  tokens: readonly TaggedToken[],
  table: TableFacts,
  times: readonly TimeMention[],
): DataQuestion | null {
  const text = tokens.map((token) => token.text).join(" ");
  const inTime = (token: TaggedToken) => times.some((time) => token.start >= time.start && token.end <= time.end);
  const words = tokens.filter((token) => !inTime(token));
  const valueFilters = filtersByValue(words, table);
  const taken = new Set(valueFilters.flatMap((filter) => filter.at));
  const { links, missed } = linkWords(words, table, taken);
  const grain = grainOf(text);
  const dateColumn = table.columns.find((column) => column.type === "date")?.name ?? null;
  const question: DataQuestion = {
    table,
    measures: [],
    dimensions: [],
    grain: grain && dateColumn ? { value: grain.grain, words: grain.words } : null,
    timeColumn: dateColumn,
    filters: [...valueFilters.map(({ at: _at, ...filter }) => filter), ...comparisons(words, links)],
    order: orderOf(words),
    limit: null,
    strength: 0,
  };
  readColumns(question, words, links);
  for (const time of times) {
    if (!dateColumn) continue;
    const { from, to } = time.past;
    question.filters.push({ column: dateColumn, operator: "between", value: [from, to], words: time.words });
  }
  question.limit = limitOf(words, question);
  const linked = links.reduce((sum, link) => sum + link.likeness, 0) + taken.size + (question.grain ? 1 : 0);
  const isAbout = question.measures.length > 0 || question.dimensions.length > 0;
  question.strength = isAbout ? Math.min(1, linked / (linked + missed)) : 0;
  return isAbout ? question : null;
}

/** Each word's best column. `missed`: how many words with a meaning found none. */
function linkWords(tokens: readonly TaggedToken[], table: TableFacts, taken: ReadonlySet<number>) {
  const links: Link[] = [];
  let missed = 0;
  for (const [at, token] of tokens.entries()) {
    if (taken.has(at) || token.kind !== "word" || isIgnored(token)) continue;
    const best = bestColumn(token.lower, tokens[at + 1]?.lower ?? "", table);
    if (best) links.push({ column: best.column, words: token.text, at, likeness: best.likeness });
    else if (!fillers.has(stem(token.lower))) missed += 1;
  }
  return { links, missed };
}

function isIgnored(token: TaggedToken): boolean {
  const { lower } = token;
  if (isStopWord(lower) || numberOf(lower) !== null || descending.test(lower) || ascending.test(lower)) return true;
  if (/^(?:quarterly|monthly|weekly|daily|yearly|annual|annually|quarter|month|week|day|year|average|total)s?$/.test(lower)) return true;
  return isKnownVerb(lower) && token.tags.has("Verb") && !token.tags.has("Noun") && lower.length < 8;
}

function bestColumn(word: string, next: string, table: TableFacts): { column: ColumnFacts; likeness: number } | null {
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

/** "in the West", "for Technology": values that stand in a column; "the West region": a name before its column. */
function filtersByValue(tokens: readonly TaggedToken[], table: TableFacts): (DataFilter & { at: number[] })[] {
  const filters: (DataFilter & { at: number[] })[] = [];
  for (const column of table.columns) {
    if (column.type !== "text") continue;
    for (const value of column.values ?? []) {
      const parts = value.toLowerCase().split(/\s+/);
      const at = tokens.findIndex((_, i) => parts.every((part, j) => tokens[i + j]?.lower === part));
      if (at < 0 || filters.some((filter) => filter.at.includes(at))) continue;
      const words = tokens.slice(at, at + parts.length).map((token) => token.text).join(" ");
      // A lower-case word that is a column's own name, or a plain word, is no value.
      if (words === words.toLowerCase() && bestColumn(words, "", table)?.likeness === 1) continue;
      addValue(filters, { column: column.name, value, words, at: parts.map((_, j) => at + j) });
    }
  }
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    if (!next || at === 0 || !/^\p{Lu}/u.test(token.text) || filters.some((filter) => filter.at.includes(at))) continue;
    const column = bestColumn(next.lower, "", table)?.column;
    const isSaid = /^(?:the|for|in|of)$/.test(tokens[at - 1]?.lower ?? "");
    if (column?.type === "text" && !column.values && isSaid && bestColumn(token.lower, "", table) === null) {
      addValue(filters, { column: column.name, value: token.text, words: `${token.text} ${next.text}`, at: [at, at + 1] });
    }
  }
  return filters;
}

function addValue(
  filters: (DataFilter & { at: number[] })[],
  found: { column: string; value: string; words: string; at: number[] },
): void {
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
  [/^(?:at least|from)$/, "≥"],
  [/^(?:at most|up to)$/, "≤"],
];

/** "profit over 500", "more than 3 items": a number column compared with a number. */
function comparisons(tokens: readonly TaggedToken[], links: readonly Link[]): DataFilter[] {
  return tokens.flatMap((token, at): DataFilter[] => {
    const value = numberOf(token.text);
    if (value === null) return [];
    const before = tokens.slice(Math.max(0, at - 2), at).map((one) => one.lower);
    const two = comparators.find(([pattern]) => pattern.test(before.join(" ")));
    const one = comparators.find(([pattern]) => pattern.test(before.at(-1) ?? ""));
    const operator = (two ?? one)?.[1];
    const numeric = links.filter((link) => link.column.type === "number");
    const nearest = numeric.sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
    if (!operator || !nearest) return [];
    const length = two ? 2 : 1;
    const words = [nearest.words, ...before.slice(-length), token.text].join(" ");
    return [{ column: nearest.column.name, operator, value, words }];
  });
}

function orderOf(tokens: readonly TaggedToken[]): DataQuestion["order"] {
  for (const token of tokens) {
    if (descending.test(token.lower)) return { direction: "descending", words: token.text };
    if (ascending.test(token.lower)) return { direction: "ascending", words: token.text };
  }
  return null;
}

/** Figures and groups from the links, in place. */
function readColumns(question: DataQuestion, tokens: readonly TaggedToken[], links: readonly Link[]): void {
  const text = tokens.map((token) => token.lower).join(" ");
  const filtered = new Set(question.filters.map((filter) => filter.column));
  for (const link of links) {
    const { column, words, at } = link;
    const before = tokens.slice(Math.max(0, at - 3), at).map((token) => token.lower);
    if (/\bhow many\b|\bnumber of\b|\bcount (?:of|the)?\b/.test(before.join(" "))) {
      question.measures.push({ ...countOf(words, column, question.table), words });
    } else if (column.type === "number") {
      const isCompared = filtered.has(column.name) && question.order === null;
      if (question.measures.some((one) => one.column === column.name) || isCompared) continue;
      question.measures.push({ column: column.name, aggregate: aggregateOf(before), words });
    } else if (column.type === "text" && !question.dimensions.some((one) => one.column === column.name)) {
      // "the West region" filters by region; "by region" groups by it.
      const isGrouped = /\b(?:by|per|each|every|across)$/.test(before.at(-1) ?? "");
      if (!filtered.has(column.name) || isGrouped) question.dimensions.push({ column: column.name, words, isGrouping: isGrouped });
    }
  }
  if (question.measures.length > 0) return;
  const main = mainMeasure(question.table);
  const isRanked = question.order !== null || /\bs(?:ell|old)\b|\bselling\b/.test(text);
  if (main && question.dimensions.length > 0 && (isRanked || question.grain)) {
    question.measures.push({ column: main.name, aggregate: "sum", words: question.order?.words ?? "" });
    question.order ??= { direction: "descending", words: "" };
  }
}

/** How many there are of what a word names: different keys where the table has one, else sums or different values. */
function countOf(word: string, column: ColumnFacts, table: TableFacts): { column: string; aggregate: Aggregate } {
  const key = table.columns.find((other) => {
    const parts = splitName(other.name);
    return parts.length > 1 && parts.at(-1) === "id" && wordSimilarity(word, parts[0] ?? "") === 1;
  });
  if (key) return { column: key.name, aggregate: "count-distinct" };
  return { column: column.name, aggregate: column.type === "number" ? "sum" : "count-distinct" };
}

function aggregateOf(before: readonly string[]): Aggregate {
  if (before.some((word) => /^(?:average|avg|mean)$/.test(word))) return "avg";
  return before.some((word) => /^(?:maximum|max)$/.test(word))
    ? "max"
    : before.some((word) => /^(?:minimum|min)$/.test(word))
      ? "min"
      : "sum";
}

/** The amount a table is about when none is named: sales, revenue, …, else its first number that is no key. */
function mainMeasure(table: TableFacts): ColumnFacts | null {
  const numbers = table.columns.filter((column) => column.type === "number");
  const isAmount = (column: ColumnFacts) => splitName(column.name).some((part) => wordSimilarity("revenue", part) >= 0.8);
  const isKey = (column: ColumnFacts) => /(?:^|[ _])(?:id|key|no|number|code|year|row)$/i.test(splitName(column.name).join(" "));
  return numbers.find(isAmount) ?? numbers.find((column) => !isKey(column)) ?? null;
}

const limitDefault = 10;

/** "five customers", "top 10": how many rows; one for "which region has the highest …". */
function limitOf(tokens: readonly TaggedToken[], question: DataQuestion): DataQuestion["limit"] {
  if (!question.order || question.order.words === "") return null;
  const compared = question.filters.map((filter) => filter.words).join(" ");
  for (const token of tokens) {
    const value = numberOf(token.text);
    const isCount = value !== null && Number.isInteger(value) && value >= 1 && value <= 10_000 && !/[%$€£.]/.test(token.text);
    if (isCount && !compared.includes(token.text)) return { value, words: token.text };
  }
  const [first] = question.dimensions;
  if (!first || first.isGrouping) return null;
  const dimension = first.words;
  const isOne = !/s$/i.test(dimension) && !/people$/i.test(dimension);
  return isOne ? { value: 1, words: `${question.order.words} ${dimension}` } : { value: limitDefault, words: question.order.words };
}
