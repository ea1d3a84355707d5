// Contrastive training of a table of rows: the two texts of a pair are to be nearer to each other than to the others of
// their batch (InfoNCE), some batches being of one API or program only, so that their pairs are hard to tell apart.
import type { Lexicon } from "@/lib/retrieval/lexicon";
import { forEachRow } from "@/lib/retrieval/static-model";
import { at } from "./matrix";
import { Multiplier } from "./multiply";
import type { Pair } from "./pair";
import { type Random, random, shuffle } from "./random";

export interface TrainingOptions {
  seed: number;
  epochs: number;
  batch: number;
  temperature: number;
  rate: number;
  /** Share of batches whose pairs are of few groups. */
  hard: number;
  /** How often a word that both texts have is left out of one, so that other words learn to stand for it. */
  dropShared: number;
  /** How often a word is read by its pieces. */
  breakWords: number;
  /** Pairs whose other texts are nearer than this are not held against each other. */
  alike: number;
  onEpoch?: (epoch: number, loss: number) => void;
}

/** Rows and shares of one text. */
interface Text {
  rows: Int32Array;
  shares: Float32Array;
}

/** Trains the table in place. The same seed gives the same table. */
export function train(
  table: Float32Array,
  lexicon: Lexicon,
  from: { words: readonly string[]; pairs: readonly Pair[] },
  options: TrainingOptions,
): void {
  const dimensions = table.length / from.words.length;
  const pieces = from.words.map((word) => (/^[a-z]{6,}$/.test(word) ? lexicon.pieces(word) : []));
  const pairs = readPairs(from.pairs, lexicon);
  const draw = random(options.seed);
  const step = new Step(table, dimensions, options);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    let loss = 0;
    const batches = makeBatches(pairs, options, draw);
    batches.forEach((batch, number) => {
      const rate =
        options.rate * (1 - (epoch + number / batches.length) / options.epochs) + options.rate / 50;
      const ones = batch.map((pair) => vary(pair.one, pair.other, { pieces, options, draw }));
      const others = batch.map((pair) => vary(pair.other, null, { pieces, options, draw }));
      loss += step.run(ones, others, batch, rate);
    });
    options.onEpoch?.(epoch, loss / batches.length);
  }
}

interface ReadPair {
  one: Text;
  other: Text;
  group: string;
}

function readPairs(pairs: readonly Pair[], lexicon: Lexicon): ReadPair[] {
  const read = (text: string): Text => {
    const rows: number[] = [];
    const shares: number[] = [];
    forEachRow(text, lexicon, (row, share) => {
      rows.push(row);
      shares.push(share);
    });
    return { rows: Int32Array.from(rows), shares: Float32Array.from(shares) };
  };
  return pairs
    .map((pair) => ({ one: read(pair.one), other: read(pair.other), group: pair.group }))
    .filter(({ one, other }) => one.rows.length > 0 && other.rows.length > 0);
}

/** All pairs once, in batches: some as they come, some of few groups. Pairs that fill no batch wait for another epoch. */
function makeBatches(pairs: readonly ReadPair[], options: TrainingOptions, draw: Random): ReadPair[][] {
  const order = shuffle([...pairs], draw);
  const hard = order.slice(0, Math.floor(order.length * options.hard));
  const ranks = new Map<string, number>();
  for (const pair of hard) if (!ranks.has(pair.group)) ranks.set(pair.group, ranks.size);
  // Sorting keeps the shuffled order within a group.
  hard.sort((a, b) => (ranks.get(a.group) ?? 0) - (ranks.get(b.group) ?? 0));
  const batches: ReadPair[][] = [];
  for (const list of [hard, order.slice(hard.length)]) {
    for (let start = 0; start + options.batch <= list.length; start += options.batch)
      batches.push(list.slice(start, start + options.batch));
  }
  return shuffle(batches, draw);
}

/** A text as it is read this time: without some words that the other text has too, some words as their pieces. */
function vary(
  text: Text,
  without: Text | null,
  by: { pieces: readonly (readonly number[])[]; options: TrainingOptions; draw: Random },
): Text {
  const shared = without && by.options.dropShared > 0 ? new Set(without.rows) : null;
  const rows: number[] = [];
  const shares: number[] = [];
  text.rows.forEach((row, index) => {
    const share = at(text.shares, index);
    if (shared?.has(row) && by.draw() < by.options.dropShared) return;
    const broken = by.pieces[row] ?? [];
    if (broken.length > 1 && by.draw() < by.options.breakWords) {
      for (const piece of broken) {
        rows.push(piece);
        shares.push(share / broken.length);
      }
    } else {
      rows.push(row);
      shares.push(share);
    }
  });
  // Of a text that only has shared words something must be left.
  return rows.length > 0 ? { rows: Int32Array.from(rows), shares: Float32Array.from(shares) } : text;
}

/** One step of training, with its memory. */
class Step {
  private readonly multiplier: Multiplier;
  private readonly ones: Float32Array;
  private readonly others: Float32Array;
  private readonly turned: Float32Array;
  private readonly cosines: Float32Array;
  private readonly likeness: Float32Array;
  private readonly pull: Float32Array;
  private readonly pullTurned: Float32Array;
  private readonly onesGradient: Float32Array;
  private readonly othersGradient: Float32Array;
  private readonly lengths: Float32Array;
  /** Adagrad: the squares of each number's gradients so far. */
  private readonly squares: Float32Array;

