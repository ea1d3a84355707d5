// A question about figures, linked to a table: which columns its words mean, and what is to be worked out.
import { bestColumn, comparisons, type DataFilter, valueFilters } from "./data-filters";
import { type Grain, grainOf, type TimeMention } from "./dates";
import type { ColumnFacts, TableFacts } from "./planning-request";
import type { TaggedToken } from "./tag-words";
import { isDataVerb, isKnownVerb } from "./verbs";
import { isStopWord, numberOf, splitName, stem, wordSimilarity } from "./words";

export type Aggregate = "sum" | "avg" | "min" | "max" | "count" | "count-distinct";

/** What a goal asks of a table. `words` everywhere: the words of the goal it was read from. */
export interface DataQuestion {
  table: TableFacts;
  /** Figures worked out; none when rows are wanted as they are. */
  measures: { column: string; aggregate: Aggregate; words: string }[];
  /** `isGrouping`: said with "by" or "per", as against "which customers …". */
  dimensions: { column: string; words: string; isGrouping: boolean }[];
  grain: { value: Grain; words: string } | null;
  timeColumn: string | null;
  filters: DataFilter[];
  order: { column: string; direction: "ascending" | "descending"; words: string } | null;
  limit: { value: number; words: string } | null;
  /** 0 to 1: the share of the question's words that mean something in this table. */
  strength: number;
  /** Words that mean nothing in this table. */
  missed: readonly string[];
}

interface Link {
  column: ColumnFacts;
  words: string;
  at: number;
  likeness: number;
}

const fillers = new Set(
  `data figure number report analysis result total overall sum amount average count top bottom best worst
  highest lowest most least largest smallest biggest fewest growth trend file csv spreadsheet table sheet upload attach
  attachment column row summary overview breakdown chart graph plot list bar line pie performance compare comparison
  high low biggest big over under than more less above below between and all each what much many how per selling
  sell sold company our database db stat statistic statistics info information detail sort order rank ascending
  develop grow grew evolve change happen lost lose loss money bought buy spend spent make made earn descending first last excel insight key highlight record entry every kpi`
    .split(/\s+/)
    .map(stem),
);
const descending = /^(?:top|highest|most|largest|biggest|best|greatest|strongest|leading)$/;
const ascending = /^(?:bottom|lowest|least|smallest|fewest|worst|weakest|poorest)$/;

/** Links the words of an intent, its verb among them, to a table; null when they say nothing about it. */
export function linkData(
  tokens: readonly TaggedToken[],
  table: TableFacts,
  times: readonly TimeMention[],
): DataQuestion | null {
  const inTime = (token: TaggedToken) =>
    times.some((time) => token.start >= time.start && token.end <= time.end);
  const words = tokens.filter((token) => !inTime(token));
  const found = valueFilters(words, table);
  const taken = new Set(found.flatMap((filter) => filter.at));
  const { links, missed } = linkWords(words, table, taken);
  const grain = grainOf(tokens.map((token) => token.text).join(" "));
  const timeColumn = table.columns.find((column) => column.type === "date")?.name ?? null;
  const question: DataQuestion = {
    table,
    measures: [],
    dimensions: [],
    grain: grain && timeColumn ? { value: grain.grain, words: grain.words } : null,
    timeColumn,
    filters: [...found.map(({ at: _at, ...filter }) => filter), ...comparisons(words, links)],
    order: null,
    limit: null,
    strength: 0,
    missed,
  };
  readColumns(question, words, links);
  readOrder(question, words, links);
  addPeriods(question, times, tokens.map((token) => token.text).join(" "));
  const isAbout = question.measures.length + question.dimensions.length + (question.order ? 1 : 0) > 0;
  const isFiltered =
    question.filters.some((filter) => links.some((link) => link.column.name === filter.column)) ||
    taken.size > 0;
  if (!isAbout && !(isFiltered && links.length > 0)) return null;
  const linked = links.reduce((sum, link) => sum + shareOf(link), 0) + taken.size + (question.grain ? 1 : 0);
  // What is said about time means nothing in a table without dates.
  const timeless = timeColumn ? 0 : times.length + (grain ? 1 : 0);
  const possible = links.length + taken.size + (question.grain ? 1 : 0) + missed.length + timeless;
  question.strength = Math.min(1, linked / Math.max(possible, 1));
  return question;
}

