// The flights service, described as its maker would: imported by the same importer as any other document.
import type { JsonObject } from "@/lib/domain/json";
import { flightSchemas, offerIdExample } from "./openapi-schemas";

/** @param server address of the service, without a slash at the end */
export function flightsDocument(server: string): JsonObject {
  return {
    openapi: "3.1.0",
    info: {
      title: "Flights",
      version: "1.0.0",
      description:
        "Find flights by airport and date, compare airlines, times and prices, hold an offer, book it, and cancel the booking.",
    },
    servers: [{ url: server }],
    security: [{ token: [] }],
    tags: [
      { name: "search", description: "Airports and offers." },
      { name: "bookings", description: "Holding, booking and canceling." },
    ],
    paths: {
      "/airports": { get: searchAirports },
      "/offers": { get: searchOffers },
      "/holds": { post: holdOffer },
      "/bookings": { post: bookFlight },
      "/bookings/{reference}": { get: getBooking, delete: cancelBooking },
    },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "The token of the account." },
      },
      schemas: flightSchemas,
    },
  };
}

const schemaRef = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const answers = (description: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  description,
  content: { "application/json": { schema } },
  ...more,
});
const problem: JsonObject = {
  description: "What was wrong, and what to do about it.",
  content: { "application/problem+json": { schema: schemaRef("Problem") } },
};
/** A list in an object, as answers of searches are. */
const list = (name: string, title: string, description: string, items: string): JsonObject => ({
  type: "object",
  properties: { [name]: { type: "array", title, description, items: schemaRef(items) } },
  required: [name],
});

const airportParameter = (
  name: "from" | "to",
  title: string,
  description: string,
  example: string,
): JsonObject => ({
  name,
  in: "query",
  required: true,
  description,
  schema: { type: "string", format: "airport", title, pattern: "^[A-Za-z]{3}$" },
  example,
});

const idempotencyKey: JsonObject = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same for every attempt of the same request: a repeated one changes nothing.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

const searchAirports: JsonObject = {
  operationId: "searchAirports",
  tags: ["search"],
  summary: "Find airports of a city",
  description:
    "The airports of a city or country, or the airport of a name or code: turns “San Francisco” into the airport code SFO. The likeliest and largest first.",
  parameters: [
    {
      name: "query",
      in: "query",
      required: true,
      description: "A city, the name of an airport, or a code.",
      schema: { type: "string", format: "place", title: "City or airport", minLength: 1, maxLength: 100 },
      example: "San Francisco",
    },
  ],
  responses: {
    200: answers(
      "The airports, at least one and at most 10.",
      list("airports", "Airports", "The likeliest and largest first.", "Airport"),
    ),
    400: problem,
    401: problem,
    404: problem,
  },
};

const searchOffers: JsonObject = {
  operationId: "searchOffers",
  tags: ["search"],
  summary: "Search flights",
  description:
    "Finds flights (flight offers, plane tickets, air fares) from one airport to another on a date, with airline, times, stops and price. The cheapest first.",
  parameters: [
    airportParameter(
      "from",
      "From",
      "Where the journey begins: IATA code of the airport of departure.",
      "JFK",
    ),
    airportParameter(
      "to",
      "To",
      "Where the journey goes: IATA code of the airport of arrival, the destination.",
      "SFO",
    ),
    {
      name: "date",
      in: "query",
      required: true,
      description: "The day of departure, today or later.",
      schema: { type: "string", format: "date", title: "Day of departure" },
      example: "2026-12-01",
    },
    {
      name: "passengers",
      in: "query",
      required: false,
      description: "How many people fly.",
      schema: { type: "integer", title: "Passengers", minimum: 1, maximum: 9, default: 1 },
      example: 1,
    },
  ],
  responses: {
    200: answers(
      "The offers, at least one.",
      list("offers", "Flight offers", "The cheapest first.", "Offer"),
    ),
    400: problem,
    401: problem,
    404: problem,
  },
};

