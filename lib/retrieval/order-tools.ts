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

/**
 * What an order is made of. Words count as shares of the best tool's, for the whole query and for the part a tool
 * does best at, so that each part of a query has its best tools among the first. Fitted by maximum likelihood, with
 * an earlier embedding model and in two fits (takes and gives apart), to requests for one to three operations of
 * public APIs, told by summaries that the index did not have, with a quarter of their words replaced by synonyms.
 */
const weights = {
  wholeWords: 3.8,
  partWords: 4.8,
  partMeaning: 1.95,
  wholeMeaning: 0.6,
  action: 0.45,
  /** The tool takes what a tool for another part gives, or gives what that one takes. */
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
  const evidence = reading.parts.map((part, number) => evidenceOf(tools, part, number, reading));
  const [whole, ...intents] = evidence;
  if (!whole) return [];
  const parts = intents.length > 0 ? intents : [whole];
  const values = tools.map((_, index) => {
    const best = parts.reduce((a, b) => (b.fit(index) > a.fit(index) ? b : a));
    return (
      weights.wholeWords * whole.words(index) +
      weights.partWords * Math.max(...parts.map((part) => part.words(index))) +
      weights.partMeaning * Math.max(...parts.map((part) => part.behind(index))) +
      weights.wholeMeaning * whole.meaning(index) +
      weights.action * best.action(index)
    );
  });
  const bonus = chainBonus(sorted(tools, values), reading.memory);
  return sorted(
    tools,
    values.map((value, index) => value + (bonus.get(tools[index]?.id ?? "") ?? 0)),
  );
}

function sorted(tools: readonly PreparedTool[], values: readonly number[]): PreparedTool[] {
  return tools
    .map((tool, index) => ({ tool, value: values[index] ?? 0 }))
    .sort((a, b) => b.value - a.value || (a.tool.id < b.tool.id ? -1 : 1))
    .map(({ tool }) => tool);
}

/** What one part of a query says of each tool, by its number. */
function evidenceOf(
  tools: readonly PreparedTool[],
  part: QueryPart,
  number: number,
  { meanings, memory }: QueryReading,
) {
  const words = tools.map((tool) => wordScore(part.terms, tool.words, memory));
  const vector = meanings?.vectors[number];
  const meaning = tools.map((tool) =>
    meanings && vector && tool.vector.length > 0 ? relatedness(dot(tool.vector, vector), meanings.scale) : 0,
  );
  const most = { words: Math.max(...words, 1e-6), meaning: Math.max(...meaning, 1e-6) };
  const at = (list: readonly number[], index: number) => list[index] ?? 0;
  return {
    words: (index: number) => at(words, index) / most.words,
    meaning: (index: number) => at(meaning, index),
    behind: (index: number) => at(meaning, index) - most.meaning,
    fit: (index: number) => at(words, index) / most.words + Math.max(0, at(meaning, index)) / most.meaning,
    action: (index: number) => agreement(part.action, tools[index]?.action ?? null),
  };
}

/** What tools gain by their neighbours: steps of one request hand their results on to each other. */
function chainBonus(ordered: readonly PreparedTool[], memory: QueryMemory): Map<string, number> {
  const bonus = new Map<string, number>();
  const strength = (place: number) => 1 / (1 + place / 3);
  for (const tool of ordered) {
    let [takes, gives] = [0, 0];
    for (const [place, leader] of ordered.slice(0, leading).entries()) {
      if (leader === tool) continue;
      takes = Math.max(takes, strength(place) * sharedName(leader.gives, tool.takes, memory));
      gives = Math.max(gives, strength(place) * sharedName(tool.gives, leader.takes, memory));
    }
    bonus.set(tool.id, weights.takes * takes + weights.gives * gives);
  }
  return bonus;
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
