// States and territories of the United States, as airports.csv abbreviates them, and their time zones.

interface UsState {
  name: string;
  timeZone: string;
  /** The part of it in another zone: beyond this longitude (west of it) or this latitude (north of it). */
  other?: { timeZone: string; westOf?: number; northOf?: number; eastOf?: number };
}

const eastern = "America/New_York";
const central = "America/Chicago";
const mountain = "America/Denver";
const pacific = "America/Los_Angeles";

export const usStates: Readonly<Record<string, UsState>> = {
  AK: { name: "Alaska", timeZone: "America/Anchorage", other: { timeZone: "America/Adak", westOf: -169.5 } },
  AL: { name: "Alabama", timeZone: central },
  AR: { name: "Arkansas", timeZone: central },
  AS: { name: "American Samoa", timeZone: "Pacific/Pago_Pago" },
  AZ: { name: "Arizona", timeZone: "America/Phoenix" },
  CA: { name: "California", timeZone: pacific },
  CO: { name: "Colorado", timeZone: mountain },
  CQ: { name: "Northern Mariana Islands", timeZone: "Pacific/Saipan" },
  CT: { name: "Connecticut", timeZone: eastern },
  DC: { name: "District of Columbia", timeZone: eastern },
  DE: { name: "Delaware", timeZone: eastern },
  FL: { name: "Florida", timeZone: eastern, other: { timeZone: central, westOf: -85.0 } },
  GA: { name: "Georgia", timeZone: eastern },
  GU: { name: "Guam", timeZone: "Pacific/Guam" },
  HI: { name: "Hawaii", timeZone: "Pacific/Honolulu" },
  IA: { name: "Iowa", timeZone: central },
  ID: { name: "Idaho", timeZone: "America/Boise", other: { timeZone: pacific, northOf: 45.5 } },
  IL: { name: "Illinois", timeZone: central },
  IN: {
    name: "Indiana",
    timeZone: "America/Indiana/Indianapolis",
    other: { timeZone: central, westOf: -87.1 },
  },
  KS: { name: "Kansas", timeZone: central, other: { timeZone: mountain, westOf: -101.5 } },
  KY: { name: "Kentucky", timeZone: eastern, other: { timeZone: central, westOf: -86.1 } },
  LA: { name: "Louisiana", timeZone: central },
  MA: { name: "Massachusetts", timeZone: eastern },
  MD: { name: "Maryland", timeZone: eastern },
  ME: { name: "Maine", timeZone: eastern },
  MI: { name: "Michigan", timeZone: "America/Detroit", other: { timeZone: central, westOf: -87.6 } },
  MN: { name: "Minnesota", timeZone: central },
  MO: { name: "Missouri", timeZone: central },
  MS: { name: "Mississippi", timeZone: central },
  MT: { name: "Montana", timeZone: mountain },
  NC: { name: "North Carolina", timeZone: eastern },
  ND: { name: "North Dakota", timeZone: central, other: { timeZone: mountain, westOf: -102.0 } },
  NE: { name: "Nebraska", timeZone: central, other: { timeZone: mountain, westOf: -101.3 } },
  NH: { name: "New Hampshire", timeZone: eastern },
  NJ: { name: "New Jersey", timeZone: eastern },
  NM: { name: "New Mexico", timeZone: mountain },
  NV: { name: "Nevada", timeZone: pacific },
  NY: { name: "New York", timeZone: eastern },
  OH: { name: "Ohio", timeZone: eastern },
  OK: { name: "Oklahoma", timeZone: central },
  OR: { name: "Oregon", timeZone: pacific, other: { timeZone: "America/Boise", eastOf: -117.5 } },
  PA: { name: "Pennsylvania", timeZone: eastern },
  PR: { name: "Puerto Rico", timeZone: "America/Puerto_Rico" },
  RI: { name: "Rhode Island", timeZone: eastern },
  SC: { name: "South Carolina", timeZone: eastern },
  SD: { name: "South Dakota", timeZone: central, other: { timeZone: mountain, westOf: -100.6 } },
  TN: { name: "Tennessee", timeZone: eastern, other: { timeZone: central, westOf: -85.0 } },
  TX: { name: "Texas", timeZone: central, other: { timeZone: mountain, westOf: -104.9 } },
  UT: { name: "Utah", timeZone: mountain },
  VA: { name: "Virginia", timeZone: eastern },
  VI: { name: "U.S. Virgin Islands", timeZone: "America/St_Thomas" },
  VT: { name: "Vermont", timeZone: eastern },
  WA: { name: "Washington", timeZone: pacific },
  WI: { name: "Wisconsin", timeZone: central },
  WV: { name: "West Virginia", timeZone: eastern },
  WY: { name: "Wyoming", timeZone: mountain },
};

/** The time zone of a point in a state; null for an abbreviation that is no state's. */
export function usTimeZone(state: string, latitude: number, longitude: number): string | null {
  const found = usStates[state];
  if (!found) return null;
  const { other } = found;
  if (!other) return found.timeZone;
  const inOther =
    (other.westOf !== undefined && longitude < other.westOf) ||
    (other.eastOf !== undefined && longitude > other.eastOf) ||
    (other.northOf !== undefined && latitude > other.northOf);
  return inOther ? other.timeZone : found.timeZone;
}
