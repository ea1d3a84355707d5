// What a tool says of itself, as vectors: of its title, of its description, of each of its examples, and of the whole.
import { normalised } from "./static-model";

/** Facets are kept in whole numbers up to this: as near as needed, and a quarter of the space. */
const mostValue = 127;

/** The meaning of a tool and its facets as they are stored: one after another, a byte for each number. */
export class Facets {
  private readonly wholeValues: Int8Array;
  private readonly values: Int8Array;
  private readonly scales: number[] = [];
  private meaning: Float32Array | undefined;

  /** @param stored as `storedFacets` makes them; copied, for they may be a part of something large. */
  constructor(
    stored: Uint8Array,
    private readonly dimensions: number,
  ) {
    const all = new Int8Array(stored.buffer, stored.byteOffset, stored.byteLength);
    this.wholeValues = all.slice(0, dimensions);
    this.values = all.slice(dimensions);
    for (let start = 0; start < this.values.length; start += dimensions) {
      let sum = 0;
      for (let at = start; at < start + dimensions; at++) sum += (this.values[at] ?? 0) ** 2;
      this.scales.push(sum > 0 ? 1 / Math.sqrt(sum) : 0);
    }
  }

  /** How many there are: none for a tool of whose words the embedder knows none. */
  get count(): number {
    return this.scales.length;
  }

  /** The meaning of the whole tool, as `wholeOf` takes it; made ready when first asked for. */
  get whole(): Float32Array {
    this.meaning ??= normalised(
      Float32Array.from({ length: this.dimensions }, (_, d) => this.wholeValues[d] ?? 0),
    );
    return this.meaning;
  }

  /** The cosine of the facet nearest to a text; 0 without any. @param vector of unit length. */
  nearest(vector: Float32Array): number {
    let most = Number.NEGATIVE_INFINITY;
    for (const [number, scale] of this.scales.entries()) {
      let sum = 0;
      for (let d = 0, at = number * this.dimensions; d < this.dimensions; d++, at++)
        sum += (this.values[at] ?? 0) * (vector[d] ?? 0);
      most = Math.max(most, scale * sum);
    }
    return this.count === 0 ? 0 : most;
  }
}

/** The bytes of a tool's meaning and of its facets; none without a facet. @param facets of unit length. */
export function storedFacets(
  whole: Float32Array,
  facets: readonly Float32Array[],
  dimensions: number,
): Uint8Array {
  if (facets.length === 0) return new Uint8Array();
  const values = new Int8Array((1 + facets.length) * dimensions);
  for (const [number, vector] of [whole, ...facets].entries()) {
    for (let d = 0, at = number * dimensions; d < dimensions; d++, at++)
      values[at] = Math.round(mostValue * (vector[d] ?? 0));
  }
  return new Uint8Array(values.buffer);
}

/**
 * What a tool is called, what it says of itself and what it says first count alike; its examples count together as one
 * of them. Of unit length; all zeros without any.
 */
export function wholeOf(
  said: readonly { vector: Float32Array; isExample: boolean }[],
  dimensions: number,
): Float32Array {
  const examples = said.filter(({ isExample }) => isExample).length;
  const sum = new Float32Array(dimensions);
  for (const { vector, isExample } of said) {
    const share = isExample ? 1 / examples : 1;
    for (let d = 0; d < dimensions; d++) sum[d] = (sum[d] ?? 0) + share * (vector[d] ?? 0);
  }
  return normalised(sum);
}
