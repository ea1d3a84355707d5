// How models and what they cost are said.
import type { LanguageModel, ModelProvider } from "@/lib/domain/language-model";

export const providers: readonly { value: ModelProvider; label: string; description: string }[] = [
  { value: "anthropic", label: "Anthropic", description: "Claude" },
  { value: "openai", label: "OpenAI", description: "GPT" },
  { value: "google", label: "Google", description: "Gemini" },
  {
    value: "openai-compatible",
    label: "OpenAI-compatible address",
    description: "Ollama, vLLM, LM Studio, llama.cpp, gateways",
  },
];

export function providerLabel(provider: ModelProvider): string {
  return providers.find(({ value }) => value === provider)?.label ?? provider;
}

/** "$0.25 in, $1.25 out per million tokens" */
export function priceText({ price }: LanguageModel): string | null {
  return price ? `${dollars(price.input)} in, ${dollars(price.output)} out per million tokens` : null;
}

/** As many digits as are worth reading: $12.50, $0.0031, "less than $0.0001". */
export function dollars(amount: number): string {
  if (amount > 0 && amount < 0.0001) return "less than $0.0001";
  const digits = amount === 0 || amount >= 0.01 ? 2 : 4;
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 2) })}`;
}
