// Measures abstention: `npm run bench:abstention -- DIR [EVERY]` asks the queries of a set (as `bench:search` reads
// them) of an index with the right tools in it, and again of one without them. What is found fits or is a near miss.
// Prints one line of JSON, in per cent: precision, of the queries abstained on, those that nothing could serve;
// recall, of those that nothing could serve, the ones abstained on; answered, of those that could be served, the ones
// for which something fits.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Tool } from "@/lib/domain/tool";
import { staticEmbedder } from "@/lib/retrieval/embedder";
import { rankTools } from "@/lib/retrieval/rank-tools";
import { fitThreshold } from "@/lib/retrieval/search-tools";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { readSearchSet } from "./bench/search-set";

async function main(): Promise<void> {
  const folder = process.argv[2];
  if (!folder) throw new Error("Say which folder: npm run bench:abstention -- DIR [EVERY]");
  const every = Number(process.argv[3] ?? 1);
  const { tools, queries, idOf } = readSearchSet(folder);
  const asked = queries.filter((_, number) => number % every === 0);
  // The right tools of half of the queries are taken out of the index; the other half finds its own there.
  const without = new Set(asked.filter((_, number) => number % 2 === 1).flatMap((query) => query.gold));
  const present = tools.filter((tool) => !without.has(idOf(tool)));
  const abstained = { rightly: 0, wrongly: 0 };
  const counted = { without: 0, with: 0 };
  await withIndexOf(present, async (index) => {
    for (const [number, { query, gold }] of asked.entries()) {
      const isGone = number % 2 === 1;
      // Queries that share a tool with one of the other half could be served in part: they tell nothing.
      if (!isGone && gold.some((id) => without.has(id))) continue;
      counted[isGone ? "without" : "with"] += 1;
      const found = await rankTools(index, { query, limit: 10 });
      if (found.some(({ score }) => score >= fitThreshold)) continue;
      abstained[isGone ? "rightly" : "wrongly"] += 1;
    }
  });
  const percent = (part: number, of: number) => Number(((100 * part) / Math.max(of, 1)).toFixed(2));
  console.log(
    JSON.stringify({
      set: path.basename(path.resolve(folder)),
      servable: counted.with,
      unservable: counted.without,
      precision: percent(abstained.rightly, abstained.rightly + abstained.wrongly),
      recall: percent(abstained.rightly, counted.without),
      answered: percent(counted.with - abstained.wrongly, counted.with),
    }),
  );
}

async function withIndexOf(tools: readonly Tool[], work: (index: ToolIndex) => Promise<void>): Promise<void> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "lamplight-bench-"));
  const index = await ToolIndex.connect(temporary, staticEmbedder());
  try {
    await index.reset();
    await index.write(tools);
    await work(index);
  } finally {
    index.close();
    rmSync(temporary, { recursive: true, force: true });
  }
}

await main();
