import { z } from "zod";
import { jsonSchema } from "./json";

/** What kind of failure it was; the kind decides what is offered next. */
export const toolErrorKindSchema = z.enum([
  "transient",
  "credentials",
  "bad-input",
  /** More at once than it takes. */
  "too-large",
  "not-found",
  "quota",
  "refused",
  "timeout",
  "broken-tool",
]);
export type ToolErrorKind = z.infer<typeof toolErrorKindSchema>;

/** A failed attempt, as recorded and shown. Never holds a secret. */
export const toolFailureSchema = z.object({
  kind: toolErrorKindSchema,
  /** What was wrong, where, and what to do. */
  message: z.string(),
  /** What the service said: status, body excerpt. */
  evidence: jsonSchema,
});
export type ToolFailure = z.infer<typeof toolFailureSchema>;
