// Plans that are run when a signed message comes to their address: one webhook a plan, and what came to it.
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { HookId, PlanId, RunId } from "@/lib/domain/ids";
import type { FedInput } from "@/lib/domain/trigger";
import type { WebhookDelivery } from "@/lib/domain/webhook";
import { db, type Querier } from "./client";
import { plans, webhookDeliveries, webhooks } from "./schema";

export type StoredWebhook = typeof webhooks.$inferSelect;
export interface ListedWebhook {
  webhook: StoredWebhook;
  goal: string;
  newestRevision: number;
  deliveries: WebhookDelivery[];
}

const shownDeliveries = 20;

/** All webhooks, or that of a plan, by the plan's goal, each with what came to it last. */
export async function listWebhooks(planId?: PlanId): Promise<ListedWebhook[]> {
  const rows = await db()
    .select({ webhook: webhooks, goal: plans.goal, newestRevision: plans.revision })
    .from(webhooks)
    .innerJoin(plans, eq(plans.id, webhooks.planId))
    .where(planId ? eq(webhooks.planId, planId) : undefined)
    .orderBy(asc(plans.goal), asc(plans.id));
  return Promise.all(
    rows.map(async (row) => ({ ...row, deliveries: await listDeliveriesTo(row.webhook.planId) })),
  );
}

async function listDeliveriesTo(planId: PlanId): Promise<WebhookDelivery[]> {
  const rows = await db()
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.planId, planId))
    .orderBy(desc(webhookDeliveries.at))
    .limit(shownDeliveries);
  return rows.map(({ messageId, at, runId, problem }) => ({
    messageId,
    at: at.toISOString(),
    runId,
    problem,
  }));
}

/** The webhook at an address; null when there is none. */
export async function findWebhook(hookId: HookId): Promise<StoredWebhook | null> {
  const [row] = await db().select().from(webhooks).where(eq(webhooks.hookId, hookId));
  return row ?? null;
}

/** Gives a plan a webhook, unless it has one. True when it is a new one. */
export async function insertWebhook(
  webhook: Pick<StoredWebhook, "planId" | "hookId" | "planRevision" | "inputs" | "sealed">,
): Promise<boolean> {
  const rows = await db()
    .insert(webhooks)
    .values(webhook)
    .onConflictDoNothing()
    .returning({ id: webhooks.hookId });
  return rows.length > 0;
}

/** Changes a plan's webhook; the address stays. Null when the plan has none. */
export async function updateWebhook(
  planId: PlanId,
  change: Partial<{ planRevision: number; inputs: FedInput[]; sealed: string; isOn: boolean }>,
): Promise<StoredWebhook | null> {
  const [row] = await db().update(webhooks).set(change).where(eq(webhooks.planId, planId)).returning();
  return row ?? null;
}

/** Removes a plan's webhook; its address is never one again. False when it has none. */
export async function deleteWebhook(planId: PlanId): Promise<boolean> {
  const rows = await db()
    .delete(webhooks)
    .where(eq(webhooks.planId, planId))
    .returning({ id: webhooks.hookId });
  return rows.length > 0;
}

/** The webhook as it is now, locked until the transaction ends: what comes to it counts one after the other. */
export async function lockWebhook(hookId: HookId, tx: Querier): Promise<StoredWebhook | null> {
  const [row] = await tx.select().from(webhooks).where(eq(webhooks.hookId, hookId)).for("update");
  return row ?? null;
}

/** What is known of a message, and how many came within the last minute. */
export async function earlierDeliveries(
  planId: PlanId,
  messageId: string,
  tx: Querier,
): Promise<{ runId: RunId | null; lastMinute: number }> {
  const [known] = await tx
    .select({ runId: webhookDeliveries.runId })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.planId, planId), eq(webhookDeliveries.messageId, messageId)));
  const [count] = await tx
    .select({ lastMinute: sql<number>`count(*)::int` })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.planId, planId),
        sql`${webhookDeliveries.at} > clock_timestamp() - interval '1 minute'`,
      ),
    );
  return { runId: known?.runId ?? null, lastMinute: count?.lastMinute ?? 0 };
}

/** Keeps what came of a message. Older ones than can be sent again are forgotten, the last few aside. */
export async function recordDelivery(
  delivery: { planId: PlanId; messageId: string; runId: RunId | null; problem: string | null },
  tx: Querier,
): Promise<void> {
  const { planId, runId, problem } = delivery;
  const at = sql`clock_timestamp()`;
  await tx
    .insert(webhookDeliveries)
    .values({ ...delivery, at })
    .onConflictDoUpdate({
      target: [webhookDeliveries.planId, webhookDeliveries.messageId],
      set: { runId, problem, at },
    });
  await tx.execute(sql`
    delete from ${webhookDeliveries} where plan_id = ${planId} and at < clock_timestamp() - interval '1 hour'
      and message_id not in (select message_id from ${webhookDeliveries} where plan_id = ${planId}
        order by at desc limit ${shownDeliveries})`);
}
