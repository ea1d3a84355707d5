import { z } from "zod";
import { questionFormSchema } from "./elicitation";
import { planIdSchema, questionIdSchema, runIdSchema, stepIdSchema } from "./ids";
import { jsonSchema } from "./json";

const questionBase = z.object({
  id: questionIdSchema,
  runId: runIdSchema,
  planId: planIdSchema,
  stepId: stepIdSchema,
  /** Of a repeated step: which item, from 0. */
  item: z.int().nonnegative().nullable(),
  question: z.string(),
  /** Answers offered; free text is always possible when there are none. */
  options: z.array(z.string()),
  /** Asked by a tool in the middle of a call: answered with `accept`, `decline` or `cancel`. Null: in words. */
  form: questionFormSchema.nullable(),
  createdAt: z.iso.datetime(),
});

/** A question a running step puts to the person. */
export const questionSchema = z.discriminatedUnion("status", [
  questionBase.extend({ status: z.literal("pending") }),
  questionBase.extend({ status: z.literal("answered"), answer: jsonSchema, decidedAt: z.iso.datetime() }),
  questionBase.extend({ status: z.literal("withdrawn"), decidedAt: z.iso.datetime() }),
]);
export type Question = z.infer<typeof questionSchema>;
