// Fits the weights of lib/retrieval/order-tools.ts to made-up requests for two or three operations of public APIs, and
// prints them. `npm run fit:order [-- --cache FOLDER] [--count N]`: some minutes. Of the providers half are fitted to and the
// other half ordered by it, and the other way round: the figures printed are nDCG@10, in per cent, of those held out,
// for the present weights, the fitted ones, and fits that leave one kind of evidence out. The weights are those of a fit to
// all. Nothing is fitted to sets that search is measured with.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { staticEmbedder } from "@/lib/retrieval/embedder";
import {
  inTurn,
  type OrderFeature,
  orderEvidence,
  orderFeatures,
  orderWeights,
} from "@/lib/retrieval/order-tools";
import { readCandidates } from "@/lib/retrieval/rank-tools";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { asked, percent, quality } from "./bench/quality";
import { fetchPackage } from "./embedding/npm-package";
import { packages } from "./embedding/packages";
import { type Example, fitWeights } from "./order/fit-weights";
import { readToldOperations } from "./order/operations";
import { makeRequests, type Request, readWording } from "./order/requests";

const seed = 1;
const { values: options } = parseArgs({
  options: { cache: { type: "string" }, count: { type: "string", default: "2000" } },
});

interface Judged {
  example: (Example[number] & { id: string })[];
  /** Of the parts, of each candidate. */
  shares: readonly (readonly number[])[];
  gold: ReadonlySet<string>;
  half: number;
}

async function main(): Promise<void> {
  const cache = options.cache ?? path.join(os.tmpdir(), "lamplight-embedding");
  const operations = await readToldOperations(fetchPackage(packages.operations, cache));
  const wording = readWording(fetchPackage(packages.dictionary, cache));
  const requests = makeRequests(operations, wording, {
    count: Number(options.count),
    sizes: [2, 3],
    seed,
  });
  const folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-fit-"));
  try {
    const index = await ToolIndex.connect(folder, staticEmbedder());
    await index.reset();
    await index.write(operations.map((operation) => operation.tool));
    const judged: Judged[] = [];
    for (const request of requests) judged.push(...(await judge(index, request)));
    index.close();
    report({ tools: operations.length, requests: judged.length });
    const present = orderFeatures.map((feature) => orderWeights[feature]);
    report({
      order: "present",
      ndcg10: meanQuality(judged, (one) => ordered(one, orderFeatures, present)),
    });
    report({ order: "fitted", ndcg10: heldOut(judged, orderFeatures) });
    for (const left of orderFeatures) {
      const others = orderFeatures.filter((feature) => feature !== left);
      report({ order: "fitted", without: left, ndcg10: heldOut(judged, others) });
    }
    report({ weights: named(orderFeatures, fitTo(judged, orderFeatures)) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nothing for a request that reads like one thing: those are not ordered so. */
async function judge(index: ToolIndex, { query, gold, provider }: Request): Promise<Judged[]> {
  const found = await readCandidates(index, { query, limit: asked });
  if (!found || found.reading.parts.length < 2) return [];
  const { tools, reading } = found;
  const { evidence, shares } = orderEvidence(tools, reading);
  return [
    {
      ...{ gold, shares },
      half: createHash("sha256").update(provider).digest().readUInt8(0) % 2,
      example: tools.flatMap(({ id }, number) => {
        const own = evidence[number];
        return own ? [{ id, evidence: own, isGold: gold.has(id) }] : [];
      }),
    },
  ];
}

const fitTo = (judged: readonly Judged[], features: readonly OrderFeature[]) =>
  fitWeights(
    judged.map((one) => one.example),
    features,
  );

/** What an order by these features is worth on providers that it was not fitted to. */
function heldOut(judged: readonly Judged[], features: readonly OrderFeature[]): number {
  const orders = [0, 1].map((half) => {
    const weights = fitTo(
      judged.filter((one) => one.half !== half),
      features,
    );
    return (one: Judged) => ordered(one, features, weights);
  });
  return meanQuality(judged, (one) => orders[one.half]?.(one) ?? []);
}

function ordered(
  { example, shares }: Judged,
  features: readonly OrderFeature[],
  weights: readonly number[],
): string[] {
  const worth = example.map(({ evidence }) =>
    features.reduce((sum, feature, place) => sum + (weights[place] ?? 0) * (evidence[feature] ?? 0), 0),
  );
  return inTurn(example, worth, shares).map(({ id }) => id);
}

const meanQuality = (judged: readonly Judged[], order: (one: Judged) => readonly string[]) =>
  percent(judged.map((one) => quality(order(one).slice(0, asked), one.gold).ndcg10));

const named = (features: readonly OrderFeature[], weights: readonly number[]) =>
  Object.fromEntries(features.map((feature, place) => [feature, Number((weights[place] ?? 0).toFixed(2))]));
const report = (line: object) => console.log(JSON.stringify(line));

await main();
