// Who is told by message of what waits, went wrong or has completed.
import { asc, eq, sql } from "drizzle-orm";
import type { RecipientId } from "@/lib/domain/ids";
import type { Recipient, RecipientEntry } from "@/lib/domain/notification";
import { db } from "./client";
import { connections, notificationRecipients, notifications } from "./schema";

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** Everybody who is told, the first entered first. */
export async function listRecipients(): Promise<Recipient[]> {
  const rows = await db()
    .select({
      recipient: notificationRecipients,
      kind: sql<Recipient["kind"]>`${connections.kind}`,
      connectionName: connections.name,
      waiting: sql<number>`(select count(*)::int from ${notifications} waiting
        where waiting.recipient_id = ${notificationRecipients.id})`,
    })
    .from(notificationRecipients)
    .innerJoin(connections, eq(connections.id, notificationRecipients.connectionId))
    .orderBy(asc(notificationRecipients.createdAt));
  return rows.map(({ recipient, ...more }) => {
    const { id, connectionId, address, topics, gatherSeconds, isOn, lastSentAt, lastProblem, retryAt } =
      recipient;
    const entry = { connectionId, address, topics, gatherSeconds };
    return { id, ...entry, isOn, lastProblem, lastSentAt: iso(lastSentAt), retryAt: iso(retryAt), ...more };
  });
}

/** One of those who are told; null when there is none with this id. */
export async function findRecipient(id: RecipientId): Promise<Recipient | null> {
  return (await listRecipients()).find((one) => one.id === id) ?? null;
}

/** Stores somebody to be told, or changes them: what failed before is tried again at once. False when they are gone. */
export async function storeRecipient(
  id: RecipientId,
  entry: RecipientEntry,
  isNew: boolean,
): Promise<boolean> {
  if (isNew) {
    await db()
      .insert(notificationRecipients)
      .values({ id, ...entry });
    return true;
  }
  const rows = await db()
    .update(notificationRecipients)
    .set({ ...entry, failures: 0, retryAt: null, lastProblem: null })
    .where(eq(notificationRecipients.id, id))
    .returning({ id: notificationRecipients.id });
  return rows.length > 0;
}

/** Tells somebody from now on, or no more; what was still to be told them is dropped. */
export async function switchRecipient(id: RecipientId, isOn: boolean): Promise<void> {
  await db().transaction(async (tx) => {
    await tx
      .update(notificationRecipients)
      .set({ isOn, failures: 0, retryAt: null })
      .where(eq(notificationRecipients.id, id));
    if (!isOn) await tx.delete(notifications).where(eq(notifications.recipientId, id));
  });
}

/** Removes somebody who was told. */
export async function deleteRecipient(id: RecipientId): Promise<void> {
  await db().delete(notificationRecipients).where(eq(notificationRecipients.id, id));
}
