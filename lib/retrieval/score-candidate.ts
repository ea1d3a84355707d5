// How well a tool fits a query, from what both say. Pure, given the words and vectors of each.
import type { QueryPart, QueryTerm } from "./read-query";
import { dot, type StaticModel } from "./static-model";
import { stem } from "./stem";

/** A tool's words made ready for comparing: stem to vector, by where the words stand. */
export interface ComparableWords {
  title: ReadonlyMap<string, WordMeaning>;
  body: ReadonlyMap<string, WordMeaning>;
  fields: ReadonlyMap<string, WordMeaning>;
}

export interface WordMeaning {
  weight: number;
  vector: Float32Array | null;
}

/** What a score is made of; each from 0 to about 1. */
export interface Evidence {
  /** Relatedness of the query and the tool's nearest facet. */
  meaning: number;
  /** Weighted share of the query's words that the tool has, or has a near one of. */
  coverage: number;
  /** Weighted share of the title's words that the query has, or has a near one of. */
  title: number;
  /** BM25, as a share of the best hit's. */
  text: number;
}

/** Words of which the cosine is below this have nothing to do with each other. */
const nearWord = 0.5;
/** A word of the same meaning counts at most this much of the word itself. */
const nearShare = 0.8;
/** A word found only among the inputs and outputs says less about what the tool does. */
const fieldShare = 0.5;

export function comparableWords(
  words: { title: readonly string[]; body: readonly string[]; fields: readonly string[] },
  model: StaticModel,
): ComparableWords {
  const meanings = (list: readonly string[]) =>
    new Map(
      list.map((word) => [stem(word), { weight: model.weight(word) ?? 1, vector: model.wordVector(word) }]),
    );
  return { title: meanings(words.title), body: meanings(words.body), fields: meanings(words.fields) };
}

/** How far the words of the query and of the tool agree, and which words of the query the tool really has. */
export function compareWords(
  part: QueryPart,
  tool: ComparableWords,
): { coverage: number; title: number; matchedWords: string[] } {
  let found = 0;
  let wanted = 0;
  const matchedWords: string[] = [];
  for (const term of part.terms) {
    if (term.weight === 0) continue;
    const inBody = tool.title.has(term.stem) || tool.body.has(term.stem);
    const inFields = tool.fields.has(term.stem);
    if (inBody || inFields) matchedWords.push(term.word);
    const share = inBody ? 1 : Math.max(inFields ? fieldShare : 0, nearest(term, tool));
    found += share * (share > 0 ? term.weight : term.absentWeight);
    wanted += share > 0 ? term.weight : term.absentWeight;
  }
  return { coverage: wanted > 0 ? found / wanted : 0, title: titleShare(part, tool), matchedWords };
}

/** How near the nearest word of title and body comes, as a share. */
function nearest(term: QueryTerm, tool: ComparableWords): number {
  if (!term.vector) return 0;
  let best = 0;
  for (const meanings of [tool.title, tool.body]) {
    for (const { vector } of meanings.values()) {
      if (vector) best = Math.max(best, dot(term.vector, vector));
    }
  }
  return nearness(best);
}

function titleShare(part: QueryPart, tool: ComparableWords): number {
  let found = 0;
  let wanted = 0;
  for (const [titleStem, { weight, vector }] of tool.title) {
    wanted += weight;
    let share = 0;
    for (const term of part.terms) {
      if (term.weight === 0) continue;
      if (term.stem === titleStem) share = 1;
      else if (vector && term.vector) share = Math.max(share, nearness(dot(vector, term.vector)));
    }
    found += weight * share;
  }
  return wanted > 0 ? found / wanted : 0;
}

const nearness = (cosine: number) =>
  nearShare * Math.min(1, Math.max(0, (cosine - nearWord) / (0.8 - nearWord)));

/**
 * The score: the logistic of weighted evidence, 0.5 where a tool is as likely to fit as not. The weights were
 * fitted to some 150 goals written for the built-in tools, half of them goals that none of them serves.
 */
export function score(evidence: Evidence): number {
  const sum =
    weights.bias +
    weights.meaning * evidence.meaning +
    weights.coverage * evidence.coverage +
    weights.title * evidence.title +
    weights.text * evidence.text;
  return 1 / (1 + Math.exp(-sum));
}

const weights = { bias: -5, meaning: 4, coverage: 4, title: 1.5, text: 0.5 };
