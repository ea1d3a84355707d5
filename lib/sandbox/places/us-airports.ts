// The airports of the United States with an IATA code, from vega-datasets' airports.csv (BSD-3-Clause).
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { readDataFile } from "./read-data-file";
import { usStates, usTimeZone } from "./us-states";

const rowSchema = z.object({
  iata: z.string(),
  name: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  latitude: z.coerce.number(),
  longitude: z.coerce.number(),
});

export interface UsAirport {
  code: string;
  name: string;
  city: string;
  /** As in `usStates`. */
  state: string;
  latitude: number;
  longitude: number;
  timeZone: string;
}

let loaded: UsAirport[] | undefined;

/** Read once; those without a city, a state or a code of three letters are left out. */
export function usAirports(): UsAirport[] {
  loaded ??= z
    .array(rowSchema)
    .parse(parse(readDataFile("airports"), { columns: true }))
    .flatMap(({ iata: code, name, city, state, country, latitude, longitude }) => {
      const timeZone = usTimeZone(state, latitude, longitude);
      if (country !== "USA" || city === "NA" || timeZone === null || !/^[A-Z]{3}$/.test(code)) return [];
      return [{ code, name, city, state, latitude, longitude, timeZone }];
    });
  return loaded;
}

/** "CA" → "California". */
export function stateName(state: string): string {
  return usStates[state]?.name ?? state;
}
