import { z } from "zod";
import { planIdSchema, runIdSchema } from "./ids";
import { fedInputSchema } from "./trigger";

/** What came of a message at a webhook's address whose signature was right. */
export const webhookDeliverySchema = z.object({
  /** The sender's id of the message: it counts once. */
  messageId: z.string(),
  at: z.iso.datetime(),
  /** Null when it started nothing. */
  runId: runIdSchema.nullable(),
  problem: z.string().nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

/** A plan that is run when a signed message comes to its address. */
export const webhookSchema = z.object({
  planId: planIdSchema,
  goal: z.string(),
  /** What is run: later edits of the plan change nothing until it is published anew. */
  planRevision: z.int().positive(),
  newestRevision: z.int().positive(),
  /** The path under Lamplight's own address. */
  path: z.string(),
  /** The address as others reach it. */
  address: z.string(),
  inputs: z.array(fedInputSchema),
  isOn: z.boolean(),
  /** The latest first. */
  deliveries: z.array(webhookDeliverySchema),
});
export type Webhook = z.infer<typeof webhookSchema>;

/** What is run by a webhook, as a person publishes it. */
export const webhookEntrySchema = z.strictObject({ inputs: z.array(fedInputSchema).max(100) });
