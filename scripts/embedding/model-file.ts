import { at } from "./matrix";

/** The file that lib/retrieval/static-model.ts reads; the layout is described there. */
export function encodeModel(words: readonly string[], table: Float32Array, weights: Float32Array): Buffer {
  const dimensions = table.length / words.length;
  const scales = new Float32Array(words.length);
  const rows = new Uint8Array((words.length * dimensions) / 2);
  for (let row = 0; row < words.length; row++) {
    const values = table.subarray(row * dimensions, (row + 1) * dimensions);
    const scale = bestScale(values);
    scales[row] = scale;
    for (let d = 0; d < dimensions; d++) {
      const half = quantised(at(values, d), scale) + 8;
      const place = (row * dimensions + d) >> 1;
      rows[place] = (rows[place] ?? 0) | (d % 2 === 0 ? half : half << 4);
    }
  }
  const vocabulary = Buffer.from(words.join("\n"), "utf8");
  const header = Buffer.alloc(16);
  header.write("LSE2", 0, "latin1");
  header.writeUInt32LE(words.length, 4);
  header.writeUInt32LE(dimensions, 8);
  header.writeUInt32LE(vocabulary.length, 12);
  return Buffer.concat([header, Buffer.from(scales.buffer), Buffer.from(weights.buffer), rows, vocabulary]);
}

/** The scale whose rounding loses least of a row: cutting off a few large numbers is better than coarse steps. */
function bestScale(row: Float32Array): number {
  const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  let [best, least] = [largest / 7, Number.POSITIVE_INFINITY];
  for (let share = 0.5; share <= 1; share += 0.05) {
    const scale = (share * largest) / 7;
    let lost = 0;
    for (const value of row) lost += (value - quantised(value, scale) * scale) ** 2;
    if (lost < least) [best, least] = [scale, lost];
  }
  return best;
}

const quantised = (value: number, scale: number) => Math.max(-8, Math.min(7, Math.round(value / scale)));
