import { expect, test } from "vitest";
import { airportsNamedLike, findAirport, searchAirports } from "./airports";
import { findCity } from "./cities";
import { distanceKm } from "./distance";
import { worldAirports } from "./world-airports";

const codes = (query: string) => searchAirports(query, 3).map((airport) => airport.code);

test.each([
  ["San Francisco", "SFO"],
  ["san francisco, CA", "SFO"],
  ["sfo", "SFO"],
  ["San Francisco International Airport", "SFO"],
  ["New York", "JFK EWR LGA"],
  ["NYC", "JFK EWR LGA"],
  ["Paris", "CDG ORY"],
  ["Paris, France", "CDG ORY"],
  ["London", "LHR LGW STN"],
  ["Heathrow", "LHR"],
  ["Berlin", "BER BML"],
  ["Bern", "BSL ZRH"],
  ["Palo Alto", "PAO SJC SFO"],
  ["Cambridge", "STN"],
  ["Germany", "FRA MUC BER"],
  ["Washington", "DCA IAD"],
  ["Tokyo", "HND NRT"],
  ["Chicago", "ORD MDW"],
  ["O'Hare", "ORD"],
  ["Portland", "PDX"],
  ["Portland, Maine", "PWM"],
  ["Zürich", "ZRH"],
  ["München", "MUC"],
  ["Bali", "DPS"],
  ["San Fransisco", ""],
  ["Xqzzyqx", ""],
])("%s is served by %s", (query, expected) => {
  const found = codes(query);
  const wanted = expected === "" ? [] : expected.split(" ");
  expect(found.slice(0, wanted.length || 3)).toEqual(wanted);
});

test("a misspelt name has airports named like it", () => {
  expect(airportsNamedLike("San Fransisco", 3).map((airport) => airport.code)).toEqual(["SFO"]);
  expect(airportsNamedLike("Xqzzyqx", 3)).toEqual([]);
});

test("a code is found in any case, and only a known one", () => {
  expect(findAirport("lhr")).toEqual({
    code: "LHR",
    name: "London Heathrow",
    city: "London",
    region: null,
    country: "United Kingdom",
    latitude: 51.47,
    longitude: -0.45,
    timeZone: "Europe/London",
  });
  expect(findAirport("SFO")).toMatchObject({
    city: "San Francisco",
    region: "California",
    timeZone: "America/Los_Angeles",
  });
  expect(findAirport("ELP")?.timeZone).toBe("America/Denver");
  expect(findAirport("ZZZ")).toBeNull();
  expect(findAirport("")).toBeNull();
});

test("every airport of the world list is near its city, in the city's time zone", () => {
  for (const line of worldAirports.trim().split("\n")) {
    const [code = "", , city = "", country = ""] = line.split("|");
    const airport = findAirport(code);
    const place = findCity(`${city}, ${country}`);
    if (!airport || place.kind !== "found") continue;
    const kilometres = distanceKm(airport, place.city);
    expect(kilometres, line).toBeLessThan(75);
    expect(airport.timeZone, line).toBe(place.city.timeZone);
  }
});
