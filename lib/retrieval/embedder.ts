import { env } from "@/lib/env";
import { dot, staticModel } from "./static-model";

/** Turns texts into vectors whose cosine says how alike their meanings are. */
export interface Embedder {
  /** Names the model and its version: vectors of different ids can't be compared. */
  readonly id: string;
  /** Unit vectors in the order of the texts, all of the same length; all zeros for a text without meaning. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

/** The configured embedder: LAMPLIGHT_EMBEDDING_MODEL, else the static model in the repository. */
export async function embedder(): Promise<Embedder> {
  const name = env().LAMPLIGHT_EMBEDDING_MODEL;
  if (!name) return staticEmbedder();
  // Loaded when asked for: the providers' clients are large.
  const { embeddingModel } = await import("@/lib/ai/embedding-model");
  return embeddingModel(name);
}

export function staticEmbedder(): Embedder {
  const model = staticModel();
  return { id: model.id, embed: async (texts) => texts.map((text) => model.embed(text)) };
}

/** The cosines an embedder gives to texts that have nothing, and much, to do with each other. */
export interface SimilarityScale {
  unrelated: number;
  related: number;
}

const scales = new Map<string, Promise<SimilarityScale>>();

/** Measured once per process, so that one calibration serves every embedder. */
export function similarityScale(of: Embedder): Promise<SimilarityScale> {
  const kept = scales.get(of.id);
  if (kept) return kept;
  const measured = measureScale(of);
  scales.set(of.id, measured);
  measured.catch(() => scales.delete(of.id));
  return measured;
}

/** Where a cosine lies between the two: 0 unrelated, 1 related; may lie outside. */
export function relatedness(cosine: number, scale: SimilarityScale): number {
  return (cosine - scale.unrelated) / Math.max(scale.related - scale.unrelated, 0.05);
}

/** Pairs that ask for the same thing in other words. */
const pairs: readonly (readonly [string, string])[] = [
  ["Email the report to the finance team", "Send an e-mail"],
  ["What will the weather be in Oslo on Friday", "Get the weather forecast for a city"],
  ["Book a flight to Rome", "Reserve a seat on a flight"],
  ["Plot revenue per month", "Draw a chart of a table"],
  ["Translate this letter into French", "Translate text to another language"],
  ["Pay the invoice from our supplier", "Make a payment to a vendor"],
  ["Add a meeting to my calendar", "Create a calendar event"],
  ["Play some jazz music", "Start playback of a song"],
];

async function measureScale(of: Embedder): Promise<SimilarityScale> {
  const vectors = await of.embed(pairs.flat());
  const related: number[] = [];
  const unrelated: number[] = [];
  for (let query = 0; query < vectors.length; query += 2) {
    for (let tool = 1; tool < vectors.length; tool += 2) {
      const [a, b] = [vectors[query], vectors[tool]];
      if (a && b) (tool === query + 1 ? related : unrelated).push(dot(a, b));
    }
  }
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  return { unrelated: mean(unrelated), related: mean(related) };
}
