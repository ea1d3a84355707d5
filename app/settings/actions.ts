"use server";

import { setCallLimitSchema } from "@/lib/domain/call-limits";
import { retentionSchema } from "@/lib/domain/retention";
import { setCallLimit } from "@/lib/flow/manage-call-limits";
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

/** Limits calls at once: in all, of each service, of one service or tool. */
export async function setCallLimitAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await setCallLimit(setCallLimitSchema.parse(request));
}
