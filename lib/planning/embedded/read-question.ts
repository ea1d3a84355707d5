// Which figures, groups, order and number of rows a data question asks for, once its words are linked to columns.
import type { Aggregate, DataQuestion, Link } from "./data-question";
import type { ColumnFacts, TableFacts } from "./planning-request";
import type { TaggedToken } from "./tag-words";
import { numberOf, splitName, wordSimilarity } from "./words";

/** Superlatives, by which end of the order they ask for. */
export const descending = /^(?:top|highest|most|largest|biggest|best|greatest|strongest|leading)$/;
export const ascending = /^(?:bottom|lowest|least|smallest|fewest|worst|weakest|poorest)$/;

/** Figures and groups from the links, in place. */
export function readColumns(
  question: DataQuestion,
  tokens: readonly TaggedToken[],
  links: readonly Link[],
): void {
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
export function readOrder(
  question: DataQuestion,
  tokens: readonly TaggedToken[],
  links: readonly Link[],
): void {
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
