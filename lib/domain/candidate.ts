import { z } from "zod";
import { toolSchema } from "./tool";

/** A tool proposed for a step or a query, with the evidence for it. */
export const candidateSchema = z.object({
  tool: toolSchema,
  /** 0 to 1: how well it fits; comparable across queries, so that a bound on it means "nothing fits". */
  score: z.number(),
  /** Cosine similarity of query and tool, -1 to 1. */
  similarity: z.number(),
  /** Words of the query found in the tool's text. */
  matchedWords: z.array(z.string()),
  /** Whether the connection it needs is there; true when it needs none. */
  connected: z.boolean(),
  /** Required inputs that nothing at hand fills. Empty when not asked for a step. */
  missingInputs: z.array(z.string()),
});
export type Candidate = z.infer<typeof candidateSchema>;
