// Measures search over a set of tools and queries with the product's own code, in a temporary index.
// `npm run bench:search -- DIR`: DIR has catalog.jsonl (id, name, description?, parameters?, output?) and
// queries.jsonl (id, query, gold: [tool ids]). Prints one line of JSON; quality in per cent, times of this machine.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { staticEmbedder } from "@/lib/retrieval/embedder";
import { rankTools } from "@/lib/retrieval/rank-tools";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { asked, percent, percentile, quality } from "./bench/quality";
import { readSearchSet } from "./bench/search-set";

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

await main();