/** A key stands for a thing, but the thing's own column says it better. */
const shareOf = ({ column, words, likeness }: Link) =>
  /(?:^|_| )id$/i.test(column.name) && !/^ids?$/i.test(words) ? likeness * 0.8 : likeness;

function addPeriods(question: DataQuestion, times: readonly TimeMention[], text: string): void {
  const { timeColumn } = question;
  if (!timeColumn) return;
  const years = times.find((time) => /\b\d{4}\b.*\b(?:and|vs\.?|versus)\b.*\b\d{4}\b/.test(time.words));
  // "compare 2016 and 2017": side by side, not in one sum.
  if (years && !question.grain && /\b(?:compare|comparison|vs|versus|against|difference)\b/i.test(text)) {
    question.grain = { value: "year", words: years.words };
  }
  for (const time of times) {
    const { from, to } = time.past;
    question.filters.push({ column: timeColumn, operator: "between", value: [from, to], words: time.words });
  }
}

/** Each word's best column. `missed`: the words with a meaning that found none. */
function linkWords(tokens: readonly TaggedToken[], table: TableFacts, taken: ReadonlySet<number>) {
  const links: Link[] = [];
  const missed: string[] = [];
  for (const [at, token] of tokens.entries()) {
    if (taken.has(at) || token.kind !== "word" || isIgnored(token, at)) continue;
    const best =
      wholeColumn(tokens, at, table) ?? bestColumn(token.lower, tokens[at + 1]?.lower ?? "", table);
    if (best) links.push({ column: best.column, words: token.text, at, likeness: best.likeness });
    else if (!fillers.has(stem(token.lower))) missed.push(token.text);
  }
  return { links: links.filter((link, i) => !isModifier(link, links[i + 1])), missed };
}

/** The column of which a word is the last one, with all its others before it: "sub category". */
function wholeColumn(tokens: readonly TaggedToken[], at: number, table: TableFacts) {
  const words = tokens.slice(Math.max(0, at - 3), at + 1).flatMap((token) => splitName(token.lower));
  for (const column of table.columns) {
    const own = splitName(column.name);
    if (own.length < 2) continue;
    const said = words.slice(-own.length);
    const isSaid = own.every((part, i) => wordSimilarity(said[i] ?? "", part) === 1);
    if (isSaid) return { column, likeness: 1 };
  }
  return null;
}

/** In "product category" and "sub category" the last word names the column. */
const isModifier = (link: Link, next: Link | undefined) =>
  next !== undefined && next.at === link.at + 1 && link.column.type === "text" && next.column.type === "text";

function isIgnored(token: TaggedToken, at: number): boolean {
  const { lower } = token;
  if (isStopWord(lower) || numberOf(lower) !== null || descending.test(lower) || ascending.test(lower))
    return true;
  if (
    /^(?:quarterly|monthly|weekly|daily|yearly|annual|annually|quarter|month|week|day|year|average|total)s?$/.test(
      lower,
    )
  )
    return true;
  // The verb a clause begins with says what to do, not what about.
  return (at === 0 && isKnownVerb(lower)) || (isDataVerb(lower) && token.tags.has("Verb"));
}

