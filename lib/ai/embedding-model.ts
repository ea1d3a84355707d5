import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { type EmbeddingModel, embedMany } from "ai";
import { env } from "@/lib/env";
import { modelFetch, providerAddress } from "./provider-model";

/** Few texts are a query that somebody waits for; many are tools being indexed. */
const fewTexts = 20;
const patience = {
  few: { timeoutMs: 5000, maxRetries: 0 },
  many: { timeoutMs: 120_000, maxRetries: 3 },
};

/**
 * An embedding model of a provider.
 * @param name `<provider>/<model>`, as in LAMPLIGHT_EMBEDDING_MODEL.
 * `embed` gives unit vectors in the order of the texts; throws when the provider can't be reached or refuses.
 */
export function embeddingModel(name: string): {
  id: string;
  embed(texts: readonly string[]): Promise<Float32Array[]>;
} {
  const model = providerModel(name);
  return {
    id: name,
    embed: async (texts) => {
      if (texts.length === 0) return [];
      const { timeoutMs, maxRetries } = texts.length <= fewTexts ? patience.few : patience.many;
      // Providers refuse empty texts.
      const values = texts.map((text) => (text.trim() === "" ? "-" : text));
      const { embeddings } = await embedMany({
        model,
        values,
        maxParallelCalls: 2,
        maxRetries,
        abortSignal: AbortSignal.timeout(timeoutMs),
      });
      return embeddings.map(unitVector);
    },
  };
}

function providerModel(name: string): EmbeddingModel {
  const slash = name.indexOf("/");
  const [provider, id] = [name.slice(0, slash), name.slice(slash + 1)];
  const { LAMPLIGHT_MODEL_API_KEY: apiKey, LAMPLIGHT_MODEL_BASE_URL: baseURL } = env();
  const at = (address: string) => ({ apiKey, baseURL: address, fetch: modelFetch(address, true) });
  switch (provider) {
    case "openai":
      return createOpenAI(at(baseURL ?? providerAddress("openai"))).embeddingModel(id);
    case "google":
      return createGoogle(at(baseURL ?? providerAddress("google"))).embeddingModel(id);
    case "openai-compatible":
      if (!baseURL) {
        throw new Error("LAMPLIGHT_EMBEDDING_MODEL=openai-compatible/… needs LAMPLIGHT_MODEL_BASE_URL.");
      }
      return createOpenAICompatible({ name: "openai-compatible", ...at(baseURL) }).embeddingModel(id);
    default:
      throw new Error(`LAMPLIGHT_EMBEDDING_MODEL: no provider is called "${provider}".`);
  }
}

function unitVector(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (length > 0 ? value / length : 0));
}
