// The order of candidates: what the whole query says, what each of its parts asks for, and what goes together.
import { agreement } from "./action";
import { relatedness, type SimilarityScale } from "./embedder";
import type { PreparedTool } from "./prepare-tools";
import type { QueryMemory } from "./query-memory";
import type { QueryPart } from "./read-query";
import { wordScore } from "./score-candidate";
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
  /** How far the meaning of the whole tool lies behind that of the nearest, for the part where it is least. */
  "partMeaning",
  "wholeMeaning",
  "action",
  /** The tool takes what a tool for another part gives, or gives what that one takes. */
  "takes",
  "gives",
] as const;
export type OrderFeature = (typeof orderFeatures)[number];
export type OrderEvidence = Readonly<Record<OrderFeature, number>>;

/**
 * Fitted to made-up requests with an earlier embedding model, and kept: what `npm run fit:order` prints now orders such
 * requests better and those of people worse (docs/decisions/2026-11-26-search-order.md).
 */
export const orderWeights: OrderEvidence = {
  wholeWords: 3.8,
  partWords: 4.8,
  partMeaning: 1.95,
  wholeMeaning: 0.6,
  action: 0.45,
  takes: 0.8,
  gives: 0.3,
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
  const evidence = reading.parts.map((part, number) => evidenceOf(tools, part, number, reading));
  const [whole, ...intents] = evidence;
  if (!whole) return [];
  const parts = intents.length > 0 ? intents : [whole];
  const own = tools.map((_, index): OrderEvidence => {
    const best = parts.reduce((a, b) => (b.fit(index) > a.fit(index) ? b : a));
    return {
      wholeWords: whole.words(index),
      partWords: Math.max(...parts.map((part) => part.words(index))),
      partMeaning: Math.max(...parts.map((part) => part.behind(index))),
      wholeMeaning: whole.meaning(index),
      action: best.action(index),
      takes: 0,
      gives: 0,
    };
  });
  const near = neighbours(sorted(tools, own.map(worthOf)).slice(0, leading), reading.memory);
  return own.map((one, index) => {
    const tool = tools[index];
    return tool ? { ...one, ...near(tool) } : one;
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

/** What one part of a query says of each tool, by its number. */
function evidenceOf(
  tools: readonly PreparedTool[],
  { terms, action }: QueryPart,
  number: number,
  { meanings, memory }: QueryReading,
) {
  const words = tools.map((tool) => wordScore(terms, tool.words, memory));
  const vector = meanings?.vectors[number];
  const meaning = tools.map((tool) =>
    meanings && vector && tool.facets.count > 0
      ? relatedness(dot(tool.facets.whole, vector), meanings.scale)
      : 0,
  );
  const most = { words: Math.max(...words, 1e-6), meaning: Math.max(...meaning, 1e-6) };
  const at = (list: readonly number[], index: number) => list[index] ?? 0;
  return {
    words: (index: number) => at(words, index) / most.words,
    meaning: (index: number) => at(meaning, index),
    behind: (index: number) => at(meaning, index) - most.meaning,
    fit: (index: number) => at(words, index) / most.words + Math.max(0, at(meaning, index)) / most.meaning,
    action: (index: number) => agreement(action, tools[index]?.action ?? null),
  };
}

/** What a tool has to do with those that come first: steps of one request hand their results on to each other. */
function neighbours(first: readonly PreparedTool[], memory: QueryMemory) {
  const given = holders(first, (tool) => namesIn(tool.gives));
  const taken = holders(first, (tool) => namesIn(tool.takes));
  const telling = new Map<string, number>();
  /** How telling a name is, 0 to 1: every other tool has an `id` or a `status`. */
  const tellingOf = (name: string) => {
    const known = telling.get(name) ?? Math.max(...name.split("_").map((stemmed) => memory.rarity(stemmed)));
    telling.set(name, known);
    return known;
  };
  const strongest = (tool: PreparedTool, names: readonly string[], held: ReadonlyMap<string, number[]>) => {
    let most = 0;
    for (const name of names) {
      const place = held.get(name)?.find((one) => first[one] !== tool);
      if (place !== undefined) most = Math.max(most, tellingOf(name) / (1 + place / 3));
    }
    return most;
  };
  return (tool: PreparedTool): Pick<OrderEvidence, "takes" | "gives"> => ({
    takes: strongest(tool, namesIn(tool.takes), given),
    gives: strongest(tool, namesIn(tool.gives), taken),
  });
}

const namesIn = (text: string) => (text === "" ? [] : text.split(" "));

/** Where those that have a name stand, the first of them first. */
function holders(first: readonly PreparedTool[], namesOf: (tool: PreparedTool) => readonly string[]) {
  const places = new Map<string, number[]>();
  for (const [place, tool] of first.entries()) {
    for (const name of namesOf(tool)) places.set(name, [...(places.get(name) ?? []), place]);
  }
  return places;
}
