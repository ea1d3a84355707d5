// A call of which nobody knows whether it took place is looked up at its service: what was asked there, and the answer.
import { z } from "zod";
import { toolIdSchema } from "./ids";
import { jsonObjectSchema } from "./json";
import { toolFailureSchema } from "./tool-error";

export const lookAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("took-place") }),
  /** `seen`: how many were looked through; null where the service says only that there is none. */
  z.object({ kind: z.literal("not-found"), seen: z.int().nonnegative().nullable() }),
  /** There was an answer, and it settles nothing: why, as a sentence. */
  z.object({ kind: z.literal("unclear"), message: z.string() }),
  z.object({ kind: z.literal("failed"), failure: toolFailureSchema }),
]);
export type LookAnswer = z.infer<typeof lookAnswerSchema>;

export const lookSchema = z.object({
  /** What was asked with: another tool, or the tool itself where it knows how. */
  by: z.object({ toolId: toolIdSchema, title: z.string() }),
  inputs: jsonObjectSchema,
  answer: lookAnswerSchema,
});

/** One look at the service, as a run tells it. */
export type Look = z.infer<typeof lookSchema> & { at: string };

/** What a look has found, in words without an end: "Not found among 3". */
export function answerWords(answer: LookAnswer): string {
  switch (answer.kind) {
    case "took-place":
      return "It had taken place";
    case "not-found":
      if (answer.seen === null) return "Not found";
      return answer.seen === 0 ? "Not found: the answer was empty" : `Not found among ${answer.seen}`;
    case "unclear":
      return `That settled nothing. ${answer.message}`.replace(/\.$/, "");
    case "failed":
      return `That failed. ${answer.failure.message}`.replace(/\.$/, "");
    default:
      return answer satisfies never;
  }
}
