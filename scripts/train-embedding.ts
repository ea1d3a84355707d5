// Trains the static embedding model in lib/retrieval/model from openly licensed npm packages, and measures it on what
// was held out. `npm run train:embedding [-- --cache FOLDER] [--out FOLDER]`: some minutes on two cores, 4 GB of memory,
// 200 MB of downloads in the cache. The same packages and code give the same file. lib/retrieval/model/MODEL_CARD.md
// describes it.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Lexicon } from "@/lib/retrieval/lexicon";
import { StaticModel } from "@/lib/retrieval/static-model";
import { turnBack } from "./embedding/blend";
import { dimensions, initialVectors, wordWeights } from "./embedding/initial-vectors";
import { measurePairs } from "./embedding/measure";
import { encodeModel } from "./embedding/model-file";
import { encodeAll, encoderDimensions } from "./embedding/sentence-encoder";
import { train } from "./embedding/trainer";
import { readTrainingData, type TrainingData } from "./embedding/training-data";
import { chooseVocabulary } from "./embedding/vocabulary";

const options = {
  ...{ seed: 1, epochs: 2, batch: 128, temperature: 0.05, rate: 0.03 },
  ...{ hard: 0.5, dropShared: 0.3, breakWords: 0.1, alike: 0.95 },
};
/** Of these kinds there are more than the others can stand beside. */
const oneIn: Readonly<Record<string, number>> = { dictionary: 2, commands: 2 };
/** How far rows are turned back to where they began, as a share of it. */
const turnedBack = 1;
/** Queries of each kind of held-out pairs. */
const mostMeasured = 1500;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cache: { type: "string" }, out: { type: "string" } } });
  const cache = values.cache ?? path.join(os.tmpdir(), "lamplight-embedding");
  const out = values.out ?? path.join(process.cwd(), "lib", "retrieval", "model");

  const data = readTrainingData(cache);
  const pairs = Object.entries(data.train).flatMap(([kind, list]) =>
    list.filter((_, index) => index % (oneIn[kind] ?? 1) === 0),
  );
  const vocabulary = chooseVocabulary({ ...data, commonWords: data.dictionary.commonWords });
  say(`${pairs.length} pairs, ${vocabulary.words.length} words and pieces`);
  const { words, english } = vocabulary;
  const encoded = await encodeAll(words.slice(0, english), cache);
  const lexicon = new Lexicon(words);
  const table = initialVectors({ ...data, vocabulary, lexicon, encoded, encoderDimensions });
  const weights = wordWeights(vocabulary);
  const start = table.slice();
  measure("before training", data, encodeModel(words, table, weights));
  train(
    table,
    lexicon,
    { words, pairs },
    { ...options, onEpoch: (epoch, loss) => say(`epoch ${epoch + 1}: loss ${loss.toFixed(3)}`) },
  );
  turnBack(table, start, dimensions, turnedBack);
  const bytes = encodeModel(words, table, weights);
  measure("after training", data, bytes);
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "static-embedding.bin"), bytes);
  say(`${bytes.length} bytes, sha256 ${createHash("sha256").update(bytes).digest("hex")}`);
}

function measure(when: string, data: TrainingData, bytes: Buffer): void {
  const model = new StaticModel(bytes);
  for (const [kind, pairs] of Object.entries(data.heldOut)) {
    const found = measurePairs(pairs, (text) => model.embed(text), mostMeasured);
    console.log(JSON.stringify({ when, kind, ...found }));
  }
}

const started = performance.now();
const say = (text: string) => console.log(`${((performance.now() - started) / 1000).toFixed(0)} s: ${text}`);

await main();
