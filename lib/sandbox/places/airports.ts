// Airports by code, city and name, for the flights.
import { findCity } from "./cities";
import { distanceKm } from "./distance";
import { editDistance, normalizeName, parsePlaceName } from "./place-name";
import { stateName, type UsAirport, usAirports } from "./us-airports";
import { largeUsAirports } from "./us-places";
import { worldAirports } from "./world-airports";

export interface Airport {
  /** IATA: three capital letters. */
  code: string;
  name: string;
  /** The city it serves; where it lies may be another one. */
  city: string;
  /** The state, in the United States. */
  region: string | null;
  country: string;
  latitude: number;
  longitude: number;
  /** IANA name. */
  timeZone: string;
}

interface ListedAirport extends Airport {
  /** Normalised names of the cities it serves. */
  cities: string[];
  /** Normalised names of what it lies in. */
  within: string[];
  /** Airports with scheduled flights to everywhere. */
  large: boolean;
}

let listed: ReadonlyMap<string, ListedAirport> | undefined;

function airports(): ReadonlyMap<string, ListedAirport> {
  if (!listed) {
    const world = rows(worldAirports).map(worldAirport);
    const codes = new Set(world.map((airport) => airport.code));
    // airports.csv has codes of the FAA's for small fields, some of which are another airport's IATA code.
    const unitedStates = unitedStatesAirports().filter((airport) => !codes.has(airport.code));
    listed = new Map([...world, ...unitedStates].map((airport) => [airport.code, airport]));
  }
  return listed;
}

function rows(text: string): string[][] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.split("|"));
}

function worldAirport(row: string[]): ListedAirport {
  const [code = "", name = "", city = "", country = "", latitude, longitude, timeZone = ""] = row;
  return {
    ...{ code, name, city, region: null, country, timeZone, large: true },
    ...{ latitude: Number(latitude), longitude: Number(longitude) },
    cities: [normalizeName(city)],
    within: [normalizeName(country)],
  };
}

/** The large ones first, then the rest of the list. */
function unitedStatesAirports(): ListedAirport[] {
  const byCode = new Map(usAirports().map((airport) => [airport.code, airport]));
  const large = rows(largeUsAirports).map(([code = "", serves = "", name = ""]) => {
    const airport = byCode.get(code);
    if (!airport) throw new Error(`airports.csv has no airport ${code}.`);
    byCode.delete(code);
    return usAirport(
      { ...airport, name },
      { cities: serves === "" ? [airport.city] : serves.split("/"), large: true },
    );
  });
  const others = [...byCode.values()].map((airport) =>
    usAirport(airport, { cities: [airport.city, ...airport.city.split("/")], large: false }),
  );
  return [...large, ...others];
}

function usAirport(airport: UsAirport, served: { cities: string[]; large: boolean }): ListedAirport {
  const { state, ...rest } = airport;
  return {
    ...rest,
    city: served.cities[0] ?? airport.city,
    region: stateName(state),
    country: "United States",
    cities: [...new Set([...served.cities, airport.city].map(normalizeName))],
    within: [stateName(state), state, "united states"].map(normalizeName),
    large: served.large,
  };
}

function toAirport({ cities: _cities, within: _within, large: _large, ...airport }: ListedAirport): Airport {
  return airport;
}

/** The airport with an IATA code, in whatever case; null when there is none. */
export function findAirport(code: string): Airport | null {
  const airport = airports().get(code.trim().toUpperCase());
  return airport ? toAirport(airport) : null;
}

function score(airport: ListedAirport, wanted: { code: string; city: string; regions: string[] }): number {
  if (airport.code === wanted.code) return 200;
  if (!wanted.regions.every((region) => airport.within.includes(region))) return 0;
  const isServed = airport.cities.includes(wanted.city);
  const together = airport.cities.some((city) =>
    airport.within.some((region) => `${city} ${region}` === wanted.city),
  );
  const inName = ` ${normalizeName(airport.name)} `.includes(` ${wanted.city} `);
  const inCountry = airport.within.includes(wanted.city) && airport.large;
  const match = isServed || together ? 100 : inName ? 60 : inCountry ? 40 : 0;
  return match === 0 ? 0 : match + (airport.large ? 20 : 0);
}

/**
 * The airports a text means (a city, a name, a country, a code), the likeliest first. A city with no large one also
 * has those around it. Nothing is guessed from a misspelt name: see `airportsNamedLike`.
 */
export function searchAirports(query: string, limit: number): Airport[] {
  const text = query.replace(/\b(international|intl|airport)\b/gi, " ").trim();
  const wanted = { code: query.trim().toUpperCase(), ...parsePlaceName(text) };
  if (wanted.city === "") return [];
  const found = [...airports().values()]
    .map((airport) => ({ airport, score: score(airport, wanted) }))
    .filter((candidate) => candidate.score > 0)
    // The sort is stable: among equals the larger airport, listed earlier, stays first.
    .sort((a, b) => b.score - a.score)
    .map(({ airport }) => airport);
  const isServed = found.some((airport) => airport.large || airport.code === wanted.code);
  return (isServed ? found : withAirportsAround(text, found)).slice(0, limit).map(toAirport);
}

/**
 * Small airports of a city and the large ones within 150 km, the nearest first. Small ones of another city of the
 * same name come last: Cambridge is not the one in Minnesota.
 */
function withAirportsAround(cityName: string, small: ListedAirport[]): ListedAirport[] {
  const place = findCity(cityName);
  if (place.kind === "unknown") return small;
  const isNear = (airport: ListedAirport, kilometres: number) =>
    distanceKm(airport, place.city) <= kilometres;
  const around = [...airports().values()]
    .filter((airport) => airport.large && isNear(airport, 150))
    .sort((a, b) => distanceKm(a, place.city) - distanceKm(b, place.city));
  return [
    ...small.filter((airport) => isNear(airport, 60)),
    ...around,
    ...small.filter((airport) => !isNear(airport, 60)),
  ];
}

/** For a name nobody knows: airports whose city is a few letters away from it. */
export function airportsNamedLike(name: string, limit: number): Airport[] {
  const { city } = parsePlaceName(name);
  const most = city.length <= 4 ? 1 : 2;
  return [...airports().values()]
    .map((airport) => ({
      airport,
      edits: Math.min(...airport.cities.map((known) => editDistance(known, city, most))),
    }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits || Number(b.airport.large) - Number(a.airport.large))
    .slice(0, limit)
    .map(({ airport }) => toAirport(airport));
}

/** "San Francisco (SFO)", or with its own name when that says more: "New York LaGuardia (LGA)". */
export function airportLabel({ name, city, code }: Airport): string {
  return `${name.includes(city) ? name : `${city}, ${name}`} (${code})`;
}
