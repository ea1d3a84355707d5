// How well a tool fits a query, from what both say. Pure, given the words and vectors of each.
import type { QueryTerm } from "./read-query";
import { dot, type StaticModel } from "./static-model";
import { stem } from "./stem";

/** A tool's words made ready for comparing, by where they stand. */
export interface ComparableWords {
  title: ReadonlyMap<string, WordMeaning>;
  body: ReadonlyMap<string, WordMeaning>;
  fields: ReadonlyMap<string, WordMeaning>;
  /** Number of indexed stems: those of the title count three times. */
  length: number;
}

export interface WordMeaning {
  weight: number;
  vector: Float32Array | null;
}

/** How common words are among all tools. */
export interface CatalogueStatistics {
  tools: number;
  averageLength: number;
  /** In how many tools each stem is. */
  frequencies: ReadonlyMap<string, number>;
}

/** What a score is made of; each from 0 to about 1, and none relative to other tools' scores. */
export interface Evidence {
  /** Relatedness of the query and the tool's nearest facet. */
  meaning: number;
  /** Weighted share of the query's words that the tool has, or has a near one of. */
  coverage: number;
  /** Weighted share of the title's words that the query has, or has a near one of. */
  title: number;
  /** BM25 as a share of what a tool about nothing else would get. */
  words: number;
  /** Whether it does the same kind of thing: -1, 0 or 1. */
  action: number;
}

/** Words of which the cosine is below this have nothing to do with each other; from the second on they are near. */
const [farCosine, nearCosine] = [0.5, 0.8];
/** A word of the same meaning counts at most this much of the word itself. */
const nearShare = 0.8;
/** A word found only among the inputs and outputs says less about what the tool does. */
const fieldShare = 0.5;
/** How often a word of the title counts in BM25; `searchableStems` repeats it as often. */
export const titleCount = 3;
const bm25 = { k1: 1.2, b: 0.75 };

export function comparableWords(
  words: { title: readonly string[]; body: readonly string[]; fields: readonly string[] },
  model: StaticModel,
): ComparableWords {
  const meanings = (list: readonly string[]) =>
    new Map(list.map((word) => [stem(word), meaningOf(word, model)]));
  return {
    title: meanings(words.title),
    body: meanings(words.body),
    fields: meanings(words.fields),
    length: titleCount * words.title.length + words.body.length + words.fields.length,
  };
}

/** Tools share most of their words, so their meanings are shared too. Bounded. */
const meaningsByWord = new Map<string, WordMeaning>();
const mostMeanings = 50_000;

function meaningOf(word: string, model: StaticModel): WordMeaning {
  const known = meaningsByWord.get(word);
  if (known) return known;
  if (meaningsByWord.size >= mostMeanings) meaningsByWord.clear();
  const meaning = { weight: model.weight(word) ?? 1, vector: model.wordVector(word) };
  meaningsByWord.set(word, meaning);
  return meaning;
}

/** How near the words of one query are to words of tools, each pair computed once. */
export type Nearness = (term: QueryTerm, word: WordMeaning) => number;

export function rememberNearness(): Nearness {
  const byTerm = new Map<QueryTerm, Map<WordMeaning, number>>();
  return (term, word) => {
    if (!term.vector || !word.vector) return 0;
    let known = byTerm.get(term);
    if (!known) {
      known = new Map();
      byTerm.set(term, known);
    }
    let near = known.get(word);
    if (near === undefined) {
      near = nearness(dot(term.vector, word.vector));
      known.set(word, near);
    }
    return near;
  };
}

