import { z } from "zod";
import { jsonSchema } from "./json";

/** The outside service's evidence that an effect took place. */
export const receiptSchema = z.object({
  /** Message id, booking reference, timestamp: what the service calls it. */
  reference: z.string(),
  service: z.string(),
  detail: jsonSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;
