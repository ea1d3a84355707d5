// The shapes of the flights service's answers.
import type { JsonObject } from "@/lib/domain/json";

type Properties = Record<string, JsonObject>;

const object = (title: string, properties: Properties, optional: string[] = []): JsonObject => ({
  type: "object",
  title,
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

const text = (title: string, description: string, example: string): JsonObject => ({
  type: "string",
  title,
  description,
  examples: [example],
});
const formatted = (format: string, ...rest: Parameters<typeof text>): JsonObject => ({
  ...text(...rest),
  format,
});

const flightProperties: Properties = {
  carrier: text("Airline", "The airline that flies.", "Polaris Airways"),
  flightNumber: text("Flight number", "As on the departures board.", "PW417"),
  from: formatted("airport", "From", "Airport of departure, IATA code.", "JFK"),
  to: formatted("airport", "To", "Airport of arrival, IATA code.", "SFO"),
  departure: formatted(
    "date-time",
    "Departure",
    "In the local time of the airport.",
    "2026-12-01T09:15:00-05:00",
  ),
  arrival: formatted(
    "date-time",
    "Arrival",
    "In the local time of the airport.",
    "2026-12-01T12:40:00-08:00",
  ),
  durationMinutes: {
    type: "integer",
    title: "Minutes",
    description: "From departure to arrival.",
    examples: [385],
  },
  stops: { type: "integer", title: "Stops", description: "How often passengers change.", examples: [0] },
  via: {
    type: ["string", "null"],
    format: "airport",
    title: "Via",
    description: "Where passengers change; null for a flight without stops.",
    examples: ["DEN"],
  },
  passengers: { type: "integer", title: "Passengers", examples: [1] },
  price: { type: "number", title: "Price", description: "For all passengers.", examples: [231.4] },
  currency: text("Currency", "ISO 4217 code.", "USD"),
};

export const offerIdExample = "Skylark-SL417-JFK-SFO-2026-12-01T09:15-1p-USD231.40-5d0c1f";

const offerId = text("Offer", "Names this flight at this price; hold or book it with this.", offerIdExample);
const reference = text("Booking reference", "Six letters and digits.", "K7PMX2");
const summary = formatted(
  "text",
  "Summary",
  "The flight in one sentence, for people to read.",
  "Skylark SL417, John F. Kennedy (JFK) 09:15 to San Francisco (SFO) 12:40, Tuesday 1 December 2026, 6 h 25 min, no stops, 231.40 USD for 1 passenger.",
);

export const flightSchemas: Record<string, JsonObject> = {
  Airport: object("Airport", {
    code: formatted("airport", "Airport code", "IATA code.", "SFO"),
    name: text("Airport", "Name of the airport.", "San Francisco"),
    city: formatted("place", "City", "The city it serves.", "San Francisco"),
    region: {
      type: ["string", "null"],
      title: "State",
      description: "In the United States.",
      examples: ["California"],
    },
    country: text("Country", "Where it is.", "United States"),
    timeZone: text("Time zone", "IANA name.", "America/Los_Angeles"),
  }),
  Offer: object("Flight offer", {
    offerId,
    ...flightProperties,
    expiresAt: formatted("date-time", "Bookable until", "When the offer ends.", "2026-12-01T13:15:00Z"),
    summary,
  }),
  Hold: object("Held offer", {
    reference: { ...reference, title: "Reference of the hold" },
    status: { type: "string", title: "Status", enum: ["held", "canceled"] },
    offerId,
    ...flightProperties,
    expiresAt: formatted("date-time", "Held until", "When the offer ends.", "2026-12-01T13:15:00Z"),
    summary,
  }),
  Booking: object("Booking", {
    reference,
    status: { type: "string", title: "Status", enum: ["booked", "held", "canceled"] },
    offerId,
    passengerName: {
      type: ["string", "null"],
      title: "Passenger",
      description: "Whom the flight is booked for.",
      examples: ["Ada Lovelace"],
    },
    ...flightProperties,
    bookedAt: formatted("date-time", "Booked at", "When it was booked.", "2026-11-24T10:00:00Z"),
    summary,
  }),
  Problem: {
    type: "object",
    title: "Problem",
    description: "Problem details (RFC 9457).",
    properties: {
      type: { type: "string" },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string" },
    },
  },
};
