// The order of candidates: what the whole query says, what each of its parts asks for, and what goes together.
import { agreement } from "./action";
import { relatedness, type SimilarityScale } from "./embedder";
import type { PreparedTool } from "./prepare-tools";
import type { QueryMemory } from "./query-memory";
import type { QueryPart, QueryTerm } from "./read-query";
import { coverage, wordScore, wordShare } from "./score-candidate";
import { dot } from "./static-model";

export interface Meanings {
  /** Of the parts, in order. */
  vectors: Float32Array[];
  scale: SimilarityScale;
}

/** What an order is made of, each from 0 to about 1 (`partMeaning` to 0 from below, `action` from -1). */
export const orderFeatures = [
  /** BM25 as a share of the best tool's: for the whole query, and for the part a tool does best at. */
  "wholeWords",
  "partWords",
  /** The share of the words that a tool has, or has one of like meaning of: for the whole query, and for a part. */
  "wholeCoverage",
  "partCoverage",
  /** How far the meaning of the whole tool lies behind that of the nearest, for the part where it is least. */
  "partMeaning",
  "action",
  /** The tool takes what a tool for another part gives, or gives what that one takes. */
  "takes",
  "gives",
] as const;
export type OrderFeature = (typeof orderFeatures)[number];
export type OrderEvidence = Readonly<Record<OrderFeature, number>>;

/** As `npm run fit:order` prints them: docs/decisions/2026-11-26-search-order.md. */
export const orderWeights: OrderEvidence = {
  wholeWords: 1,
  partWords: 3.6,
  wholeCoverage: 4.87,
  partCoverage: 1.84,
  partMeaning: 5.75,
  action: 0.25,
  takes: 1.7,
  gives: 1.12,
};
/** Tools that others may go with. */
const leading = 20;

export interface QueryReading {
  /** The whole first; then, when it asks for several things, each of them. */
  parts: readonly QueryPart[];
  /** Null when meanings can't be had: then words decide alone. */
  meanings: Meanings | null;
  memory: QueryMemory;
}

/** The tools that answer a query best, best first: for one that asks for several things. */
export function orderTools(tools: readonly PreparedTool[], reading: QueryReading): PreparedTool[] {
  return sorted(tools, orderEvidence(tools, reading).map(worthOf));
}

/** What speaks for each tool. Neighbours are those that come first by all else. */
export function orderEvidence(tools: readonly PreparedTool[], reading: QueryReading): OrderEvidence[] {
  const shares = wordShares(tools, reading.memory);
  const evidence = reading.parts.map((part, number) => evidenceOf(tools, { part, number, shares }, reading));
  const [whole, ...intents] = evidence;
  if (!whole) return [];
  const parts = intents.length > 0 ? intents : [whole];
  const own = tools.map((_, index): OrderEvidence => {
    const best = parts.reduce((a, b) => (b.fit(index) > a.fit(index) ? b : a));
    return {
      wholeWords: whole.words(index),
      partWords: Math.max(...parts.map((part) => part.words(index))),
      wholeCoverage: whole.coverage(index),
      partCoverage: Math.max(...parts.map((part) => part.coverage(index))),
      partMeaning: Math.max(...parts.map((part) => part.behind(index))),
      action: best.action(index),
      takes: 0,
      gives: 0,
    };
  });
  const first = sorted(tools, own.map(worthOf)).slice(0, leading);
  return own.map((one, index) => {
    const tool = tools[index];
    return tool ? { ...one, ...neighbours(tool, first, reading.memory) } : one;
  });
}

const worthOf = (evidence: OrderEvidence) =>
  orderFeatures.reduce((sum, feature) => sum + orderWeights[feature] * evidence[feature], 0);

function sorted(tools: readonly PreparedTool[], values: readonly number[]): PreparedTool[] {
  return tools
    .map((tool, index) => ({ tool, value: values[index] ?? 0 }))
    .sort((a, b) => b.value - a.value || (a.tool.id < b.tool.id ? -1 : 1))
    .map(({ tool }) => tool);
}

/** How much each tool has of a word; the parts of a query share most of their words with the whole. */
function wordShares(tools: readonly PreparedTool[], memory: QueryMemory) {
  const known = new Map<string, number[]>();
  return (term: QueryTerm): readonly number[] => {
    const kept = known.get(term.stem) ?? tools.map((tool) => wordShare(term, tool.words, memory));
    known.set(term.stem, kept);
    return kept;
  };
}

/** What one part of a query says of each tool, by its number. */
function evidenceOf(
  tools: readonly PreparedTool[],
  of: { part: QueryPart; number: number; shares: ReturnType<typeof wordShares> },
  { meanings, memory }: QueryReading,
) {
  const { terms, action } = of.part;
  const words = tools.map((tool) => wordScore(terms, tool.words, memory));
  const vector = meanings?.vectors[of.number];
  const meaning = tools.map((tool) =>
    meanings && vector && tool.vector.length > 0 ? relatedness(dot(tool.vector, vector), meanings.scale) : 0,
  );
  const most = { words: Math.max(...words, 1e-6), meaning: Math.max(...meaning, 1e-6) };
  const at = (list: readonly number[], index: number) => list[index] ?? 0;
  return {
    words: (index: number) => at(words, index) / most.words,
    coverage: (index: number) => coverage(terms, (term) => at(of.shares(term), index), memory),
    behind: (index: number) => at(meaning, index) - most.meaning,
    fit: (index: number) => at(words, index) / most.words + Math.max(0, at(meaning, index)) / most.meaning,
    action: (index: number) => agreement(action, tools[index]?.action ?? null),
  };
}

/** What a tool has to do with those that come first: steps of one request hand their results on to each other. */
function neighbours(
  tool: PreparedTool,
  first: readonly PreparedTool[],
  memory: QueryMemory,
): Pick<OrderEvidence, "takes" | "gives"> {
  let [takes, gives] = [0, 0];
  for (const [place, leader] of first.entries()) {
    if (leader === tool) continue;
    const strength = 1 / (1 + place / 3);
    takes = Math.max(takes, strength * sharedName(leader.gives, tool.takes, memory));
    gives = Math.max(gives, strength * sharedName(tool.gives, leader.takes, memory));
  }
  return { takes, gives };
}

/** How telling the most telling name in both is, 0 to 1: every other tool has an `id` or a `status`. */
function sharedName(given: readonly string[], taken: readonly string[], memory: QueryMemory): number {
  let most = 0;
  for (const name of given) {
    if (!taken.includes(name)) continue;
    most = Math.max(most, ...name.split("_").map((stemmed) => memory.rarity(stemmed)));
  }
  return most;
}
