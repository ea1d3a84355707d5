// What is worked out once for a query and asked for with every tool it is compared with.
import type { QueryTerm } from "./read-query";
import { dot } from "./static-model";
import { type ToolWord, toolWordCount } from "./tool-word";

/** How common words are among all tools. */
export interface CatalogueStatistics {
  tools: number;
  /** In indexed stems. */
  averageLength: number;
  /** In how many tools each stem is. */
  frequencies: ReadonlyMap<string, number>;
}

/** Words of which the cosine is below this have nothing to do with each other; from the second on they are near. */
const [farCosine, nearCosine] = [0.4, 0.75];
/** A word of the same meaning counts at most this much of the word itself. */
const nearShare = 0.8;

export class QueryMemory {
  private readonly rarities = new Map<string, number>();
  private readonly rarest: number;

  constructor(readonly catalogue: CatalogueStatistics) {
    this.rarest = inverseFrequency(0, catalogue.tools);
  }

  /** How rare a word is among all tools, 0 to 1: BM25's inverse document frequency over its greatest. */
  rarity(stemmed: string): number {
    let rarity = this.rarities.get(stemmed);
    if (rarity === undefined) {
      const having = this.catalogue.frequencies.get(stemmed) ?? 0;
      rarity = inverseFrequency(having, this.catalogue.tools) / this.rarest;
      this.rarities.set(stemmed, rarity);
    }
    return rarity;
  }

  /** How near the nearest of the words comes to a term, 0 to 0.8. */
  nearest(term: QueryTerm, words: readonly ToolWord[]): number {
    const { vector } = term;
    if (!vector) return 0;
    const known = nearnessTo(term.word);
    let best = 0;
    for (const word of words) {
      let near = known[word.id] ?? unknown;
      if (near === unknown) {
        near = word.vector ? nearnessOfCosine(dot(vector, word.vector)) : 0;
        known[word.id] = near;
      }
      if (near > best) best = near;
    }
    return best;
  }
}

const unknown = -1;
/** While somebody types, each key asks for the words before it once more; so does each part of a long goal. */
const mostBytes = 16 * 1024 * 1024;
const nearnesses = new Map<string, Float32Array>();

/** How near each of the tools' words is to a word of a query, by its id; -1 where that has not been looked at. */
function nearnessTo(word: string): Float32Array {
  const before = nearnesses.get(word);
  if (before && before.length >= toolWordCount()) return before;
  const known = emptyNearness();
  if (before) known.set(before);
  nearnesses.set(word, known);
  return known;
}

/** The room of the word that was met first, when there is no more; a new one is work for the garbage collector. */
function emptyNearness(): Float32Array {
  for (const [word, nearness] of nearnesses) {
    if (nearnesses.size * nearness.byteLength < mostBytes) break;
    nearnesses.delete(word);
    if (nearness.length >= toolWordCount()) return nearness.fill(unknown);
  }
  // Room for words that are met later.
  return new Float32Array(Math.ceil(1.25 * toolWordCount())).fill(unknown);
}

const nearnessOfCosine = (cosine: number) =>
  nearShare * Math.min(1, Math.max(0, (cosine - farCosine) / (nearCosine - farCosine)));

const inverseFrequency = (having: number, tools: number) =>
  Math.log(1 + (tools - having + 0.5) / (having + 0.5));
