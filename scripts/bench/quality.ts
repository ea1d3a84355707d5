// What search results are worth.

/** How many results count. */
export const asked = 10;

/** What a list of found ids is worth, each from 0 to 1. */
export function quality(ids: readonly string[], gold: ReadonlySet<string>) {
  const hits = ids.map((id) => gold.has(id));
  const discount = (rank: number) => 1 / Math.log2(rank + 2);
  const ideal = Array.from({ length: Math.min(gold.size, asked) }, (_, rank) => discount(rank));
  const gained = hits.map((hit, rank) => (hit ? discount(rank) : 0));
  const found = (within: number) => hits.slice(0, within).filter(Boolean).length;
  return {
    hit1: hits[0] ? 1 : 0,
    ndcg10: sum(gained) / sum(ideal),
    recall5: found(5) / gold.size,
    recall10: found(asked) / gold.size,
    comp10: found(asked) === gold.size ? 1 : 0,
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** The mean of shares, in per cent. */
export const percent = (values: readonly number[]) =>
  Number(((100 * sum(values)) / values.length).toFixed(2));

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
}
