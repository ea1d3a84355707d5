// Where training starts from: for each row what GloVe and the sentence encoder know of the word, side by side.
import { type Lexicon, pieceMark } from "@/lib/retrieval/lexicon";
import { silentWords } from "@/lib/retrieval/silent-words";
import { forEachRow } from "@/lib/retrieval/static-model";
import { at, leading, normalise, project, secondMoment } from "./matrix";
import type { Translation } from "./product-texts";
import type { Vocabulary } from "./vocabulary";
import type { WordVectors } from "./word-vectors";

export const dimensions = 256;
/** Dimensions that come from GloVe; the others come from the sentence encoder. */
const gloveDimensions = 100;
/** How far whitening goes: 0 not at all, 1 fully. */
const whitening = 0.6;
/** The common component of all words: the directions that are dropped. */
const droppedDirections = 1;
/** Smooth inverse frequency (Arora et al., 2017): weight = a / (a + p(word)). */
const smoothing = 1e-3;
const weightOf = (probability: number) => smoothing / (smoothing + probability);
/** Rows that the directions are measured with. */
const measured = 12_000;

/** Row by row: English words from the two models, pieces and other languages' words from these. */
export function initialVectors(from: {
  vocabulary: Vocabulary;
  lexicon: Lexicon;
  vectors: WordVectors;
  /** Of the English words, by the sentence encoder. */
  encoded: Float32Array;
  encoderDimensions: number;
  translations: readonly Translation[];
}): Float32Array {
  const { words, english, probabilities } = from.vocabulary;
  const rows = words.map(() => new Float32Array(dimensions));
  const index = new Map(from.vectors.words.map((word, row) => [word, row]));
  const glove = straightened(
    words.slice(0, english).map((word) => {
      const row = index.get(word);
      return row === undefined ? null : slice(from.vectors.matrix, row, from.vectors.dimensions);
    }),
    gloveDimensions,
  );
  const encoder = straightened(
    words.slice(0, english).map((_, row) => slice(from.encoded, row, from.encoderDimensions)),
    dimensions - gloveDimensions,
  );
  for (let number = 0; number < english; number++) {
    const row = rows[number];
    const [first, second] = [glove[number], encoder[number]];
    if (!row) continue;
    if (first) row.set(first, 0);
    if (second) row.set(second, gloveDimensions);
    normalise(row);
    scale(row, weightOf(at(probabilities, number)));
  }
  breakUp(rows, from);
  translate(rows, from);
  const all = new Float32Array(rows.length * dimensions);
  for (const [number, row] of rows.entries()) all.set(row, number * dimensions);
  return all;
}

/** How much each word tells: little when it is common, nothing when it is grammar; a piece never counts as known. */
export function wordWeights({ words, probabilities }: Vocabulary): Float32Array {
  return Float32Array.from(words, (word, row) =>
    silentWords.has(word) ? 0 : weightOf(at(probabilities, row)),
  );
}

/** A piece begins as the mean of the words it is a piece of. */
function breakUp(rows: readonly Float32Array[], from: { vocabulary: Vocabulary; lexicon: Lexicon }): void {
  const { words, english, probabilities } = from.vocabulary;
  const counts = new Map<number, number>();
  for (let number = 0; number < english; number++) {
    for (const piece of from.lexicon.pieces(words[number] ?? "")) {
      const row = rows[piece];
      if (!row || at(probabilities, piece) > 0) continue;
      addTo(row, rows[number], 1);
      counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
  }
  for (const [piece, count] of counts) {
    const row = rows[piece];
    if (row) scale(row, 1 / count);
  }
}

/** A word of another language begins as the mean of the texts that its texts translate. */
function translate(
  rows: readonly Float32Array[],
  from: { vocabulary: Vocabulary; lexicon: Lexicon; translations: readonly Translation[] },
): void {
  const { words, english, probabilities } = from.vocabulary;
  const sums = new Map<number, Float32Array>();
  const common = new Float32Array(dimensions);
  for (const { one, other } of from.translations) {
    const meaning = new Float32Array(dimensions);
    forEachRow(other, from.lexicon, (row, share) => addTo(meaning, rows[row], share));
    normalise(meaning);
    addTo(common, meaning, 1 / from.translations.length);
    let count = 0;
    forEachRow(one, from.lexicon, () => {
      count += 1;
    });
    forEachRow(one, from.lexicon, (row) => {
      if (row < english || words[row]?.startsWith(pieceMark)) return;
      const sum = sums.get(row) ?? new Float32Array(dimensions + 1);
      addTo(sum, meaning, 1 / count);
      sum[dimensions] = at(sum, dimensions) + 1 / count;
      sums.set(row, sum);
    });
  }
  for (const [number, sum] of sums) {
    const row = rows[number];
    if (!row) continue;
    const seen = at(sum, dimensions);
    for (let d = 0; d < dimensions; d++) row[d] = at(sum, d) / seen - at(common, d);
    normalise(row);
    scale(row, weightOf(at(probabilities, number)));
  }
}

/** Rows turned so that `kept` directions say most, those made alike in strength, each of length 1. */
function straightened(rows: readonly (Float32Array | null)[], kept: number): (Float32Array | null)[] {
  const known = rows.filter((row) => row !== null);
  const size = known[0]?.length ?? 0;
  for (const row of known) normalise(row);
  const directions = leading(secondMoment(known.slice(0, measured), size), kept + droppedDirections);
  return rows.map((row) => {
    if (!row) return null;
    const turned = project(row, directions, { kept, strength: whitening, dropped: droppedDirections });
    normalise(turned);
    return turned;
  });
}

const slice = (matrix: Float32Array, row: number, size: number) => matrix.slice(row * size, (row + 1) * size);

function scale(row: Float32Array, factor: number): void {
  for (let d = 0; d < row.length; d++) row[d] = at(row, d) * factor;
}

function addTo(sum: Float32Array, row: Float32Array | undefined, share: number): void {
  if (!row) return;
  for (let d = 0; d < dimensions; d++) sum[d] = at(sum, d) + share * at(row, d);
}
