// What a tool says of itself, as vectors: of its title, of its description, of each of its examples.
import { normalised } from "./static-model";

/** Facets are kept in whole numbers up to this: as near as needed, and a quarter of the space. */
const mostValue = 127;

/** The facets of a tool as they are stored: one after another, a byte for each number. */
export class Facets {
  private readonly values: Int8Array;
  private readonly scales: number[] = [];
  private meaning: Float32Array | undefined;

  /** @param stored as `storedFacets` makes them; copied, for they may be a part of something large. */
  constructor(
    stored: Uint8Array,
    private readonly dimensions: number,
  ) {
    this.values = Int8Array.from(new Int8Array(stored.buffer, stored.byteOffset, stored.byteLength));
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

  /** The meaning of the whole tool, as `wholeOf` takes it; worked out when first asked for. */
  get whole(): Float32Array {
    this.meaning ??= wholeOf(
      this.scales.map((_, number) => {
        const facet = new Float32Array(this.dimensions);
        for (let d = 0, at = number * this.dimensions; d < this.dimensions; d++, at++)
          facet[d] = this.values[at] ?? 0;
        return normalised(facet);
      }),
      this.dimensions,
    );
    return this.meaning;
  }
}

/** The bytes of facets. @param facets of unit length. */
export function storedFacets(facets: readonly Float32Array[], dimensions: number): Uint8Array {
  const values = new Int8Array(facets.length * dimensions);
  for (const [number, facet] of facets.entries()) {
    for (let d = 0, at = number * dimensions; d < dimensions; d++, at++)
      values[at] = Math.round(mostValue * (facet[d] ?? 0));
  }
  return new Uint8Array(values.buffer);
}

/**
 * What a tool is called and what it says of itself count alike; its examples count together as one of them. Of unit
 * length; all zeros without a facet.
 */
export function wholeOf(facets: readonly Float32Array[], dimensions: number): Float32Array {
  const [title, description, ...examples] = facets;
  const sum = new Float32Array(dimensions);
  const add = (vector: Float32Array | undefined, share: number) => {
    for (let d = 0; vector && d < dimensions; d++) sum[d] = (sum[d] ?? 0) + share * (vector[d] ?? 0);
  };
  add(title, 1);
  add(description, 1);
  for (const example of examples) add(example, 1 / examples.length);
  return normalised(sum);
}
