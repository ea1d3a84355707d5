// Cities by name, for the weather.

import { editDistance, normalizeName, parsePlaceName } from "./place-name";
import { stateName, usAirports } from "./us-airports";
import { largeUsCities } from "./us-places";
import { usTimeZone } from "./us-states";
import { worldCities } from "./world-cities";

export interface City {
  name: string;
  /** The state, in the United States. */
  region: string | null;
  country: string;
  latitude: number;
  longitude: number;
  /** IANA name. */
  timeZone: string;
  /** Metres above the sea, where that matters. */
  elevation: number;
}

interface ListedCity extends City {
  /** The names it is found by, normalised. */
  names: string[];
  /** Normalised names of what it lies in, long and short. */
  within: string[];
  large: boolean;
}

let listed: ListedCity[] | undefined;

/** Large cities first, and the largest of those in the United States first. */
function cities(): ListedCity[] {
  listed ??= [
    ...cityRows(worldCities).map(worldCity),
    ...cityRows(largeUsCities).map(largeUsCity),
    ...smallUsCities(),
  ];
  return listed;
}

function cityRows(text: string): string[][] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.split("|"));
}

function worldCity([
  name = "",
  country = "",
  latitude,
  longitude,
  timeZone = "",
  elevation = "0",
]: string[]): ListedCity {
  return {
    ...{ name, region: null, country, timeZone, large: true },
    ...{ latitude: Number(latitude), longitude: Number(longitude), elevation: Number(elevation) },
    names: [normalizeName(name)],
    within: [normalizeName(country)],
  };
}

function largeUsCity([name = "", state = "", latitude, longitude, elevation = "0"]: string[]): ListedCity {
  const place = { latitude: Number(latitude), longitude: Number(longitude), elevation: Number(elevation) };
  return usCity({ names: [name], state, ...place, large: true });
}

function usCity(city: {
  names: string[];
  state: string;
  latitude: number;
  longitude: number;
  elevation: number;
  large: boolean;
}): ListedCity {
  const { names, state, latitude, longitude, elevation, large } = city;
  const timeZone = usTimeZone(state, latitude, longitude);
  if (!timeZone) throw new Error(`There is no state ${state}.`);
  return {
    ...{ name: names[0] ?? "", region: stateName(state), country: "United States" },
    ...{ latitude, longitude, elevation, timeZone, large },
    names: names.map(normalizeName),
    within: [stateName(state), state, "united states"].map(normalizeName),
  };
}

/** The cities of the United States that have an airport, where it is. */
function smallUsCities(): ListedCity[] {
  const found = new Map<string, ListedCity>();
  for (const { city, state, latitude, longitude } of usAirports()) {
    const key = `${normalizeName(city)}|${state}`;
    if (found.has(key)) continue;
    const names = [city, ...city.split("/")];
    found.set(key, usCity({ names, state, latitude, longitude, elevation: 0, large: false }));
  }
  return [...found.values()];
}

/** "Paris, France"; "Portland, Oregon, United States". */
export function cityLabel({ name, region, country }: City): string {
  return [name, region, country === name ? null : country].filter((part) => part !== null).join(", ");
}

function score(city: ListedCity, wanted: { typed: string; city: string; regions: string[] }): number {
  const inRegions = wanted.regions.every((region) => city.within.includes(region));
  if (!inRegions) return 0;
  const exact = city.names.includes(wanted.city);
  const begins = city.names.some((name) => name.startsWith(wanted.city));
  const contains = city.names.some((name) => ` ${name} `.includes(` ${wanted.city} `));
  // "Portland Oregon", without a comma.
  const together = city.names.some((name) =>
    city.within.some((region) => `${name} ${region}` === wanted.city),
  );
  const match = exact || together ? 100 : contains ? 50 : begins ? 40 : 0;
  if (match === 0) return 0;
  // San José is in Costa Rica, San Jose in California.
  const asTyped = city.name.toLowerCase() === wanted.typed.split(",")[0]?.trim().toLowerCase() ? 5 : 0;
  return match + (city.large ? 20 : 0) + asTyped;
}

/** The cities a text may mean, the likeliest first, with how well each fits: 100 and more for its own name. */
function ranked(query: string): { city: ListedCity; score: number }[] {
  const wanted = { typed: query, ...parsePlaceName(query) };
  if (wanted.city === "") return [];
  return cities()
    .map((city) => ({ city, score: score(city, wanted) }))
    .filter((candidate) => candidate.score > 0)
    .sort((a, b) => b.score - a.score);
}

function toCity({ names: _names, within: _within, large: _large, ...city }: ListedCity): City {
  return city;
}

/** The cities a text may mean, the likeliest first. */
export function searchCities(query: string, limit: number): City[] {
  return ranked(query)
    .slice(0, limit)
    .map(({ city }) => toCity(city));
}

/** The city of this name, or those with names like it. */
export function findCity(name: string): { kind: "found"; city: City } | { kind: "unknown"; near: City[] } {
  const candidates = ranked(name);
  const [best] = candidates;
  if (best && best.score >= 100) return { kind: "found", city: toCity(best.city) };
  const similar = candidates.length > 0 ? candidates.map(({ city }) => city) : similarCities(name);
  return { kind: "unknown", near: similar.slice(0, 5).map(toCity) };
}

/** For a name nobody knows: those a few letters away, in any of the parts that were typed. */
function similarCities(name: string): ListedCity[] {
  const { city: wanted } = parsePlaceName(name);
  const most = wanted.length <= 4 ? 1 : wanted.length <= 8 ? 2 : 3;
  return cities()
    .map((city) => ({
      city,
      edits: Math.min(...city.names.map((known) => editDistance(known, wanted, most))),
    }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits || Number(b.city.large) - Number(a.city.large))
    .map(({ city }) => city);
}
