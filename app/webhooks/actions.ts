"use server";

import { z } from "zod";
import { planIdSchema } from "@/lib/domain/ids";
import { webhookEntrySchema } from "@/lib/domain/webhook";
import {
  type PublishedWebhook,
  publishWebhook,
  removeWebhook,
  rotateWebhookSecret,
  switchWebhook,
} from "@/lib/flow/manage-webhooks";
import { requireOwnPage } from "@/lib/http/own-page";

const publishSchema = z.strictObject({
  ...webhookEntrySchema.shape,
  planId: planIdSchema,
  revision: z.int().positive(),
});
const switchSchema = z.strictObject({ planId: planIdSchema, isOn: z.boolean() });
const planSchema = z.strictObject({ planId: planIdSchema });

/** Runs the revision the person has in front of them whenever a signed message comes. */
export async function publishWebhookAction(request: unknown): Promise<PublishedWebhook> {
  await requireOwnPage();
  return publishWebhook(publishSchema.parse(request));
}

/** Another secret in place of the one there was. */
export async function rotateWebhookSecretAction(request: unknown): Promise<PublishedWebhook> {
  await requireOwnPage();
  return rotateWebhookSecret(planSchema.parse(request).planId);
}

/** Turns a webhook on or off. */
export async function switchWebhookAction(request: unknown): Promise<PublishedWebhook> {
  await requireOwnPage();
  const { planId, isOn } = switchSchema.parse(request);
  return switchWebhook(planId, isOn);
}

/** Takes a webhook away. False when there is none any more. */
export async function removeWebhookAction(request: unknown): Promise<boolean> {
  await requireOwnPage();
  return removeWebhook(planSchema.parse(request).planId);
}
