// How well vectors find, of many texts, the one that belongs to a query.
import { dot } from "@/lib/retrieval/static-model";
import type { Pair } from "./pair";

export interface Found {
  queries: number;
  /** In per cent, both. */
  hit1: number;
  ndcg10: number;
}

/** Each pair's first text asks for its second among all pairs' seconds. Takes at most `most` pairs, evenly. */
export function measurePairs(
  pairs: readonly Pair[],
  embed: (text: string) => Float32Array,
  most: number,
): Found {
  const every = Math.max(1, Math.floor(pairs.length / most));
  const taken = pairs.filter((_, index) => index % every === 0).slice(0, most);
  const texts = [...new Set(taken.map((pair) => pair.other))];
  const vectors = texts.map(embed);
  const numbers = new Map(texts.map((text, number) => [text, number]));
  let hit1 = 0;
  let ndcg10 = 0;
  for (const pair of taken) {
    const query = embed(pair.one);
    const gold = vectors[numbers.get(pair.other) ?? 0];
    if (!gold) continue;
    const wanted = dot(query, gold);
    // Ties count against it: a model that knows nothing finds nothing.
    const before = vectors.filter((vector) => vector !== gold && dot(query, vector) >= wanted).length;
    if (before === 0) hit1 += 1;
    if (before < 10) ndcg10 += 1 / Math.log2(before + 2);
  }
  const percent = (sum: number) => Number(((100 * sum) / taken.length).toFixed(1));
  return { queries: taken.length, hit1: percent(hit1), ndcg10: percent(ndcg10) };
}
