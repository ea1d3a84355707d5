import { z } from "zod";
import { connectionTestSchema } from "./connection-state";
import { connectionIdSchema } from "./ids";

export const modelProviderSchema = z.enum(["anthropic", "openai", "google", "openai-compatible"]);
export type ModelProvider = z.infer<typeof modelProviderSchema>;

/** The kind of the connections that hold models' keys; no tool is of it. */
export const modelKind = "model";

/**
 * `plans`: the model writes whole plans. `improves`: the embedded planner writes them, and the model changes what is
 * wrong. `decisions`: the embedded planner writes them, and asks it single questions.
 */
export const modelRoleSchema = z.enum(["plans", "improves", "decisions"]);
export type ModelRole = z.infer<typeof modelRoleSchema>;

/** US dollars per million tokens. */
export const modelPriceSchema = z.object({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** What tokens cost, in US dollars. */
export function costOfTokens(price: ModelPrice, inputTokens: number, outputTokens: number): number {
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}

/** A language model that is configured; its key is never part of this. */
export const languageModelSchema = z.object({
  /** Of the connection that holds its key; `environment` for the one the operator set. */
  id: z.union([connectionIdSchema, z.literal("environment")]),
  provider: modelProviderSchema,
  /** As its provider calls it. */
  model: z.string(),
  /** Of its API: the one place its key and the goals are sent to. */
  address: z.string(),
  /** The person allowed that the address is on this machine or a private network. */
  privateNetwork: z.boolean(),
  hasKey: z.boolean(),
  price: modelPriceSchema.nullable(),
  isInUse: z.boolean(),
  /** Of the one from the environment: the variables it comes from. */
  variables: z.array(z.string()),
  /** Null when it was never tried as it is now. */
  lastTest: z.intersection(connectionTestSchema, z.object({ at: z.iso.datetime() })).nullable(),
});
export type LanguageModel = z.infer<typeof languageModelSchema>;

/** Everything the Models page shows. */
export const modelsSchema = z.object({ models: z.array(languageModelSchema), role: modelRoleSchema });
export type Models = z.infer<typeof modelsSchema>;

/** `<provider>/<model>`, as in LAMPLIGHT_MODEL. */
export function modelName({ provider, model }: Pick<LanguageModel, "provider" | "model">): string {
  return `${provider}/${model}`;
}
