// Measures abstention: goals asked of an index with the right tools in it, and of one without them. What is found fits,
// or is a near miss. `npm run bench:abstention -- [--cache FOLDER] [DIR...]` prints a line of JSON for each set: the goals of
// the planner's tests; with --cache, operations of public APIs that the embedding model was not trained on (as
// `fit:order` asks for them); the sets in DIR (as `bench:search` reads them). In per cent: precision, of the goals
// abstained on, those that nothing could serve; recall, of those that nothing could serve, the ones abstained on; answered,
// of those that could be served, the ones for which something fits. `thresholds` says what others would give.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Tool } from "@/lib/domain/tool";
import { staticEmbedder } from "@/lib/retrieval/embedder";
import { rankTools } from "@/lib/retrieval/rank-tools";
import { fitThreshold } from "@/lib/retrieval/search-tools";
import { firstTools } from "@/lib/retrieval/testing/catalogues";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { plannedGoals } from "./bench/goals";
import { readSearchSet } from "./bench/search-set";
import { fetchPackage } from "./embedding/npm-package";
import { packages } from "./embedding/packages";
import { readToldOperations } from "./order/operations";
import { makeRequests, readWording } from "./order/requests";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: "string" } },
});

/** The best score of each goal: of those that could be served, and of those that nothing could serve. */
interface Scores {
  servable: number[];
  unservable: number[];
}

async function main(): Promise<void> {
  report("goals of the planner's tests", await ofPlannedGoals());
  if (options.cache !== undefined) report("operations of public APIs", await ofOperations(options.cache));
  for (const folder of positionals) report(path.basename(path.resolve(folder)), await ofSet(folder));
}

/** Tools that could stand in for each other go together. */
const families = [
  ["email", "sms", "slack", "directory"],
  ["database", "data", "chart", "file", "text"],
];
const familyOf = (toolId: string) => {
  const group = toolId.split(".")[0] ?? "";
  return families.find((family) => family.includes(group)) ?? [group];
};

/** Each goal asked with all tools there, and with all of the kinds that its plan calls taken out. */
async function ofPlannedGoals(): Promise<Scores> {
  const tools = await firstTools();
  const goals = plannedGoals();
  const scores: Scores = { servable: [], unservable: [] };
  await withIndexOf(tools, async (index) => {
    for (const goal of goals)
      scores[goal.tools.length > 0 ? "servable" : "unservable"].push(await bestScore(index, goal.goal));
  });
  const served = goals.filter((goal) => goal.tools.length > 0);
  const takenOf = (goal: (typeof goals)[number]) =>
    [...new Set(goal.tools.flatMap(familyOf))].sort().join(" ");
  for (const taken of new Set(served.map(takenOf))) {
    const groups = taken.split(" ");
    const left = tools.filter(({ id }) => !groups.includes(id.split(".")[0] ?? ""));
    await withIndexOf(left, async (index) => {
      for (const goal of served.filter((one) => takenOf(one) === taken))
        scores.unservable.push(await bestScore(index, goal.goal));
    });
  }
  return scores;
}

const operationsAsked = 800;

/** One operation a time; all APIs of half of the providers are taken out. */
async function ofOperations(cache: string): Promise<Scores> {
  const operations = await readToldOperations(fetchPackage(packages.operations, cache));
  const wording = readWording(fetchPackage(packages.dictionary, cache));
  const requests = makeRequests(operations, wording, { count: operationsAsked, sizes: [1], seed: 2 });
  const isGone = (provider: string) => createHash("sha256").update(provider).digest().readUInt8(1) % 2 === 0;
  const left = operations.filter(({ provider }) => !isGone(provider)).map(({ tool }) => tool);
  const scores: Scores = { servable: [], unservable: [] };
  await withIndexOf(left, async (index) => {
    for (const { query, provider } of requests)
      scores[isGone(provider) ? "unservable" : "servable"].push(await bestScore(index, query));
  });
  return scores;
}

/** The right tools of half of the queries are taken out; the other half finds its own there. */
async function ofSet(folder: string): Promise<Scores> {
  const { tools, queries, idOf } = readSearchSet(folder);
  const without = new Set(queries.filter((_, number) => number % 2 === 1).flatMap((query) => query.gold));
  const scores: Scores = { servable: [], unservable: [] };
  await withIndexOf(
    tools.filter((tool) => !without.has(idOf(tool))),
    async (index) => {
      for (const [number, { query, gold }] of queries.entries()) {
        const isUnservable = number % 2 === 1;
        // Queries that share a tool with one of the other half could be served in part: they tell nothing.
        if (!isUnservable && gold.some((id) => without.has(id))) continue;
        scores[isUnservable ? "unservable" : "servable"].push(await bestScore(index, query));
      }
    },
  );
  return scores;
}

async function bestScore(index: ToolIndex, query: string): Promise<number> {
  const found = await rankTools(index, { query, limit: 10 });
  return Math.max(0, ...found.map(({ score }) => score));
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

function report(set: string, scores: Scores): void {
  const { servable, unservable } = scores;
  const others = [0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8];
  const thresholds = Object.fromEntries(others.map((at) => [at, abstention(scores, at)]));
  const counts = { servable: servable.length, unservable: unservable.length };
  console.log(JSON.stringify({ set, ...counts, ...abstention(scores, fitThreshold), thresholds }));
}

function abstention({ servable, unservable }: Scores, threshold: number) {
  const below = (list: readonly number[]) => list.filter((score) => score < threshold).length;
  const [wrongly, rightly] = [below(servable), below(unservable)];
  const percent = (part: number, of: number) => Number(((100 * part) / Math.max(of, 1)).toFixed(1));
  return {
    precision: percent(rightly, rightly + wrongly),
    recall: percent(rightly, unservable.length),
    answered: percent(servable.length - wrongly, servable.length),
  };
}

await main();
