import { expect, test } from "vitest";
import { type Airport, findAirport } from "@/lib/sandbox/places/airports";
import { distanceKm } from "@/lib/sandbox/places/distance";
import { findOffer, flightOffers, isExpired } from "./offers";

function airport(code: string): Airport {
  const found = findAirport(code);
  if (!found) throw new Error(`there is no ${code}`);
  return found;
}
const search = (from: string, to: string, date = "2026-12-01", passengers = 1) =>
  flightOffers({ from: airport(from), to: airport(to), date, passengers });

const routes = [
  "JFK SFO",
  "SFO JFK",
  "LHR CDG",
  "FRA SIN",
  "SYD LAX",
  "BER MUC",
  "EZE HND",
  "ANC MIA",
  "PRX SFO",
].map((route) => route.split(" ") as [string, string]);

test("great-circle distances are those of the atlas", () => {
  expect(distanceKm(airport("JFK"), airport("SFO"))).toBeCloseTo(4152, -2);
  expect(distanceKm(airport("LHR"), airport("SIN"))).toBeCloseTo(10885, -2);
  expect(distanceKm(airport("SYD"), airport("SCL"))).toBeCloseTo(11340, -2);
});

test.each(routes)("from %s to %s there are offers, the cheapest first, the same every time", (from, to) => {
  const offers = search(from, to);
  expect(offers.length).toBeGreaterThan(0);
  expect(search(from, to)).toEqual(offers);
  expect(offers.map((offer) => offer.price)).toEqual(
    offers.map((offer) => offer.price).sort((a, b) => a - b),
  );
  expect(new Set(offers.map((offer) => offer.offerId)).size).toBe(offers.length);
  for (const offer of offers) {
    const minutes = (Date.parse(offer.arrival) - Date.parse(offer.departure)) / 60_000;
    expect(minutes, offer.summary).toBe(offer.durationMinutes);
    expect(offer.departure.startsWith("2026-12-01T"), offer.summary).toBe(true);
    expect(offer.via === null, offer.summary).toBe(offer.stops === 0);
    expect([offer.from, offer.to], offer.summary).not.toContain(offer.via);
  }
});

test("prices differ by day, rise with the distance, and are for all passengers", () => {
  const cheapest = (...args: Parameters<typeof search>) => search(...args)[0]?.price ?? 0;
  expect(cheapest("LHR", "SYD")).toBeGreaterThan(2 * cheapest("LHR", "FCO"));
  const prices = Array.from({ length: 7 }, (_, day) => cheapest("JFK", "SFO", `2026-12-0${day + 1}`));
  expect(new Set(prices).size).toBe(7);
  expect(cheapest("JFK", "SFO", "2026-12-01", 3)).toBeCloseTo(3 * cheapest("JFK", "SFO"), 1);
});

test("an offer's id names carrier, day, time and price, and leads back to the offer", () => {
  for (const offer of search("JFK", "SFO", "2026-12-01", 2)) {
    expect(findOffer(offer.offerId)).toEqual(offer);
    expect(offer.offerId).toContain(offer.carrier.split(" ")[0] ?? "none");
    expect(offer.offerId).toContain(`${offer.departure.slice(0, 16)}-2p-USD${offer.price.toFixed(2)}`);
  }
});

test("an id that was changed anywhere names no offer", () => {
  const [offer] = search("JFK", "SFO");
  if (!offer) throw new Error("no offers");
  const cheaper = offer.offerId.replace(/USD[\d.]+/, "USD1.00");
  const others = ["", "x", cheaper, offer.offerId.replace("2026-12-01", "2026-12-02"), `${offer.offerId}0`];
  expect([...others, offer.offerId.replace("-1p-", "-2p-")].map(findOffer)).toEqual(Array(6).fill(null));
});

test("an offer expires an hour before departure", () => {
  const [offer] = search("JFK", "SFO");
  if (!offer) throw new Error("no offers");
  const departure = Date.parse(offer.departure);
  expect(isExpired(offer, new Date(departure - 3_600_001))).toBe(false);
  expect(isExpired(offer, new Date(departure - 3_600_000))).toBe(true);
});
