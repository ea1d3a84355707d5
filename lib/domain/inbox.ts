import { z } from "zod";
import { approvalIdSchema } from "./ids";

/** How many things of each kind the Inbox shows at first, and more at a time. */
export const inboxPage = 25;

export const inboxRequestSchema = z.object({
  /** `counts`: without the things themselves, for the badge that asks every few seconds. */
  only: z.literal("counts").optional(),
  /** Of each kind. */
  limit: z.coerce.number().int().min(1).max(1000).default(inboxPage),
  /** One that is to be there however short it has waited: an address may lead to it. */
  approval: approvalIdSchema.optional(),
});
