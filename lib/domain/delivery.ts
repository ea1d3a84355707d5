import { z } from "zod";
import { deliveryIdSchema, fileIdSchema } from "./ids";

/** A message the sandbox's services received: what the Outbox shows. */
export const deliverySchema = z.object({
  id: deliveryIdSchema,
  channel: z.enum(["email", "chat", "sms"]),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string().nullable(),
  text: z.string(),
  /** Sanitised; null when there was none. */
  html: z.string().nullable(),
  attachments: z.array(
    z.object({ fileId: fileIdSchema, name: z.string(), mediaType: z.string(), sizeBytes: z.int() }),
  ),
  receivedAt: z.iso.datetime(),
});
export type Delivery = z.infer<typeof deliverySchema>;
