// A model of a provider, called through the guarded client at its own origin and nowhere else.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModel } from "ai";
import { createStreamingFetch } from "@/lib/connections/streaming-fetch";
import type { ModelProvider } from "@/lib/domain/language-model";

/** Where the providers' own services are. */
const providerAddresses: Record<ModelProvider, string> = {
  anthropic: "https://api.anthropic.com/v1",
  openai: "https://api.openai.com/v1",
  google: "https://generativelanguage.googleapis.com/v1beta",
  "openai-compatible": "",
};

/** An answer of this size over the wire is some ten times as long as any plan. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** The address of a provider's own service; empty for one that has none. */
export function providerAddress(provider: ModelProvider): string {
  return providerAddresses[provider];
}

/** The guarded client for a model's address, in the form its library wants. */
export function modelFetch(address: string, privateNetwork: boolean): typeof fetch {
  const guarded = createStreamingFetch({
    boundOrigin: new URL(address).origin,
    privateNetwork,
    maxBytes: maxAnswerBytes,
    limitsWhole: true,
  });
  return (input, init) => guarded(input instanceof Request ? input.url : input, init);
}

/** @param options.key empty: none is sent */
export function providerModel(options: {
  provider: ModelProvider;
  model: string;
  address: string;
  key: string;
  privateNetwork: boolean;
}): LanguageModel {
  const { provider, model, address: baseURL, key, privateNetwork } = options;
  // The libraries read the environment when they are given none: another service's key must not go here.
  const settings = { apiKey: key || "none", baseURL, fetch: modelFetch(baseURL, privateNetwork) };
  switch (provider) {
    case "openai":
      return createOpenAI(settings)(model);
    case "anthropic":
      return createAnthropic(settings)(model);
    case "google":
      return createGoogle(settings)(model);
    case "openai-compatible":
      return createOpenAICompatible({
        ...settings,
        name: "model",
        apiKey: key || undefined,
        includeUsage: true,
        // Ollama, vLLM, LM Studio and llama.cpp constrain their answers to a JSON Schema when given one.
        supportsStructuredOutputs: true,
      })(model);
    default:
      return provider satisfies never;
  }
}
