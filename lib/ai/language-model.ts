import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModel } from "ai";
import { env } from "@/lib/env";

/** True when LAMPLIGHT_MODEL names a language model. */
export function isModelConfigured(): boolean {
  return env().LAMPLIGHT_MODEL !== undefined;
}

/** The configured language model; null when there is none. Throws an error that names the setting that is wrong. */
export function languageModel(): LanguageModel | null {
  const { LAMPLIGHT_MODEL: name, LAMPLIGHT_MODEL_API_KEY: apiKey, LAMPLIGHT_MODEL_BASE_URL: baseURL } = env();
  if (name === undefined) return null;
  const slash = name.indexOf("/");
  const [provider, id] = [name.slice(0, slash), name.slice(slash + 1)];
  switch (provider) {
    case "openai":
      return createOpenAI({ apiKey, baseURL })(id);
    case "anthropic":
      return createAnthropic({ apiKey, baseURL })(id);
    case "google":
      return createGoogle({ apiKey, baseURL })(id);
    case "openai-compatible":
      if (!baseURL) throw new Error("LAMPLIGHT_MODEL=openai-compatible/… needs LAMPLIGHT_MODEL_BASE_URL.");
      // Ollama, vLLM, LM Studio and llama.cpp constrain their answers to a JSON Schema when given one.
      return createOpenAICompatible({ name: "model", apiKey, baseURL, supportsStructuredOutputs: true })(id);
    default:
      throw new Error(`LAMPLIGHT_MODEL: no provider is called "${provider}".`);
  }
}

/** The model's name as configured, for notes and records. */
export function modelName(): string {
  return env().LAMPLIGHT_MODEL ?? "";
}
