// The flights service, mounted at /flights: searching. Bookings are in bookings.ts.
import { type Context, Hono } from "hono";
import { calendarDate, parseCalendarDate } from "@/lib/sandbox/calendar-date";
import {
  type Airport,
  airportLabel,
  airportsNamedLike,
  findAirport,
  searchAirports,
} from "@/lib/sandbox/places/airports";
import { problem } from "@/lib/sandbox/problem-details";
import { requireBearer } from "@/lib/sandbox/require-bearer";
import { bookFlight, cancelFlight, getBooking, holdOffer } from "./bookings";
import { flightOffers, isExpired } from "./offers";
import { flightsDocument } from "./openapi";

/** Flights are sold this many days ahead. */
const daysAhead = 361;

/** @param server the address others reach the service at; for its document */
export function flightsService(server: string): Hono {
  const service = new Hono();
  service.get("/openapi.json", (context) => context.json(flightsDocument(server)));
  service.use(
    requireBearer("flights", (context) =>
      problem(context, 401, "Not allowed", "Send the account's token as a bearer token."),
    ),
  );
  service.get("/airports", getAirports);
  service.get("/offers", (context) => getOffers(context, new Date()));
  service.post("/holds", holdOffer);
  service.post("/bookings", bookFlight);
  service.get("/bookings/:reference", getBooking);
  service.delete("/bookings/:reference", cancelFlight);
  return service;
}

function getAirports(context: Context): Response {
  const query = context.req.query("query")?.trim() ?? "";
  if (query === "" || query.length > 100) {
    return problem(
      context,
      400,
      "No city",
      "Give a city, an airport's name or its code in the query parameter “query”.",
    );
  }
  const airports = searchAirports(query, 10).map(
    ({ latitude: _latitude, longitude: _longitude, ...rest }) => rest,
  );
  return airports.length > 0
    ? context.json({ airports })
    : problem(context, 404, "No airport", `There is no airport for “${query}”. ${hintFor(query)}`);
}

/** Names that are spelt alike, as a question; else what to try. */
function hintFor(name: string): string {
  const near = airportsNamedLike(name, 3).map(airportLabel);
  return near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "Try the nearest large city.";
}

function getOffers(context: Context, now: Date): Response {
  const from = airportOf(context, "from");
  if (from instanceof Response) return from;
  const to = airportOf(context, "to");
  if (to instanceof Response) return to;
  if (from.code === to.code) {
    return problem(
      context,
      400,
      "No journey",
      `The flight would begin and end in ${airportLabel(from)}. Choose two airports.`,
    );
  }
  const passengers = Number(context.req.query("passengers") ?? 1);
  if (!Number.isInteger(passengers) || passengers < 1 || passengers > 9) {
    return problem(
      context,
      400,
      "Not a number of passengers",
      "Between 1 and 9 passengers can be booked together.",
    );
  }
  const date = context.req.query("date")?.trim() ?? "";
  const dateProblem = problemOfDate(date, from, now);
  if (dateProblem) return problem(context, 400, "Not a day of departure", dateProblem);
  const offers = flightOffers({ from, to, date, passengers }).filter((offer) => !isExpired(offer, now));
  return offers.length > 0
    ? context.json({ offers })
    : problem(
        context,
        404,
        "No flights left",
        `No flight from ${airportLabel(from)} to ${airportLabel(to)} can be booked for ${date} any more. Try the next day.`,
      );
}

function airportOf(context: Context, name: "from" | "to"): Airport | Response {
  const given = context.req.query(name)?.trim() ?? "";
  const airport = findAirport(given);
  if (airport) return airport;
  if (given === "")
    return problem(context, 400, "No airport", `Give an airport's code in the query parameter “${name}”.`);
  const meant = searchAirports(given, 3).map(airportLabel);
  const hint = meant.length > 0 ? `Airports of that name: ${meant.join(", ")}.` : hintFor(given);
  return problem(context, 404, "Unknown airport", `“${given}” is not the code of an airport. ${hint}`, {
    parameter: name,
  });
}

/** Why nobody can fly on that day; null when one can. */
function problemOfDate(date: string, from: Airport, now: Date): string | null {
  const day = parseCalendarDate(date);
  if (day === null) return `“${date}” is not a day of the calendar. Write it as 2026-12-01.`;
  const today = calendarDate(now, from.timeZone);
  if (date < today) return `${date} is in the past. Choose ${today} or a later day.`;
  const last = new Date((parseCalendarDate(today) ?? 0) + daysAhead * 86_400_000).toISOString().slice(0, 10);
  return date > last ? `Flights are sold up to ${daysAhead} days ahead, until ${last}.` : null;
}
