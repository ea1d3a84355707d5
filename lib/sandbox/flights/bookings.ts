// Holding, booking and canceling flights. A request with an Idempotency-Key takes effect once.
import { createHash, randomInt } from "node:crypto";
import type { Context } from "hono";
import { z } from "zod";
import {
  type Booking,
  cancelBooking,
  findBooking,
  findBookingByKey,
  insertBooking,
} from "@/lib/db/sandbox-bookings";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { JsonObject } from "@/lib/domain/json";
import { askDatabase } from "@/lib/sandbox/database-away";
import { problem } from "@/lib/sandbox/problem-details";
import { type FlightOffer, findOffer, isExpired } from "./offers";

const holdSchema = z.object({ offerId: z.string().min(1).max(200) });
const bookSchema = holdSchema.extend({
  passengerName: z
    .string()
    .trim()
    .min(2, "give the passenger's full name")
    .max(100)
    .regex(/^\P{Cc}+$/u, "leave out line breaks and control characters"),
  passengerEmail: z.email().optional(),
  carrier: z.string().optional(),
  departure: z.string().optional(),
  price: z.number().optional(),
});
type BookRequest = z.infer<typeof bookSchema>;

export async function holdOffer(context: Context): Promise<Response> {
  const request = await readBody(context, holdSchema);
  if (request instanceof Response) return request;
  return record(context, { request, status: "held", passenger: null });
}

export async function bookFlight(context: Context): Promise<Response> {
  const request = await readBody(context, bookSchema);
  if (request instanceof Response) return request;
  return record(context, { request, status: "booked", passenger: request.passengerName });
}

async function readBody<T>(context: Context, schema: z.ZodType<T>): Promise<T | Response> {
  const body: unknown = await context.req.json().catch(() => undefined);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) =>
    [issue.path.join("."), issue.message].filter(Boolean).join(": "),
  );
  return problem(context, 400, "Not a booking", `The request is not usable: ${problems.join("; ")}.`);
}

interface Wanted {
  request: z.infer<typeof holdSchema> & Partial<BookRequest>;
  status: "held" | "booked";
  passenger: string | null;
}

async function record(context: Context, { request, status, passenger }: Wanted): Promise<Response> {
  const idempotencyKey = context.req.header("Idempotency-Key")?.slice(0, 200) || null;
  const requestHash = createHash("sha256")
    .update(canonicalJson([status, request]))
    .digest("hex");
  // Before anything is checked: what was booked stays booked, also when the offer has expired meanwhile.
  const first = idempotencyKey ? await askDatabase(() => findBookingByKey(idempotencyKey)) : null;
  if (first)
    return first.requestHash === requestHash ? made(context, first.booking, true) : reusedKey(context);

  const offer = bookableOffer(context, request);
  if (offer instanceof Response) return offer;
  const { offerId, ...flight } = offer;
  const booking = { reference: newReference(), status, offerId, offer: { ...flight }, passenger };
  const recorded = await askDatabase(() => insertBooking({ ...booking, idempotencyKey, requestHash }));
  if (!recorded) return reusedKey(context);
  return made(context, recorded.booking, recorded.repeated);
}

/** The offer a request names, or why it can't be booked. */
function bookableOffer(context: Context, request: Wanted["request"]): FlightOffer | Response {
  const offer = findOffer(request.offerId);
  if (!offer) {
    const detail = `There is no offer “${request.offerId}”. Search again, and book an offer of the new search.`;
    return problem(context, 404, "Unknown offer", detail);
  }
  if (isExpired(offer, new Date())) {
    const detail = `The offer could be booked until ${offer.expiresAt}. Search for a later flight.`;
    return problem(context, 410, "The offer has expired", detail);
  }
  const { carrier, departure, price } = request;
  const differs =
    (carrier !== undefined && carrier.trim().toLowerCase() !== offer.carrier.toLowerCase()) ||
    (departure !== undefined && !isSameMoment(departure, offer.departure)) ||
    (price !== undefined && Math.abs(price - offer.price) > 0.005);
  return differs
    ? problem(context, 409, "Not what was agreed on", `Nothing was booked. The offer is: ${offer.summary}`)
    : offer;
}

/** A time without an offset is in the airport's local time. */
function isSameMoment(given: string, departure: string): boolean {
  if (/(Z|[+-]\d\d:?\d\d)$/i.test(given)) return Date.parse(given) === Date.parse(departure);
  return departure.startsWith(given.replace(" ", "T").slice(0, 16)) && given.length >= 16;
}

function made(context: Context, booking: Booking, isRepeated: boolean): Response {
  if (isRepeated) context.header("Idempotent-Replayed", "true");
  return context.json(booking.passenger === null ? toHold(booking) : toAnswer(booking), 201);
}

function reusedKey(context: Context): Response {
  const detail = "This Idempotency-Key came with another request before. Send a new key with a new request.";
  return problem(context, 422, "Reused key", detail);
}

export async function getBooking(context: Context): Promise<Response> {
  const reference = referenceOf(context);
  const booking = await askDatabase(() => findBooking(reference));
  return booking ? context.json(toAnswer(booking)) : unknownBooking(context, reference);
}

export async function cancelFlight(context: Context): Promise<Response> {
  const reference = referenceOf(context);
  const booking = await askDatabase(() => findBooking(reference));
  if (!booking) return unknownBooking(context, reference);
  if (booking.status === "canceled") return context.json(toAnswer(booking));
  const departure = z.object({ departure: z.string() }).parse(booking.offer).departure;
  if (Date.parse(departure) <= Date.now()) {
    return problem(
      context,
      409,
      "Too late",
      `The flight left at ${departure}; it can't be canceled any more.`,
    );
  }
  // Null when somebody else canceled it just now: the outcome is the same.
  const canceled = await askDatabase(() => cancelBooking(reference));
  return context.json(toAnswer(canceled ?? { ...booking, status: "canceled" }));
}

function referenceOf(context: Context): string {
  return (context.req.param("reference") ?? "").toUpperCase();
}

function unknownBooking(context: Context, reference: string): Response {
  return problem(
    context,
    404,
    "Unknown booking",
    `There is no booking “${reference.slice(0, 20)}”. Check the reference.`,
  );
}

function toAnswer({ reference, status, offerId, offer, passenger, createdAt }: Booking): JsonObject {
  const { expiresAt: _expiresAt, ...flight } = offer;
  return {
    reference,
    status,
    offerId,
    passengerName: passenger,
    ...flight,
    bookedAt: createdAt.toISOString(),
  };
}

function toHold({ reference, status, offerId, offer }: Booking): JsonObject {
  return { reference, status, offerId, ...offer };
}

/** Six of the letters and digits that can't be taken for each other. */
function newReference(): string {
  const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  return Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join("");
}
