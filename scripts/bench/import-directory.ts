// The first part of `bench:directory`: every API of an archive is read, stored and tried in a process of its own, as
// the product's importer does it. `import-directory.ts ARCHIVE [LIMIT]`; prints what it found as one line of JSON.
import { pino } from "pino";
import { Archive } from "@/lib/api-directory/archive";
import { closeDatabase, db } from "@/lib/db/client";
import { wholeSelection } from "@/lib/domain/api-import";
import type { Tool } from "@/lib/domain/tool";
import { fileAccess } from "@/lib/files/file-access";
import { storeApi } from "@/lib/flow/store-api";
import { openApiExecutor } from "@/lib/tools/openapi/execute-openapi";
import { openOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import { peakMemoryMb, round, say } from "./machine";
import { MadeTools } from "./made-tools";

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

const [file = "", limit = "Infinity"] = process.argv.slice(2);
const archive = await Archive.open(file);
const outcome = await importAll(archive, Number(limit));
await archive.close();
await closeDatabase();
const total = (map: ReadonlyMap<string, number>) => [...map.values()].reduce((sum, count) => sum + count, 0);
process.stdout.write(
  `${JSON.stringify({
    specifications: outcome.whole + outcome.withWarnings + outcome.errors + total(outcome.refused),
    ...{ whole: outcome.whole, withWarnings: outcome.withWarnings },
    ...{ refused: total(outcome.refused), uncaughtErrors: outcome.errors },
    ...{ operations: outcome.operations, leftOut: total(outcome.leftOut) },
    ...{ callsTried: outcome.callsTried, notCallable: total(outcome.notCallable) },
    parseSeconds: round(outcome.parseMs / 1000, 1),
    importSeconds: round(outcome.storeMs / 1000, 1),
    importPeakMb: peakMemoryMb(),
    refusedBecause: byCount(outcome.refused),
    warnedBecause: byCount(outcome.leftOut),
    notCallableBecause: byCount(outcome.notCallable),
  })}\n`,
);

async function importAll(archive: Archive, limit: number): Promise<Outcome> {
  const outcome: Outcome = {
    ...{ whole: 0, withWarnings: 0, errors: 0, operations: 0, callsTried: 0, parseMs: 0, storeMs: 0 },
    ...{ refused: new Map(), leftOut: new Map(), notCallable: new Map() },
  };
  const taken = new Set<string>();
  const ids = sampled(archive.ids(), limit);
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
  api: Parameters<typeof openApiExecutor>[0],
  tools: readonly Tool[],
  outcome: Outcome,
): Promise<void> {
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

function sampled(ids: readonly string[], limit: number): string[] {
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
