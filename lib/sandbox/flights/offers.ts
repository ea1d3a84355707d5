// Flights on offer: made up, but the same for the same airports, day and carrier, with times and prices that follow
// from the distance.
import { createHash } from "node:crypto";
import { calendarDate, formatLocal, localTime, parseCalendarDate } from "@/lib/sandbox/calendar-date";
import { chance } from "@/lib/sandbox/chance";
import { type Airport, airportLabel, findAirport } from "@/lib/sandbox/places/airports";
import { distanceKm } from "@/lib/sandbox/places/distance";

/** Airlines that don't exist. */
const carriers = [
  { code: "PW", name: "Polaris Airways", price: 1.12 },
  { code: "MZ", name: "Meridian Air", price: 1 },
  { code: "SL", name: "Skylark", price: 0.84 },
  { code: "HB", name: "Harborline", price: 0.95 },
  { code: "NX", name: "Northwind", price: 1.05 },
] as const;

/** Where flights with a stop change. */
const hubs = "ATL DFW DEN ORD SEA YYZ PTY GRU LHR FRA MAD IST DXB ADD JNB SIN HKG HND SYD".split(" ");

export interface FlightOffer {
  /** Names the flight, the day, the price and the passengers, so that booking it books exactly that. */
  offerId: string;
  carrier: string;
  flightNumber: string;
  from: string;
  to: string;
  /** ISO 8601 with the airport's offset. */
  departure: string;
  arrival: string;
  durationMinutes: number;
  stops: number;
  /** Where to change; null for a flight without stops. */
  via: string | null;
  passengers: number;
  /** For all passengers. */
  price: number;
  currency: "USD";
  /** An hour before departure, in UTC. */
  expiresAt: string;
  summary: string;
}

export interface OfferSearch {
  from: Airport;
  to: Airport;
  /** YYYY-MM-DD at the airport of departure. */
  date: string;
  passengers: number;
}

/** All offers of a day, the cheapest first; those that have left included. */
export function flightOffers(search: OfferSearch): FlightOffer[] {
  const { from, to, date } = search;
  const flying = carriers.filter((carrier) => chance(from.code, to.code, carrier.code, "flies") < 0.7);
  // Every pair of airports is served by somebody.
  const serving = flying.length > 0 ? flying : carriers.slice(1, 3);
  return serving
    .flatMap((carrier) => {
      const flights = 1 + Math.floor(chance(from.code, to.code, carrier.code, "flights") * 3);
      return Array.from({ length: flights }, (_, index) => makeOffer(search, carrier, index));
    })
    .sort(
      (a, b) =>
        a.price - b.price || a.departure.localeCompare(b.departure) || (a.offerId < b.offerId ? -1 : 1),
    )
    .filter((offer) => calendarDate(new Date(offer.departure), from.timeZone) === date);
}

function makeOffer(search: OfferSearch, carrier: (typeof carriers)[number], index: number): FlightOffer {
  const { from, to, date, passengers } = search;
  const route = [from.code, to.code, carrier.code, index] as const;
  const direct = distanceKm(from, to);
  const hub = direct > 9500 || chance(...route, "stop") < stopShare(direct) ? bestHub(from, to) : null;
  const kilometres = hub ? distanceKm(from, hub) + distanceKm(hub, to) : direct;
  const durationMinutes = roundTo(
    30 + (kilometres / 830) * 60 + (hub ? 75 + 90 * chance(...route, "change") : 0),
    5,
  );

  const minutes = roundTo(6 * 60 + chance(...route, "departure") * 15.5 * 60, 5);
  const departure = localTime(date, minutes, from.timeZone);
  const arrival = new Date(departure.getTime() + durationMinutes * 60_000);
  const price =
    Math.round(pricePerPassenger(search, carrier, index, direct, hub !== null) * 100) * passengers;

  const flightNumber = `${carrier.code}${100 + Math.floor(chance(...route, "number") * 290) * 3 + index}`;
  const via = hub?.code ?? null;
  const offer = {
    ...{ carrier: carrier.name, flightNumber, from: from.code, to: to.code, passengers },
    ...{ departure: formatLocal(departure, from.timeZone), arrival: formatLocal(arrival, to.timeZone) },
    ...{ durationMinutes, stops: hub ? 1 : 0, via, price: price / 100, currency: "USD" as const },
    expiresAt: new Date(departure.getTime() - 3_600_000).toISOString(),
  };
  return { offerId: offerIdOf(offer), ...offer, summary: summarize(offer, from, to) };
}

