import { z } from "zod";
import { stepIdSchema } from "./ids";
import { toolSchema } from "./tool";

/** Where in a tool a word stands; `api`: the title of the API or the MCP server it belongs to, or its id. */
export const toolPartSchema = z.enum(["title", "description", "example", "input", "output", "api"]);
export type ToolPart = z.infer<typeof toolPartSchema>;

/** Why a tool was found. */
export const matchReasonsSchema = z.object({
  words: z.array(
    z.object({
      /** As in the query. */
      word: z.string(),
      /** As in the tool: the same word, another form of it, or one of like meaning. */
      found: z.string(),
      part: toolPartSchema,
      /** False when only the meanings are alike. */
      isSame: z.boolean(),
    }),
  ),
  /** How near the meaning of the whole query is to the tool's. */
  likeness: z.enum(["none", "some", "much"]),
  /** 0 to 1: how much of the score comes from that, the rest from words. */
  meaningShare: z.number(),
});
export type MatchReasons = z.infer<typeof matchReasonsSchema>;

/** Where an input would get its value from. */
export const valueSourceSchema = z.discriminatedUnion("kind", [
  /** `words`: those of the goal it was read from; null when it was set by hand. */
  z.object({ kind: z.literal("goal"), words: z.string().nullable() }),
  z.object({ kind: z.literal("step"), stepId: stepIdSchema }),
  /** The tool's own default. */
  z.object({ kind: z.literal("default") }),
]);
export type ValueSource = z.infer<typeof valueSourceSchema>;

/** How a tool's calls in past runs ended. */
export const toolRecordSchema = z.object({
  completed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Of the completed calls; waiting for a person doesn't count. Nine in ten take longer, and nine in ten less. */
  lowMs: z.number().nonnegative().nullable(),
  medianMs: z.number().nonnegative().nullable(),
  highMs: z.number().nonnegative().nullable(),
});
export type ToolRecord = z.infer<typeof toolRecordSchema>;

/** A tool proposed for a step or a query, with the evidence for it. */
export const candidateSchema = z.object({
  tool: toolSchema,
  /** 0 to 1: how well it fits; comparable across queries. */
  score: z.number(),
  /** False for a near miss: among the nearest there are, but not near enough to be offered as fitting. */
  fits: z.boolean(),
  /** Cosine similarity of query and tool, -1 to 1. */
  similarity: z.number(),
  /** Words of the query found in the tool's text. */
  matchedWords: z.array(z.string()),
  reasons: matchReasonsSchema,
  /** Whether the connection it needs is there; true when it needs none. */
  connected: z.boolean(),
  /** Inputs that have a value, and from where. Empty when not asked for a step. */
  filled: z.array(z.object({ input: z.string(), from: valueSourceSchema })),
  /** Required inputs that nothing at hand fills. Empty when not asked for a step. */
  missingInputs: z.array(z.string()),
  /** Null when it was never called. */
  record: toolRecordSchema.nullable(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** A tool nothing speaks for: one that wasn't searched for, or not found by what it says. */
export const noReasons: MatchReasons = { words: [], likeness: "none", meaningShare: 0 };
