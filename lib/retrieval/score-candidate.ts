// How well a tool fits a query, from what both say.
import type { IndexedTool } from "./index-rows";
import type { QueryMemory } from "./query-memory";
import type { QueryTerm } from "./read-query";
import { titleCount } from "./tool-text";
import { type ToolWord, toolWords } from "./tool-word";

/** A tool's words made ready for comparing, by where they stand. */
export interface ComparableWords {
  titleStems: ReadonlySet<string>;
  bodyStems: ReadonlySet<string>;
  /** A space before and after each. */
  fieldStems: IndexedTool["fieldStems"];
  title: readonly ToolWord[];
  /** Of title and body. */
  spoken: readonly ToolWord[];
  /** Number of indexed stems: those of the title count three times. */
  length: number;
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

/** A word found only among the inputs and outputs says less about what the tool does. */
const fieldShare = 0.5;
const bm25 = { k1: 1.2, b: 0.75 };
/** About what BM25 gives a word that stands in the title. */
const fullSaturation = 2;

export function comparableWords(tool: Pick<IndexedTool, "parts" | "fieldStems" | "length">): ComparableWords {
  const { parts, fieldStems, length } = tool;
  const title = toolWords(parts.title);
  const body = [parts.description, parts.example, parts.api].flatMap(toolWords);
  const stems = (words: readonly ToolWord[]) => new Set(words.map((word) => word.stem));
  return {
    titleStems: stems(title),
    bodyStems: stems(body),
    fieldStems,
    title,
    spoken: [...new Set([...title, ...body])],
    length,
  };
}

const isField = (stemmed: string, { fieldStems: { input, output } }: ComparableWords) =>
  input.includes(` ${stemmed} `) || output.includes(` ${stemmed} `);

/** How far the words of query and tool agree, and which words of the query the tool really has. */
export function compareWords(
  terms: readonly QueryTerm[],
  tool: ComparableWords,
  memory: QueryMemory,
): Omit<Evidence, "meaning" | "action"> & { matchedWords: string[] } {
  const matchedWords: string[] = [];
  const coverage = { found: 0, wanted: 0 };
  const words = { found: 0, wanted: 0 };
  for (const term of terms) {
    if (term.weight === 0) continue;
    const isSpoken = tool.titleStems.has(term.stem) || tool.bodyStems.has(term.stem);
    const isNamed = isField(term.stem, tool);
    if (isSpoken || isNamed) matchedWords.push(term.word);

    const share = isSpoken ? 1 : Math.max(isNamed ? fieldShare : 0, memory.nearest(term, tool.spoken));
    // What a missing word weighs: a name the tool doesn't have is likely a value for it.
    const absence = term.absentWeight / term.weight;
    const rarity = memory.rarity(term.stem);
    const importance = (rarity + term.weight) / 2;
    coverage.found += share * importance;
    coverage.wanted += share > 0 ? importance : absence * importance;

    words.found += rarity * saturation(term.stem, tool, memory);
    words.wanted += rarity * (memory.catalogue.frequencies.has(term.stem) ? 1 : absence);
  }
  return {
    coverage: Math.min(1, ratio(coverage.found, enough(coverage.wanted))),
    title: titleShare(terms, tool, memory),
    words: Math.min(1.2, ratio(words.found, enough(words.wanted)) / fullSaturation),
    matchedWords,
  };
}

/** BM25 of a tool for the terms, in units of the rarest word there can be. */
export function wordScore(terms: readonly QueryTerm[], tool: ComparableWords, memory: QueryMemory): number {
  let total = 0;
  for (const term of terms) {
    if (term.weight > 0) total += memory.rarity(term.stem) * saturation(term.stem, tool, memory);
  }
  return total;
}

/** BM25's share of a word in a tool's words. */
function saturation(stemmed: string, tool: ComparableWords, { catalogue }: QueryMemory): number {
  const count =
    (tool.titleStems.has(stemmed) ? titleCount : 0) +
    (tool.bodyStems.has(stemmed) ? 1 : 0) +
    (isField(stemmed, tool) ? 1 : 0);
  if (count === 0) return 0;
  const lengthNorm = 1 - bm25.b + (bm25.b * tool.length) / Math.max(catalogue.averageLength, 1);
  return (count * (bm25.k1 + 1)) / (count + bm25.k1 * lengthNorm);
}

function titleShare(terms: readonly QueryTerm[], tool: ComparableWords, memory: QueryMemory): number {
  let found = 0;
  let wanted = 0;
  for (const word of tool.title) {
    let share = 0;
    for (const term of terms) {
      if (term.weight === 0) continue;
      share = Math.max(share, term.stem === word.stem ? 1 : memory.nearest(term, [word]));
    }
    found += word.weight * share;
    wanted += word.weight;
  }
  return ratio(found, wanted);
}

/** No tool has thirty words of a query: from some five on, more of them are asked for less and less. */
const enough = (wanted: number) => (wanted <= manyWords ? wanted : manyWords + (wanted - manyWords) / 4);
const manyWords = 5;

const ratio = (found: number, wanted: number) => (wanted > 0 ? found / wanted : 0);

/**
 * The logistic of weighted evidence: 0.5 where a tool is as likely to fit as not. The more tools there are, the more of
 * it one of them has by chance. @param tools in the catalogue.
 */
export function score(evidence: Evidence, tools: number): number {
  const bias = weights.bias - crowd.weight * Math.log(Math.max(1, tools / crowd.from));
  const sum = bias + meaningTerm(evidence) + wordTerms(evidence) + weights.action * evidence.action;
  return 1 / (1 + Math.exp(-sum));
}

/** 0 to 1: how much of what speaks for a tool is meaning. */
export function meaningShare(evidence: Evidence): number {
  const meaning = Math.max(0, meaningTerm(evidence));
  return ratio(meaning, meaning + wordTerms(evidence));
}

const meaningTerm = ({ meaning }: Evidence) => weights.meaning * Math.max(-0.2, Math.min(1.4, meaning));
const wordTerms = ({ coverage, title, words }: Evidence) =>
  weights.coverage * coverage + weights.title * title + weights.words * words;

/**
 * Fitted by logistic regression to some 150 goals written for the built-in and the sandbox's tools, half of them goals
 * that none serves, and to 300 operations of public APIs to be found by their summaries. The bias puts 0.5 where
 * nine in ten goals with a tool, and nine in ten without one, are told apart: on those and on 85 further goals.
 */
const weights = { bias: -3.7, meaning: 1.9, coverage: 4.2, title: 2.4, words: 3, action: 0.7 };

/**
 * Fitted to 800 operations of public APIs that the embedding model was not trained on, asked of 1,142 others: so
 * that 97 in 100 of those that are there are answered. Of 125,202 it answers as many (docs/decisions/2026-11-26-search-order.md).
 */
const crowd = { from: 50, weight: 0.13 };