/** Figures and groups from the links, in place. */
function readColumns(question: DataQuestion, tokens: readonly TaggedToken[], links: readonly Link[]): void {
  const ranks = tokens.some((token) => descending.test(token.lower) || ascending.test(token.lower));
  const hasGroups = links.some((link) => link.column.type === "text");
  for (const link of links) {
    const { column, words, at } = link;
    const before = tokens.slice(Math.max(0, at - 3), at).map((token) => token.lower);
    const isSorted = /\b(?:sorted|ordered|ranked|sort|order|rank) (?:them )?by$/.test(before.join(" "));
    if (/\bhow many\b|\bnumber of\b|\bcount(?: of| the)*$/.test(before.join(" "))) {
      question.measures.push({ ...countOf(words, column, question.table), words });
    } else if (column.type === "number") {
      const isCompared = question.filters.some((filter) => filter.column === column.name) && !ranks;
      const isRowOrder = isSorted && !hasGroups;
      if (question.measures.some((one) => one.column === column.name) || isCompared || isRowOrder) continue;
      question.measures.push({ column: column.name, aggregate: aggregateOf(before), words });
    } else {
      addGroup(question, link, before, ranks);
    }
  }
  countThings(question, links);
  // Two values of a column are named to be compared.
  for (const filter of question.filters) {
    if (filter.operator !== "in" || question.dimensions.some((one) => one.column === filter.column)) continue;
    if (question.measures.length > 0)
      question.dimensions.push({ column: filter.column, words: filter.words, isGrouping: true });
  }
  addMainMeasure(question, tokens, ranks);
}

/** "orders per category": how many orders, when no figure is named. */
function countThings(question: DataQuestion, links: readonly Link[]): void {
  const isGrouped = question.grain !== null || question.dimensions.some((one) => one.isGrouping);
  if (question.measures.length > 0 || !isGrouped) return;
  const thing = links.find(
    (link) => link.column.type !== "number" && keyOf(link.words, question.table) !== null,
  );
  if (!thing || !/s$/i.test(thing.words)) return;
  question.measures.push({ ...countOf(thing.words, thing.column, question.table), words: thing.words });
  question.dimensions = question.dimensions.filter((one) => one.isGrouping || one.words !== thing.words);
}

function addGroup(question: DataQuestion, link: Link, before: readonly string[], ranks: boolean): void {
  const { column, words } = link;
  // "the five largest orders": the orders themselves, not their dates.
  const key = column.type === "date" && ranks ? keyOf(words, question.table) : null;
  if (column.type !== "text" && !key) return;
  const name = key?.name ?? column.name;
  const isGrouping = /^(?:by|per|each|every|across)$/.test(before.at(-1) ?? "");
  const isFiltered = question.filters.some((filter) => filter.column === name);
  if (question.dimensions.some((one) => one.column === name)) return;
  // "the West region" filters by region; "by region" groups by it.
  if (!isFiltered || isGrouping) question.dimensions.push({ column: name, words, isGrouping });
}

/** "best selling products", "top ten customers": by the amount the table is about. */
function addMainMeasure(question: DataQuestion, tokens: readonly TaggedToken[], ranks: boolean): void {
  if (question.measures.length > 0) return;
  const text = tokens.map((token) => token.lower).join(" ");
  const sells = /\bs(?:ells?|old|elling)\b/.test(text);
  const main = mainMeasure(question.table);
  const isGrouped = question.dimensions.length > 0 || question.grain !== null;
  const isAsked = isGrouped
    ? ranks || sells || (question.dimensions.length > 0 && question.grain !== null)
    : sells && /\bhow much\b|\btotal\b/.test(text);
  if (!main || !isAsked) return;
  if (/\b(?:lost|loses?|losing|loss|losses)\b/.test(text)) {
    // What was lost shows in the profit, below zero.
    const profit = question.table.columns.find(
      (column) => column.type === "number" && splitName(column.name).includes("profit"),
    );
    if (profit) question.measures.push({ column: profit.name, aggregate: "sum", words: "lost" });
    if (profit) return;
  }
  const rankWord = tokens.find((token) => descending.test(token.lower) || ascending.test(token.lower));
  question.measures.push({ column: main.name, aggregate: "sum", words: rankWord?.text ?? "" });
}