/** How many flights of a distance have a stop. */
function stopShare(kilometres: number): number {
  return kilometres < 1500 ? 0 : kilometres < 5000 ? 0.3 : 0.5;
}

/** The hub with the least way around; null when the two airports are the only ones. */
function bestHub(from: Airport, to: Airport): Airport | null {
  const around = (hub: Airport) => distanceKm(from, hub) + distanceKm(hub, to);
  const others = hubs.filter((code) => code !== from.code && code !== to.code).map(findAirport);
  return others
    .filter((hub) => hub !== null)
    .reduce<Airport | null>((best, hub) => (best === null || around(hub) < around(best) ? hub : best), null);
}

function pricePerPassenger(
  { from, to, date }: OfferSearch,
  carrier: (typeof carriers)[number],
  index: number,
  kilometres: number,
  hasStop: boolean,
): number {
  const weekday = new Date(parseCalendarDate(date) ?? 0).getUTCDay();
  const demand = [1.12, 1.02, 0.94, 0.95, 1.03, 1.15, 1][weekday] ?? 1;
  const luck = 0.82 + 0.45 * chance(from.code, to.code, date, carrier.code, index, "price");
  return (35 + 0.19 * kilometres ** 0.87) * carrier.price * demand * luck * (hasStop ? 0.86 : 1);
}

/** Readable, as people approve it: `Skylark-SL417-JFK-SFO-2026-12-01T09:15-1p-USD231.40-5d0c1f`. */
function offerIdOf(offer: Omit<FlightOffer, "offerId" | "summary">): string {
  const name = offer.carrier.split(" ")[0] ?? "";
  const flight = [name, offer.flightNumber, offer.from, offer.to, offer.departure.slice(0, 16)];
  const id = [...flight, `${offer.passengers}p`, `${offer.currency}${offer.price.toFixed(2)}`].join("-");
  return `${id}-${createHash("sha256").update(id).digest("hex").slice(0, 6)}`;
}

/** The offer an id names; null when there never was one. */
export function findOffer(offerId: string): FlightOffer | null {
  const pattern =
    /^[A-Za-z]+-[A-Z]{2}\d+-([A-Z]{3})-([A-Z]{3})-(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}-([1-9])p-USD[\d.]+-[0-9a-f]{6}$/;
  const [, fromCode = "", toCode = "", date = "", passengers] = pattern.exec(offerId) ?? [];
  const from = findAirport(fromCode);
  const to = findAirport(toCode);
  if (!from || !to || from.code === to.code || parseCalendarDate(date) === null) return null;
  const offers = flightOffers({ from, to, date, passengers: Number(passengers) });
  return offers.find((offer) => offer.offerId === offerId) ?? null;
}

export function isExpired(offer: Pick<FlightOffer, "expiresAt">, now: Date): boolean {
  return Date.parse(offer.expiresAt) <= now.getTime();
}

function summarize(offer: Omit<FlightOffer, "offerId" | "summary">, from: Airport, to: Airport): string {
  const { carrier, flightNumber, departure, arrival, durationMinutes, via, price, currency, passengers } =
    offer;
  const day = new Date(`${departure.slice(0, 10)}T00:00:00Z`).toLocaleDateString("en-GB", {
    ...{ weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" },
  });
  const later = arrival.slice(0, 10) === departure.slice(0, 10) ? "" : ` on ${arrival.slice(0, 10)}`;
  const duration = `${Math.floor(durationMinutes / 60)} h ${durationMinutes % 60} min`;
  const people = passengers === 1 ? "1 passenger" : `${passengers} passengers`;
  return (
    `${carrier} ${flightNumber}, ${airportLabel(from)} ${departure.slice(11, 16)} to ${airportLabel(to)} ` +
    `${arrival.slice(11, 16)}${later}, ${day.replace(",", "")}, ${duration}, ` +
    `${via ? `one stop in ${via}` : "no stops"}, ${price.toFixed(2)} ${currency} for ${people}.`
  );
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step;
}
