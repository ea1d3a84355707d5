// Measures search over a set of tools and queries with the product's own code, in a temporary index.
// `npm run bench:search -- DIR`: DIR has catalog.jsonl (id, name, description?, parameters?, output?) and
// queries.jsonl (id, query, gold: [tool ids]). Prints one line of JSON; quality in per cent, times of this machine.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { staticEmbedder } from "@/lib/retrieval/embedder";
import { rankTools } from "@/lib/retrieval/rank-tools";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { readSearchSet } from "./bench/search-set";

const asked = 10;

async function main(): Promise<void> {
  const folder = process.argv[2];
  if (!folder) throw new Error("Say which folder: npm run bench:search -- DIR");
  const { tools, queries, idOf } = readSearchSet(folder);
  const temporary = mkdtempSync(path.join(os.tmpdir(), "lamplight-bench-"));
  try {
    const index = await ToolIndex.connect(temporary, staticEmbedder());
    const started = performance.now();
    await index.reset();
    await index.write(tools);
    const indexSeconds = (performance.now() - started) / 1000;
    // The first query reads the index into memory.
    await rankTools(index, { query: "warm up", limit: asked });
    const results = [];
    for (const { query, gold } of queries) {
      const begun = performance.now();
      const ranked = await rankTools(index, { query, limit: asked });
      const ids = ranked.map(idOf);
      results.push({ tookMs: performance.now() - begun, ...quality(ids, new Set(gold)) });
    }
    index.close();
    console.log(
      JSON.stringify({
        set: path.basename(path.resolve(folder)),
        tools: tools.length,
        queries: queries.length,
        hit1: percent(results.map((result) => result.hit1)),
        ndcg10: percent(results.map((result) => result.ndcg10)),
        recall5: percent(results.map((result) => result.recall5)),
        recall10: percent(results.map((result) => result.recall10)),
        comp10: percent(results.map((result) => result.comp10)),
        indexSeconds: Number(indexSeconds.toFixed(2)),
        p50Ms: percentile(
          results.map((result) => result.tookMs),
          0.5,
        ),
        p95Ms: percentile(
          results.map((result) => result.tookMs),
          0.95,
        ),
      }),
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** What a list of found ids is worth, each from 0 to 1. */
function quality(ids: readonly string[], gold: ReadonlySet<string>) {
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
const percent = (values: readonly number[]) => Number(((100 * sum(values)) / values.length).toFixed(2));

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
}

await main();
