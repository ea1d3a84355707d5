import { z } from "zod";
import { planIdSchema, runIdSchema, toolIdSchema } from "./ids";

export const episodeOutcomeSchema = z.enum(["completed", "failed", "canceled"]);

/** What became of a plan: its goal, its shape, and how its last run ended. No values and no outputs. */
export const episodeSchema = z.strictObject({
  planId: planIdSchema,
  goal: z.string(),
  /** The revision that ran last. */
  revision: z.int().positive(),
  /** The tools of its steps, in order; a tool that is gone has no title. */
  tools: z.array(z.strictObject({ toolId: toolIdSchema, title: z.string().nullable() })),
  runId: runIdSchema,
  outcome: episodeOutcomeSchema,
  finishedAt: z.iso.datetime(),
  /** Its finished runs. */
  runs: z.int().positive(),
  /** Inputs a person had changed of it. */
  edits: z.array(z.strictObject({ toolId: toolIdSchema, input: z.string() })),
  /** The repairs that were taken in its last run, by their titles. */
  repairs: z.array(z.string()),
});
export type Episode = z.infer<typeof episodeSchema>;

/** An episode found for a goal. `similarity`: 0 to 1. */
export const similarEpisodeSchema = episodeSchema.extend({ similarity: z.number() });
export type SimilarEpisode = z.infer<typeof similarEpisodeSchema>;