/** How far the words of query and tool agree, and which words of the query the tool really has. */
export function compareWords(
  terms: readonly QueryTerm[],
  tool: ComparableWords,
  catalogue: CatalogueStatistics,
  near: Nearness,
): Omit<Evidence, "meaning" | "action"> & { matchedWords: string[] } {
  const matchedWords: string[] = [];
  const coverage = { found: 0, wanted: 0 };
  const words = { found: 0, wanted: 0 };
  for (const term of terms) {
    if (term.weight === 0) continue;
    const inBody = tool.title.has(term.stem) || tool.body.has(term.stem);
    const inFields = tool.fields.has(term.stem);
    if (inBody || inFields) matchedWords.push(term.word);

    const share = inBody ? 1 : Math.max(inFields ? fieldShare : 0, nearestWord(term, tool, near));
    // What a missing word weighs: a name the tool doesn't have is likely a value for it.
    const absence = term.absentWeight / term.weight;
    const rarity = rarityOf(term.stem, catalogue);
    const importance = (rarity / rarityOf("", catalogue) + term.weight) / 2;
    coverage.found += share * importance;
    coverage.wanted += share > 0 ? importance : absence * importance;

    words.found += rarity * saturation(term.stem, tool, catalogue);
    words.wanted += rarity * (catalogue.frequencies.has(term.stem) ? 1 : absence);
  }
  const C=(globalThis as any).CAP ?? 6; const S=(globalThis as any).CAPS ?? .25;
  const cap=(x:number)=>x<=C?x:C+S*(x-C);
  const full=rarityOf("", catalogue);
  return {
    coverage: coverage.wanted>0?Math.min(1,coverage.found/cap(coverage.wanted)):0,
    title: titleShare(terms, tool, near),
    words: words.wanted>0?Math.min(1.2, words.found/full/cap(words.wanted/full)/fullSaturation):0,
    raw: words.found,
    matchedWords,
  } as any;
}

/** BM25's inverse document frequency. */
function rarityOf(stemmed: string, { tools, frequencies }: CatalogueStatistics): number {
  const having = frequencies.get(stemmed) ?? 0;
  return Math.log(1 + (tools - having + 0.5) / (having + 0.5));
}

/** BM25's share of a word in a tool's words. */
function saturation(stemmed: string, tool: ComparableWords, { averageLength }: CatalogueStatistics): number {
  const count =
    (tool.title.has(stemmed) ? titleCount : 0) +
    (tool.body.has(stemmed) ? 1 : 0) +
    (tool.fields.has(stemmed) ? 1 : 0);
  const lengthNorm = 1 - bm25.b + (bm25.b * tool.length) / Math.max(averageLength, 1);
  return (count * (bm25.k1 + 1)) / (count + bm25.k1 * lengthNorm);
}

/** About what BM25 gives a word that stands in the title. */
const fullSaturation = 2;

/** How near the nearest word of title and body comes, as a share. */
function nearestWord(term: QueryTerm, tool: ComparableWords, near: Nearness): number {
  let best = 0;
  for (const meanings of [tool.title, tool.body]) {
    for (const meaning of meanings.values()) best = Math.max(best, near(term, meaning));
  }
  return best;
}

function titleShare(terms: readonly QueryTerm[], tool: ComparableWords, near: Nearness): number {
  const title = { found: 0, wanted: 0 };
  for (const [titleStem, meaning] of tool.title) {
    let share = 0;
    for (const term of terms) {
      if (term.weight > 0) share = Math.max(share, term.stem === titleStem ? 1 : near(term, meaning));
    }
    title.found += meaning.weight * share;
    title.wanted += meaning.weight;
  }
  return ratio(title);
}

const nearness = (cosine: number) =>
  nearShare * Math.min(1, Math.max(0, (cosine - farCosine) / (nearCosine - farCosine)));

const ratio = ({ found, wanted }: { found: number; wanted: number }) => (wanted > 0 ? found / wanted : 0);

/** The logistic of weighted evidence: 0.5 where a tool is as likely to fit as not. */
export function score(evidence: Evidence): number {
  const sum =
    weights.bias +
    weights.meaning * Math.max(-0.2, Math.min(1.4, evidence.meaning)) +
    weights.coverage * evidence.coverage +
    weights.title * evidence.title +
    weights.words * evidence.words +
    weights.action * evidence.action;
  return 1 / (1 + Math.exp(-sum));
}

/**
 * Fitted by logistic regression to two sets that no test uses: some 150 goals written for the built-in tools, half
 * of them goals that none of them serves, and 300 operations of public APIs to be found by their summaries.
 */
const weights = { bias: -5, meaning: 1.9, coverage: 4.2, title: 2.4, words: 3, action: 0.7 };
