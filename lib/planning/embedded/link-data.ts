// A question about figures, linked to a table: which columns its words mean.
import { addDays, type Grain, period } from "./calendar";
import { bestColumn, comparisons, valueFilters } from "./data-filters";
import type { DataQuestion, Link } from "./data-question";
import { grainOf, type TimeMention } from "./dates";
import type { TableFacts } from "./planning-request";
import { ascending, descending, readColumns, readOrder } from "./read-question";
import type { TaggedToken } from "./tag-words";
import { isDataVerb, isKnownVerb } from "./verbs";
import { isStopWord, numberOf, splitName, stem, wordSimilarity } from "./words";

const fillers = new Set(
  `data figure number report analysis result total overall sum amount average count top bottom best worst
  highest lowest most least largest smallest biggest fewest growth trend file csv spreadsheet table sheet upload attach
  attachment column row summary overview breakdown chart graph plot list bar line pie performance compare comparison
  high low biggest big over under than more less above below between and all each what much many how per selling
  sell sold company our database db stat statistic statistics info information detail sort order rank ascending
  vs versus against compared difference develop grow grew evolve change happen lost lose loss money bought buy spend spent make made earn descending first last excel insight key highlight record entry every kpi`
    .split(/\s+/)
    .map(stem),
);
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
  if (!timeColumn || times.length === 0) return;
  const isDoubted = times.some((time) => time.doubt !== null);
  const compares =
    !isDoubted && /\b(?:compare|comparison|compared|vs|versus|against|difference)\b/i.test(text);
  if (compares && addCompared(question, timeColumn, times)) return;
  const years = !compares
    ? undefined
    : times.find((time) => /\b\d{4}\b.*\b(?:and|vs\.?|versus)\b.*\b\d{4}\b/.test(time.words));
  // "compare 2016 and 2017": side by side, not in one sum.
  if (years && !question.grain) {
    question.grain = { value: "year", words: years.words };
  }
  for (const time of times) {
    const { from, to } = time.past;
    const doubt = time.doubt ? { doubt: time.doubt } : {};
    question.filters.push({
      ...{ column: timeColumn, operator: "between", value: [from, to], words: time.words },
      ...doubt,
    });
  }
}

/**
 * "Q1 2017 vs Q1 2016": both, and what lies between, one row a period; "with last year": last year and this one.
 * One condition can't leave out what lies between.
 */
function addCompared(question: DataQuestion, column: string, times: readonly TimeMention[]): boolean {
  const spans = times.map((time) => time.past);
  const [first] = spans;
  const [time] = times;
  if (
    !first ||
    !time ||
    (times.length === 1 && !/^(?:the )?last (?:year|quarter|month|week)$/i.test(time.words))
  )
    return false;
  const next = { from: first.from, to: period(addDays(first.to, 1), grainOfSpan(first)).to };
  const all = times.length === 1 ? [first, next] : spans;
  const [from = first.from] = all.map((span) => span.from).sort();
  const to =
    all
      .map((span) => span.to)
      .sort()
      .at(-1) ?? first.to;
  const words = times.map((one) => one.words).join(", ");
  question.filters.push({ column, operator: "between", value: [from, to], words });
  question.grain ??= { value: grainOfSpan(first), words };
  return true;
}

function grainOfSpan({ from, to }: { from: string; to: string }): Grain {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days > 300) return "year";
  if (days > 80) return "quarter";
  return days > 20 ? "month" : days > 2 ? "week" : "day";
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