function keyOf(word: string, table: TableFacts): ColumnFacts | null {
  const isKey = (column: ColumnFacts) => {
    const parts = splitName(column.name);
    if (parts.join(" ") === "id") return wordSimilarity(word, splitName(table.name).at(-1) ?? "") === 1;
    return parts.length > 1 && parts.at(-1) === "id" && wordSimilarity(word, parts[0] ?? "") === 1;
  };
  return table.columns.find(isKey) ?? null;
}

/** How many there are of what a word names: different keys where the table has one, else sums or different values. */
function countOf(
  word: string,
  column: ColumnFacts,
  table: TableFacts,
): { column: string; aggregate: Aggregate } {
  const key = keyOf(word, table);
  if (key) return { column: key.name, aggregate: "count-distinct" };
  return { column: column.name, aggregate: column.type === "number" ? "sum" : "count-distinct" };
}

function aggregateOf(before: readonly string[]): Aggregate {
  const said = before.slice(-2);
  if (said.some((word) => /^(?:average|avg|mean)$/.test(word))) return "avg";
  if (said.some((word) => /^(?:maximum|max)$/.test(word))) return "max";
  return said.some((word) => /^(?:minimum|min)$/.test(word)) ? "min" : "sum";
}

/** The amount a table is about when none is named: sales, revenue, …, else its first number that is no key. */
function mainMeasure(table: TableFacts): ColumnFacts | null {
  const numbers = table.columns.filter((column) => column.type === "number");
  const isAmount = (column: ColumnFacts) =>
    splitName(column.name).some((part) => wordSimilarity("revenue", part) >= 0.8);
  const isKey = (column: ColumnFacts) =>
    /(?:^| )(?:id|key|no|number|code|year|row)$/.test(splitName(column.name).join(" "));
  return numbers.find(isAmount) ?? numbers.find((column) => !isKey(column)) ?? null;
}

const limitDefault = 10;

/** In which order, and how many: "highest", "top five", "sorted by revenue". */
function readOrder(question: DataQuestion, tokens: readonly TaggedToken[], links: readonly Link[]): void {
  const text = tokens.map((token) => token.lower).join(" ");
  const sorting = /\b(?:sort|order|rank)(?:ed)?(?: them)? by\b/.test(text);
  const superlative = tokens.find((token) => descending.test(token.lower) || ascending.test(token.lower));
  const sells = /\bs(?:ells?|old|elling)\b/.test(text) && question.dimensions.length > 0;
  const [measure] = question.measures;
  const rowColumn = links.find((link) => link.column.type === "number")?.column.name;
  const column = measure?.column ?? rowColumn;
  if (!column || !(superlative || sorting || sells)) return;
  const isLoss = measure?.words === "lost";
  const direction = isLoss
    ? "ascending"
    : superlative
      ? ascending.test(superlative.lower)
        ? "ascending"
        : "descending"
      : /\b(?:ascending|lowest first|smallest first)\b/.test(text)
        ? "ascending"
        : "descending";
  question.order = { column, direction, words: superlative?.text ?? measure?.words ?? "" };
  if (superlative) question.limit = limitOf(question, tokens, superlative.text);
}

/** "five customers", "top 10": how many rows; one for "which region has the highest …". */
function limitOf(
  question: DataQuestion,
  tokens: readonly TaggedToken[],
  superlative: string,
): DataQuestion["limit"] {
  const compared = question.filters.map((filter) => filter.words).join(" ");
  for (const token of tokens) {
    const value = numberOf(token.text);
    const isCount =
      value !== null &&
      Number.isInteger(value) &&
      value >= 1 &&
      value <= 10_000 &&
      !/[%$€£.]/.test(token.text);
    if (isCount && !compared.includes(token.text)) return { value, words: token.text };
  }
  const [first] = question.dimensions;
  if (!first && question.grain && !/s$/i.test(question.grain.words))
    return { value: 1, words: question.grain.words };
  if (!first || first.isGrouping) return null;
  const isOne = !/s$/i.test(first.words) && !/people$/i.test(first.words);
  return isOne
    ? { value: 1, words: `${superlative} ${first.words}` }
    : { value: limitDefault, words: superlative };
}
