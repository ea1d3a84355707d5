// What is worked out once for a query and asked for with every tool it is compared with.
import type { QueryTerm } from "./read-query";
import { dot, type StaticModel } from "./static-model";

/** How common words are among all tools. */
export interface CatalogueStatistics {
  tools: number;
  /** In indexed stems. */
  averageLength: number;
  /** In how many tools each stem is. */
  frequencies: ReadonlyMap<string, number>;
}

/** A word of a tool. Tools share most of their words, so equal words are one object. */
export interface WordMeaning {
  /** Small and different for every word. */
  id: number;
  weight: number;
  vector: Float32Array | null;
}

const meaningsByWord = new Map<string, WordMeaning>();

/** Words are never forgotten, so an id stays a word's; a catalogue's vocabulary grows slowly. */
export function meaningOf(word: string, model: StaticModel): WordMeaning {
  const known = meaningsByWord.get(word);
  if (known) return known;
  const meaning = {
    id: meaningsByWord.size,
    weight: model.weight(word) ?? 1,
    vector: model.wordVector(word),
  };
  meaningsByWord.set(word, meaning);
  return meaning;
}

/** Words of which the cosine is below this have nothing to do with each other; from the second on they are near. */
const [farCosine, nearCosine] = [0.4, 0.75];
/** A word of the same meaning counts at most this much of the word itself. */
const nearShare = 0.8;
const unknown = -1;

export class QueryMemory {
  private readonly nearness = new Map<string, Float32Array>();
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
  nearest(term: QueryTerm, words: readonly WordMeaning[]): number {
    const { vector } = term;
    if (!vector) return 0;
    const known = this.nearnessOf(term.stem);
    let best = 0;
    for (const word of words) {
      if (!word.vector) continue;
      let near = known[word.id] ?? unknown;
      if (near === unknown) {
        const cosine = dot(vector, word.vector);
        near = nearShare * Math.min(1, Math.max(0, (cosine - farCosine) / (nearCosine - farCosine)));
        known[word.id] = near;
      }
      if (near > best) best = near;
    }
    return best;
  }

  private nearnessOf(stemmed: string): Float32Array {
    let known = this.nearness.get(stemmed);
    if (!known || known.length < meaningsByWord.size) {
      known = new Float32Array(meaningsByWord.size).fill(unknown);
      this.nearness.set(stemmed, known);
    }
    return known;
  }
}

const inverseFrequency = (having: number, tools: number) =>
  Math.log(1 + (tools - having + 0.5) / (having + 0.5));
