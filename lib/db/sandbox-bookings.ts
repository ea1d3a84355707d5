// What the flights service keeps: held and booked offers, by reference.
import { and, eq, ne } from "drizzle-orm";
import type { JsonObject } from "@/lib/domain/json";
import { db, type Querier } from "./client";
import { bookings } from "./schema";

export interface Booking {
  /** Six capital letters and digits. */
  reference: string;
  status: "held" | "booked" | "canceled";
  offerId: string;
  /** The offer as it was when it was held or booked. */
  offer: JsonObject;
  passenger: string | null;
  createdAt: Date;
}

export interface NewBooking extends Omit<Booking, "createdAt"> {
  idempotencyKey: string | null;
  requestHash: string | null;
}

type BookingRow = typeof bookings.$inferSelect;

function toBooking(row: BookingRow): Booking {
  const { idempotencyKey: _idempotencyKey, requestHash: _requestHash, ...booking } = row;
  return booking;
}

/**
 * Records a hold or a booking. With a known idempotency key nothing is recorded: the first request's booking is
 * answered when the request was the same, null when it was another one.
 */
export async function insertBooking(
  booking: NewBooking,
  querier: Querier = db(),
): Promise<{ booking: Booking; repeated: boolean } | null> {
  const [row] = await querier
    .insert(bookings)
    .values(booking)
    .onConflictDoNothing({ target: bookings.idempotencyKey })
    .returning();
  if (row) return { booking: toBooking(row), repeated: false };
  const key = booking.idempotencyKey;
  const first = key === null ? null : await findBookingByKey(key, querier);
  if (!first) throw new Error("insert into flight_bookings returned no row");
  return first.requestHash === booking.requestHash ? { booking: first.booking, repeated: true } : null;
}

/** The hold or booking; null when there is none. */
export async function findBooking(reference: string, querier: Querier = db()): Promise<Booking | null> {
  const [row] = await querier.select().from(bookings).where(eq(bookings.reference, reference));
  return row ? toBooking(row) : null;
}

/** What a request with this key made; null when there was none. */
export async function findBookingByKey(
  idempotencyKey: string,
  querier: Querier = db(),
): Promise<{ booking: Booking; requestHash: string | null } | null> {
  const [row] = await querier.select().from(bookings).where(eq(bookings.idempotencyKey, idempotencyKey));
  return row ? { booking: toBooking(row), requestHash: row.requestHash } : null;
}

/** Cancels a hold or a booking; null when there is none that was not canceled before. */
export async function cancelBooking(reference: string, querier: Querier = db()): Promise<Booking | null> {
  const [row] = await querier
    .update(bookings)
    .set({ status: "canceled" })
    .where(and(eq(bookings.reference, reference), ne(bookings.status, "canceled")))
    .returning();
  return row ? toBooking(row) : null;
}
