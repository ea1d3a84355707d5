// The embedding model in the repository: a vector and a weight for each of many words and pieces of words
// (model/MODEL_CARD.md). A text is the sum of its words, whose lengths differ. The file, little-endian: "LSE2", uint32 words,
// uint32 dimensions, uint32 bytes of vocabulary; float32 scale per word; float32 weight per word; rows of four-bit
// numbers, the even one in the lower half of a byte, 8 standing for zero; the words, by newlines.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Lexicon, type Rows } from "./lexicon";
import { remembering } from "./remembering";
import { silentWords } from "./silent-words";
import { splitTokens } from "./split-words";

/** From the working directory, which is the repository's: bundling moves this module, not the file. */
const defaultFile = () => path.join(process.cwd(), "lib", "retrieval", "model", "static-embedding.bin");

const headerBytes = 16;
/** Of a kilobyte each; the words of a goal are asked for with each of its parts. */
const mostWordVectors = 4000;

export class StaticModel {
  /** `static-<hash of the file>`. */
  readonly id: string;
  readonly dimensions: number;
  private readonly lexicon: Lexicon;
  private readonly scales: Float32Array;
  private readonly weights: Float32Array;
  private readonly rows: Uint8Array;

  constructor(bytes: Buffer) {
    if (bytes.subarray(0, 4).toString("latin1") !== "LSE2") {
      throw new Error("The file is not a static embedding model: it does not begin with LSE2.");
    }
    this.id = `static-${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`;
    const [count, vocabularyBytes] = [bytes.readUInt32LE(4), bytes.readUInt32LE(12)];
    this.dimensions = bytes.readUInt32LE(8);
    const rowsStart = headerBytes + 8 * count;
    const rowsEnd = rowsStart + (count * this.dimensions) / 2;
    if (bytes.length !== rowsEnd + vocabularyBytes)
      throw new Error("The static embedding model is damaged: it is not as long as it says.");
    const floats = (start: number) =>
      new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + start + 4 * count));
    this.scales = floats(headerBytes);
    this.weights = floats(headerBytes + 4 * count);
    this.rows = bytes.subarray(rowsStart, rowsEnd);
    const vocabulary = bytes.subarray(rowsEnd).toString("utf8");
    this.lexicon = new Lexicon(vocabulary.split("\n"));
    if (this.lexicon.size !== count)
      throw new Error("The static embedding model is damaged: words are missing.");
  }

  /** The unit vector of a text; all zeros when no word of it is known. */
  embed(text: string): Float32Array {
    const sum = new Float32Array(this.dimensions);
    forEachRow(text, this.lexicon, (row, share) => this.addRow(sum, row, share));
    return normalised(sum);
  }

  /** The unit vector of one word; null when unknown, no form of it is known, and it is no compound of known words. */
  readonly wordVector = remembering(mostWordVectors, (word: string): Float32Array | null => {
    const rows = this.lexicon.known(word);
    if (!rows) return null;
    const sum = new Float32Array(this.dimensions);
    for (const row of rows) this.addRow(sum, row, 1);
    return normalised(sum);
  });

  /** How much a word tells, 0 to 1: near 0 for "the", near 1 for rare words; null when unknown. */
  weight(word: string): number | null {
    const rows = this.lexicon.known(word);
    if (!rows) return null;
    return Math.max(...rows.map((row) => this.weights[row] ?? 0));
  }

  private addRow(sum: Float32Array, row: number, share: number): void {
    const { dimensions, rows } = this;
    const factor = share * (this.scales[row] ?? 0);
    let place = (row * dimensions) / 2;
    for (let d = 0; d < dimensions; d += 2, place++) {
      const both = rows[place] ?? 0x88;
      sum[d] = (sum[d] ?? 0) + factor * ((both & 15) - 8);
      sum[d + 1] = (sum[d + 1] ?? 0) + factor * ((both >> 4) - 8);
    }
  }
}

/** The rows that a text is the sum of, each with its share; the trainer reads texts in the same way. */
export function forEachRow(text: string, lexicon: Lexicon, take: (row: number, share: number) => void): void {
  for (const words of splitTokens(text)) {
    // GitHub is one word when the model knows it as one.
    const joined = words.length > 1 ? lexicon.row(words.join("")) : undefined;
    if (joined !== undefined) take(joined, 1);
    else for (const word of words) forEachRowOfWord(word, lexicon, take);
  }
}

function forEachRowOfWord(word: string, lexicon: Lexicon, take: (row: number, share: number) => void): void {
  if (silentWords.has(word)) return;
  const known = lexicon.known(word);
  const rows: Rows = known ?? lexicon.pieces(word);
  for (const row of rows) take(row, known ? 1 : 1 / rows.length);
}

const holder = globalThis as { lamplightStaticModel?: StaticModel };

/** The model, read once; one across hot reloads. */
export function staticModel(): StaticModel {
  holder.lamplightStaticModel ??= new StaticModel(readFileSync(defaultFile()));
  return holder.lamplightStaticModel;
}

/** Scales a vector to length 1 in place; leaves zero alone. */
export function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] ?? 0) / length;
  return vector;
}

/** Dot product: the cosine of two unit vectors. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  const length = Math.min(a.length, b.length);
  for (let d = 0; d < length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}
