import { and, desc, eq, sql } from "drizzle-orm";
import type { Delivery } from "@/lib/domain/delivery";
import { type DeliveryId, newId } from "@/lib/domain/ids";
import { storableJson } from "@/lib/domain/storable-json";
import { db, type Querier } from "./client";
import { deliveries } from "./schema";

type DeliveryRow = typeof deliveries.$inferSelect;

export interface NewDelivery extends Omit<Delivery, "id" | "receivedAt"> {
  /** The id the service gave the message; unique within its channel. */
  serviceId: string;
  /** What the sender says makes two messages the same; null when it doesn't say. */
  idempotencyKey: string | null;
}

/** A delivery with the id its service knows it by. */
export interface StoredDelivery {
  delivery: Delivery;
  serviceId: string;
  idempotencyKey: string | null;
}

function toDelivery(row: DeliveryRow): Delivery {
  const { serviceId: _serviceId, idempotencyKey: _idempotencyKey, receivedAt, ...rest } = row;
  return { ...rest, receivedAt: receivedAt.toISOString() };
}

const toStored = (row: DeliveryRow): StoredDelivery => ({
  delivery: toDelivery(row),
  serviceId: row.serviceId,
  idempotencyKey: row.idempotencyKey,
});

/** Records a message; one with a known idempotency key changes nothing and is answered with the first one. */
export async function insertDelivery(
  delivery: NewDelivery,
  querier: Querier = db(),
): Promise<StoredDelivery & { repeated: boolean }> {
  const [row] = await querier
    .insert(deliveries)
    .values({
      ...delivery,
      id: newId("delivery"),
      from: storableJson(delivery.from),
      subject: storableJson(delivery.subject),
      text: storableJson(delivery.text),
      html: storableJson(delivery.html),
    })
    .onConflictDoNothing({ target: [deliveries.channel, deliveries.idempotencyKey] })
    .returning();
  if (row) return { ...toStored(row), repeated: false };
  const key = delivery.idempotencyKey;
  const first = key === null ? null : await findDeliveryByKey(delivery.channel, key, querier);
  if (!first) throw new Error("insert into deliveries returned no row");
  return { ...first, repeated: true };
}

/** The delivery its sender named so; null when there is none. */
export async function findDeliveryByKey(
  channel: Delivery["channel"],
  idempotencyKey: string,
  querier: Querier = db(),
): Promise<StoredDelivery | null> {
  const [row] = await querier
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.channel, channel), eq(deliveries.idempotencyKey, idempotencyKey)));
  return row ? toStored(row) : null;
}

/** The delivery the service knows by this id; null when there is none. */
export async function findDeliveryByServiceId(
  channel: Delivery["channel"],
  serviceId: string,
  querier: Querier = db(),
): Promise<StoredDelivery | null> {
  const [row] = await querier
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.channel, channel), eq(deliveries.serviceId, serviceId)));
  return row ? toStored(row) : null;
}

/** What went to one place of a channel, the newest first; `offset` of them left out. */
export async function listDeliveriesTo(
  channel: Delivery["channel"],
  to: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<StoredDelivery[]> {
  const rows = await db()
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.channel, channel), sql`${deliveries.to} @> ${JSON.stringify([to])}::jsonb`))
    .orderBy(desc(deliveries.receivedAt), desc(deliveries.id))
    .limit(limit)
    .offset(offset);
  return rows.map(toStored);
}

/** The newest first; `before` is the last one of the page before. */
export async function listDeliveries(
  options: { limit: number; before?: DeliveryId | null; channel?: Delivery["channel"] },
  querier: Querier = db(),
): Promise<Delivery[]> {
  const { limit, before, channel } = options;
  // Compared in the database: its times are finer than the milliseconds of a Date.
  const older = before
    ? sql`(${deliveries.receivedAt}, ${deliveries.id}) < (select d.received_at, d.id from ${deliveries} d where d.id = ${before})`
    : undefined;
  const rows = await querier
    .select()
    .from(deliveries)
    .where(and(older, channel ? eq(deliveries.channel, channel) : undefined))
    .orderBy(desc(deliveries.receivedAt), desc(deliveries.id))
    .limit(limit);
  return rows.map(toDelivery);
}
