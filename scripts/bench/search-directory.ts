// The second part of `bench:directory`: the catalogue that was imported is indexed and searched in a process of its
// own. Prints what it measured as one line of JSON.
import { closeDatabase } from "@/lib/db/client";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { closeIndex, openIndex } from "@/lib/retrieval/open-index";
import { candidatesPerPart, rankTools } from "@/lib/retrieval/rank-tools";
import { readQuery } from "@/lib/retrieval/read-query";
import { staticModel } from "@/lib/retrieval/static-model";
import { directoryQueries } from "./directory-queries";
import { peakMemoryMb, percentile, round, say } from "./machine";

/** Each so many of the queries is asked before any is measured, and isn't measured. */
const warmUpEvery = 6;

say("Embedding and indexing.");
const began = performance.now();
const { tools } = await ensureIndex();
const indexMs = performance.now() - began;
const index = await openIndex();
// The first queries read the index into memory, have its words counted and the code compiled: a server runs for weeks.
const isWarmUp = (_: string, place: number) => place % warmUpEvery === 0;
for (const query of directoryQueries.filter(isWarmUp)) await rankTools(index, { query, limit: 10 });
await index.settled();
const queries = directoryQueries.filter((query, place) => !isWarmUp(query, place));
say(`Searching ${tools} tools with ${queries.length} queries.`);
const times: number[] = [];
let empty = 0;
for (const query of queries) {
  const asked = performance.now();
  const ranked = await rankTools(index, { query, limit: 10 });
  times.push(performance.now() - asked);
  if (ranked.length === 0) empty += 1;
}
// What of it is LanceDB's own: both of its searches side by side, and nothing done with what they find.
const bare: number[] = [];
for (const query of queries) {
  const [part] = readQuery(query, staticModel());
  if (!part) continue;
  const stems = part.terms.filter(({ weight }) => weight > 0).map((term) => term.stem);
  const [vector] = await index.embedder.embed([part.text]);
  const asked = performance.now();
  await Promise.all([
    vector && index.nearest(vector, candidatesPerPart.near),
    index.matching(stems, candidatesPerPart.matching),
  ]);
  bare.push(performance.now() - asked);
}
await closeIndex();
await closeDatabase();
process.stdout.write(
  `${JSON.stringify({
    indexSeconds: round(indexMs / 1000, 1),
    ...{ queries: times.length, withoutResults: empty },
    p50Ms: round(percentile(times, 0.5), 1),
    p95Ms: round(percentile(times, 0.95), 1),
    lanceP50Ms: round(percentile(bare, 0.5), 1),
    lanceP95Ms: round(percentile(bare, 0.95), 1),
    searchPeakMb: peakMemoryMb(),
  })}\n`,
);
