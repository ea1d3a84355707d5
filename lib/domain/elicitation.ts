// What a tool asks of the person in the middle of a call.
import { z } from "zod";
import { jsonObjectSchema, jsonSchemaSchema } from "./json";

/** How a question is answered: in words, in a form, or on a page elsewhere. */
export const questionFormSchema = z.discriminatedUnion("kind", [
  /** A flat object of texts, numbers, yes or no, and choices. */
  z.object({ kind: z.literal("form"), schema: jsonSchemaSchema }),
  /** The page is shown as a link and never opened by itself. */
  z.object({ kind: z.literal("page"), url: z.string() }),
]);
export type QuestionForm = z.infer<typeof questionFormSchema>;

/** The answer to a question with a form. */
export const formAnswerSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("accept"), content: jsonObjectSchema.default({}) }),
  z.strictObject({ action: z.literal("decline") }),
  z.strictObject({ action: z.literal("cancel") }),
]);
export type FormAnswer = z.infer<typeof formAnswerSchema>;
