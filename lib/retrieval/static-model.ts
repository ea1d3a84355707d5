// The embedding model in the repository: a vector and a weight for each of some 42,000 words (model/MODEL_CARD.md).
// A text is the weighted mean of its words. The file, little-endian: "LSE1", uint32 words, uint32 dimensions,
// uint32 bytes of vocabulary; float32 scale per word; float32 weight per word; int8 rows; the words, by newlines.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { splitTokens } from "./split-words";
import { britishIse } from "./stem";

/** From the working directory, which is the repository's: bundling moves this module, not the file. */
const defaultFile = () => path.join(process.cwd(), "lib", "retrieval", "model", "static-embedding.bin");

const headerBytes = 16;

export class StaticModel {
  /** `static-<hash of the file>`. */
  readonly id: string;
  readonly dimensions: number;
  private readonly index: ReadonlyMap<string, number>;
  private readonly scales: Float32Array;
  private readonly weights: Float32Array;
  private readonly rows: Int8Array;
  /** Known forms of unknown words, and null for words without one. Bounded. */
  private readonly forms = new Map<string, number[] | null>();

  constructor(bytes: Buffer) {
    if (bytes.subarray(0, 4).toString("latin1") !== "LSE1") {
      throw new Error("The file is not a static embedding model: it does not begin with LSE1.");
    }
    this.id = `static-${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`;
    const count = bytes.readUInt32LE(4);
    this.dimensions = bytes.readUInt32LE(8);
    const floats = (start: number) =>
      new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + start + 4 * count));
    this.scales = floats(headerBytes);
    this.weights = floats(headerBytes + 4 * count);
    const rowsStart = headerBytes + 8 * count;
    const rowsEnd = rowsStart + count * this.dimensions;
    this.rows = new Int8Array(bytes.buffer, bytes.byteOffset + rowsStart, count * this.dimensions);
    const vocabulary = bytes.subarray(rowsEnd, rowsEnd + bytes.readUInt32LE(12)).toString("utf8");
    this.index = new Map(vocabulary.split("\n").map((word, index) => [word, index]));
    if (this.index.size !== count)
      throw new Error("The static embedding model is damaged: words are missing.");
  }

  /** The unit vector of a text; all zeros when no word of it is known. */
  embed(text: string): Float32Array {
    const sum = new Float32Array(this.dimensions);
    for (const words of splitTokens(text)) {
      // GitHub is one word when the model knows it as one.
      const joined = words.length > 1 ? this.index.get(words.join("")) : undefined;
      if (joined === undefined) for (const word of words) this.addWord(sum, word);
      else this.addRow(sum, joined, 1);
    }
    return normalised(sum);
  }

  /** The unit vector of one word; null when unknown and no form or part of it is known. */
  wordVector(word: string): Float32Array | null {
    const sum = new Float32Array(this.dimensions);
    return this.addWord(sum, word) ? normalised(sum) : null;
  }

  /** How much a word tells, 0 to 1: near 0 for "the", near 1 for rare words; null when unknown. */
  weight(word: string): number | null {
    const rows = this.rowsOf(word);
    if (!rows) return null;
    return Math.max(...rows.map((row) => this.weights[row] ?? 0));
  }

  private addWord(sum: Float32Array, word: string): boolean {
    const rows = this.rowsOf(word);
    for (const row of rows ?? []) this.addRow(sum, row, 1 / (rows?.length ?? 1));
    return rows !== null;
  }

  private addRow(sum: Float32Array, row: number, share: number): void {
    const factor = share * (this.weights[row] ?? 0) * (this.scales[row] ?? 0);
    const start = row * this.dimensions;
    for (let d = 0; d < this.dimensions; d++) {
      sum[d] = (sum[d] ?? 0) + factor * (this.rows[start + d] ?? 0);
    }
  }

  private rowsOf(word: string): number[] | null {
    const row = this.index.get(word);
    if (row !== undefined) return [row];
    const kept = this.forms.get(word);
    if (kept !== undefined) return kept;
    if (this.forms.size >= 10_000) this.forms.clear();
    const found = this.knownForm(word) ?? this.knownParts(word);
    this.forms.set(word, found);
    return found;
  }

  /** `repaints` → `repaint`, `unarchived` → `unarchive` … */
  private knownForm(word: string): number[] | null {
    const american = this.index.get(word.replace(britishIse, "$1iz$2"));
    if (american !== undefined) return [american];
    for (const [ending, ...replacements] of endings) {
      if (!word.endsWith(ending) || word.length < ending.length + 3) continue;
      const base = word.slice(0, -ending.length);
      for (const replacement of replacements) {
        const row = this.index.get(base + replacement);
        if (row !== undefined) return [row];
      }
      if (base.at(-1) === base.at(-2)) {
        const row = this.index.get(base.slice(0, -1));
        if (row !== undefined) return [row];
      }
    }
    return null;
  }

  /** `spreadsheetrow` → `spreadsheet`, `row`: the split whose shorter part is longest. */
  private knownParts(word: string): number[] | null {
    if (word.length < 7) return null;
    for (let short = Math.floor(word.length / 2); short >= 3; short--) {
      for (const cut of [short, word.length - short]) {
        const [first, second] = [this.index.get(word.slice(0, cut)), this.index.get(word.slice(cut))];
        if (first !== undefined && second !== undefined) return [first, second];
      }
    }
    return null;
  }
}

/** An ending, and what may stand in its place. */
const endings: readonly (readonly [string, ...string[]])[] = [
  ["ies", "y", "ie"],
  ["es", "", "e"],
  ["s", ""],
  ["ing", "", "e"],
  ["ied", "y"],
  ["ed", "", "e"],
  ["er", "", "e"],
  ["or", "", "e"],
  ["ly", "", "le"],
  ["ment", ""],
  ["ness", ""],
  ["ation", "e", ""],
  ["ion", "", "e"],
  ["able", "", "e"],
];

const holder = globalThis as { lamplightStaticModel?: StaticModel };

/** The model, read once; one across hot reloads. */
export function staticModel(): StaticModel {
  holder.lamplightStaticModel ??= new StaticModel(readFileSync(defaultFile()));
  return holder.lamplightStaticModel;
}

/** Scales a vector to length 1 in place; leaves zero alone. */
export function normalised(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum > 0) {
    const length = Math.sqrt(sum);
    for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] ?? 0) / length;
  }
  return vector;
}

/** Dot product: the cosine of two unit vectors. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  const length = Math.min(a.length, b.length);
  for (let d = 0; d < length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}