  constructor(
    private readonly table: Float32Array,
    private readonly dimensions: number,
    private readonly options: TrainingOptions,
  ) {
    const { batch } = options;
    this.multiplier = new Multiplier(4 * (5 * batch * dimensions + 4 * batch * batch));
    const texts = () => this.multiplier.matrix(batch, dimensions);
    [this.ones, this.others, this.onesGradient, this.othersGradient] = [texts(), texts(), texts(), texts()];
    this.turned = this.multiplier.matrix(dimensions, batch);
    const square = () => this.multiplier.matrix(batch, batch);
    [this.cosines, this.likeness, this.pull, this.pullTurned] = [square(), square(), square(), square()];
    this.lengths = new Float32Array(2 * batch);
    this.squares = new Float32Array(table.length).fill(1e-6);
  }

  /** The loss before the step. */
  run(ones: readonly Text[], others: readonly Text[], batch: readonly ReadPair[], rate: number): number {
    const { batch: size } = this.options;
    for (const [index, text] of ones.entries()) this.embed(text, this.ones, index, index);
    for (const [index, text] of others.entries()) this.embed(text, this.others, index, size + index);
    const products = { m: size, n: size, k: this.dimensions };
    transpose(this.others, this.turned, size, this.dimensions);
    this.multiplier.addProduct(this.cosines.fill(0), this.ones, this.turned, products);
    this.multiplier.addProduct(this.likeness.fill(0), this.others, this.turned, products);
    const loss = this.contrast(batch);
    const gradients = { m: size, n: this.dimensions, k: size };
    this.multiplier.addProduct(this.onesGradient.fill(0), this.pull, this.others, gradients);
    transpose(this.pull, this.pullTurned, size, size);
    this.multiplier.addProduct(this.othersGradient.fill(0), this.pullTurned, this.ones, gradients);
    for (const [index, text] of ones.entries())
      this.learn(text, { at: index, of: this.ones, by: this.onesGradient, index, rate });
    for (const [index, text] of others.entries())
      this.learn(text, { at: size + index, of: this.others, by: this.othersGradient, index, rate });
    return loss;
  }

  /** The unit vector of a text into row `index` of a matrix; its length before is remembered. */
  private embed(text: Text, into: Float32Array, index: number, lengthAt: number): void {
    const { dimensions, table } = this;
    const start = index * dimensions;
    into.fill(0, start, start + dimensions);
    for (let token = 0; token < text.rows.length; token++) {
      const from = at(text.rows, token) * dimensions;
      const share = at(text.shares, token);
      for (let d = 0; d < dimensions; d++)
        into[start + d] = at(into, start + d) + share * at(table, from + d);
    }
    let squares = 0;
    for (let d = 0; d < dimensions; d++) squares += at(into, start + d) ** 2;
    const length = Math.sqrt(squares) + 1e-6;
    for (let d = 0; d < dimensions; d++) into[start + d] = at(into, start + d) / length;
    this.lengths[lengthAt] = length;
  }

  /** Softmax of each row and each column of the cosines; what pulls texts together and apart goes to `pull`. */
  private contrast(batch: readonly ReadPair[]): number {
    const { batch: size, temperature, alike } = this.options;
    const exponents = this.cosines;
    const rows = new Float64Array(size);
    const columns = new Float64Array(size);
    let loss = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const place = i * size + j;
        const isSame = i !== j && (at(this.likeness, place) > alike || batch[i]?.other === batch[j]?.other);
        const cosine = at(exponents, place);
        if (i === j) loss -= cosine / temperature;
        const weight = isSame ? 0 : Math.exp((cosine - 1) / temperature);
        exponents[place] = weight;
        rows[i] = at(rows, i) + weight;
        columns[j] = at(columns, j) + weight;
      }
    }
    const share = 0.5 / (temperature * size);
    for (let i = 0; i < size; i++) {
      loss += 0.5 * (Math.log(at(rows, i)) + Math.log(at(columns, i))) + 1 / temperature;
      for (let j = 0; j < size; j++) {
        const weight = at(exponents, i * size + j);
        const expected = weight / at(rows, i) + weight / at(columns, j);
        this.pull[i * size + j] = share * (expected - (i === j ? 2 : 0));
      }
    }
    return loss / size;
  }

  /** Moves the rows of a text against the gradient of its unit vector (Adagrad). */
  private learn(
    text: Text,
    from: { at: number; of: Float32Array; by: Float32Array; index: number; rate: number },
  ): void {
    const { dimensions, table, squares } = this;
    const start = from.index * dimensions;
    let along = 0;
    for (let d = 0; d < dimensions; d++) along += at(from.of, start + d) * at(from.by, start + d);
    const length = at(this.lengths, from.at);
    const { by } = from;
    for (let d = 0; d < dimensions; d++)
      by[start + d] = (at(by, start + d) - along * at(from.of, start + d)) / length;
    for (let token = 0; token < text.rows.length; token++) {
      const row = at(text.rows, token) * dimensions;
      const share = at(text.shares, token);
      for (let d = 0; d < dimensions; d++) {
        const gradient = share * at(by, start + d);
        const seen = at(squares, row + d) + gradient * gradient;
        squares[row + d] = seen;
        table[row + d] = at(table, row + d) - (from.rate * gradient) / Math.sqrt(seen);
      }
    }
  }
}

function transpose(from: Float32Array, to: Float32Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      to[column * rows + row] = at(from, row * columns + column);
  }
}
