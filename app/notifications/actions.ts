"use server";

import { z } from "zod";
import type { MessageOutcome } from "@/lib/db/notifications";
import { recipientIdSchema } from "@/lib/domain/ids";
import { recipientEntrySchema } from "@/lib/domain/notification";
import {
  removeRecipient,
  type SavedRecipient,
  saveRecipient,
  switchRecipient,
  testRecipient,
} from "@/lib/flow/manage-recipients";
import { requireOwnPage } from "@/lib/http/own-page";

const saveSchema = z.strictObject({ id: recipientIdSchema.nullable(), entry: recipientEntrySchema });
const idSchema = z.strictObject({ id: recipientIdSchema });
const switchSchema = z.strictObject({ id: recipientIdSchema, isOn: z.boolean() });

/** Enters somebody to be told, or changes them. */
export async function saveRecipientAction(request: unknown): Promise<SavedRecipient> {
  await requireOwnPage();
  const { id, entry } = saveSchema.parse(request);
  return saveRecipient(id, entry);
}

/** Turns messages to somebody on or off. */
export async function switchRecipientAction(request: unknown): Promise<void> {
  await requireOwnPage();
  const { id, isOn } = switchSchema.parse(request);
  await switchRecipient(id, isOn);
}

/** Really sends somebody a test message. */
export async function testRecipientAction(request: unknown): Promise<MessageOutcome | { kind: "not-found" }> {
  await requireOwnPage();
  return testRecipient(idSchema.parse(request).id);
}

/** Tells somebody no more. */
export async function removeRecipientAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await removeRecipient(idSchema.parse(request).id);
}
