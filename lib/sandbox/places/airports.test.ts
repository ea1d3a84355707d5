import { expect, test } from "vitest";
import { findAirport, searchAirports } from "./airports";
import { findCity } from "./cities";
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
  ["Washington", "DCA IAD"],
  ["Tokyo", "HND NRT"],
  ["Chicago", "ORD MDW"],
  ["O'Hare", "ORD"],
  ["Portland", "PDX"],
  ["Portland, Maine", "PWM"],
  ["Zürich", "ZRH"],
  ["München", "MUC"],
  ["Bali", "DPS"],
  ["Xqzzyqx", ""],
])("%s is served by %s", (query, expected) => {
  const found = codes(query);
  const wanted = expected === "" ? [] : expected.split(" ");
  expect(found.slice(0, wanted.length || 3)).toEqual(wanted);
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
    const kilometres = Math.hypot(
      (airport.latitude - place.city.latitude) * 111,
      (airport.longitude - place.city.longitude) * 111 * Math.cos((airport.latitude * Math.PI) / 180),
    );
    expect(kilometres, line).toBeLessThan(75);
    expect(airport.timeZone, line).toBe(place.city.timeZone);
  }
});