const offerIdProperty: JsonObject = {
  type: "string",
  title: "Offer",
  description: "The id of the flight offer, from the search.",
  minLength: 1,
  maxLength: 200,
  examples: [offerIdExample],
};

const holdOffer: JsonObject = {
  operationId: "holdOffer",
  tags: ["bookings"],
  summary: "Hold a flight offer",
  description:
    "Holds (reserves) an offer without booking or paying, for as long as it can be booked. Book it with the same offer; the hold is released by canceling it.",
  parameters: [idempotencyKey],
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: { type: "object", properties: { offerId: offerIdProperty }, required: ["offerId"] },
      },
    },
  },
  responses: {
    201: answers("The offer is held.", schemaRef("Hold"), {
      links: {
        release: { operationId: "cancelBooking", parameters: { reference: "$response.body#/reference" } },
      },
    }),
    400: problem,
    401: problem,
    404: problem,
    410: problem,
  },
};

const bookFlight: JsonObject = {
  operationId: "bookFlight",
  tags: ["bookings"],
  summary: "Book a flight",
  description:
    "Books a flight (buys the plane ticket) for a passenger and answers with the booking reference. The booking can be canceled until departure.",
  parameters: [idempotencyKey],
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: {
          type: "object",
          properties: {
            offerId: offerIdProperty,
            passengerName: {
              type: "string",
              title: "Passenger",
              description: "Who flies: the full name of the (first) passenger, as in the passport.",
              minLength: 2,
              maxLength: 100,
              examples: ["Ada Lovelace"],
            },
            passengerEmail: {
              type: "string",
              format: "email",
              title: "Passenger's e-mail address",
              description: "For messages about changes of the flight.",
              examples: ["ada@example.com"],
            },
            carrier: {
              type: "string",
              title: "Airline",
              description:
                "The airline that was agreed on: the booking is refused when the offer is of another one.",
              examples: ["Skylark"],
            },
            departure: {
              type: "string",
              format: "date-time",
              title: "Departure",
              description:
                "The departure that was agreed on: the booking is refused when the offer has another one.",
              examples: ["2026-12-01T09:15:00-05:00"],
            },
            price: {
              type: "number",
              title: "Price",
              description:
                "The price that was agreed on: the booking is refused when the offer has another one.",
              examples: [231.4],
            },
          },
          required: ["offerId", "passengerName"],
        },
      },
    },
  },
  responses: {
    201: answers("The flight is booked.", schemaRef("Booking"), {
      links: {
        cancel: { operationId: "cancelBooking", parameters: { reference: "$response.body#/reference" } },
        booking: { operationId: "getBooking", parameters: { reference: "$response.body#/reference" } },
      },
    }),
    400: problem,
    401: problem,
    404: problem,
    409: problem,
    410: problem,
    422: problem,
  },
};

const referenceParameter: JsonObject = {
  name: "reference",
  in: "path",
  required: true,
  description: "The booking reference: six letters and digits.",
  schema: { type: "string", title: "Booking reference", pattern: "^[A-Za-z0-9]{6}$" },
  example: "K7PMX2",
};

const getBooking: JsonObject = {
  operationId: "getBooking",
  tags: ["bookings"],
  summary: "Look up a flight booking",
  description: "The flight, the passenger and the status of a booking or a hold.",
  parameters: [referenceParameter],
  responses: { 200: answers("The booking.", schemaRef("Booking")), 401: problem, 404: problem },
};

const cancelBooking: JsonObject = {
  operationId: "cancelBooking",
  tags: ["bookings"],
  summary: "Cancel a flight booking",
  description:
    "Cancels a booking, or releases a hold, until departure. Canceling again changes nothing. A canceled booking can't be brought back; book again instead.",
  parameters: [referenceParameter],
  responses: {
    200: answers("The canceled booking.", schemaRef("Booking")),
    401: problem,
    404: problem,
    409: problem,
  },
};
