import { z } from "zod";
import type { Connection } from "@/lib/domain/connection";
import { type ModelPrice, type ModelProvider, modelProviderSchema } from "@/lib/domain/language-model";

const configSchema = z.object({
  provider: modelProviderSchema,
  model: z.string(),
  /** Of the address, after its origin. */
  basePath: z.string().default(""),
  privateNetwork: z.boolean().default(false),
  inputPrice: z.string().optional(),
  outputPrice: z.string().optional(),
});

/** What the connection of a model says of it. */
export function readModelConfig({ origin, config }: Pick<Connection, "origin" | "config">): {
  provider: ModelProvider;
  model: string;
  address: string;
  privateNetwork: boolean;
  price: ModelPrice | null;
} {
  const { basePath, inputPrice, outputPrice, ...rest } = configSchema.parse(config);
  const price =
    inputPrice === undefined && outputPrice === undefined
      ? null
      : { input: Number(inputPrice ?? 0), output: Number(outputPrice ?? 0) };
  return { ...rest, address: `${origin}${basePath}`, price };
}
