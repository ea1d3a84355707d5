"use server";

import { retentionSchema } from "@/lib/domain/retention";
import { setRetention, startPurge, stopPurge } from "@/lib/flow/manage-retention";
import { requireOwnPage } from "@/lib/http/own-page";

/** Keeps what has ended so long from now on. */
export async function setRetentionAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await setRetention(retentionSchema.parse(request));
}

/** Begins to delete what is older. False when that is under way already. */
export async function startPurgeAction(): Promise<boolean> {
  await requireOwnPage();
  return (await startPurge()) !== null;
}

/** Stops deleting. False when it has ended already. */
export async function stopPurgeAction(): Promise<boolean> {
  await requireOwnPage();
  return stopPurge();
}
