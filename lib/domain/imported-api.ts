import { z } from "zod";
import { importSourceSchema } from "./api-import";
import { connectionIdSchema, planIdSchema } from "./ids";

/** An imported API as lists show it. */
export const importedApiSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  origin: z.string(),
  source: importSourceSchema.nullable(),
  importedAt: z.string(),
  tools: z.int(),
  /** Of these, switched off. */
  off: z.int(),
  isConnected: z.boolean(),
});
export type ImportedApiSummary = z.infer<typeof importedApiSchema>;

/** What hangs on an imported API. */
export const apiUseSchema = z.object({
  title: z.string(),
  tools: z.int(),
  /** Plans whose newest revision uses one of its tools. */
  plans: z.array(z.object({ id: planIdSchema, goal: z.string() })),
  connections: z.array(z.object({ id: connectionIdSchema, name: z.string(), origin: z.string() })),
});
export type ApiUse = z.infer<typeof apiUseSchema>;
