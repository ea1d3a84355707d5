// The weather of a city on a day: made up, but the same every time it is asked for, and what the season and the
// latitude would have it.
import { parseCalendarDate } from "@/lib/sandbox/calendar-date";
import { chance, choose } from "@/lib/sandbox/chance";
import { type City, cityLabel } from "@/lib/sandbox/places/cities";

export const conditions = [
  "clear",
  "partly cloudy",
  "cloudy",
  "fog",
  "light rain",
  "rain",
  "thunderstorms",
  "light snow",
  "snow",
] as const;
export type Condition = (typeof conditions)[number];

const directions = [
  "north",
  "north-east",
  "east",
  "south-east",
  "south",
  "south-west",
  "west",
  "north-west",
] as const;

export interface Forecast {
  place: string;
  /** YYYY-MM-DD */
  date: string;
  condition: Condition;
  /** °C */
  temperatureMin: number;
  /** °C */
  temperatureMax: number;
  /** Percent. */
  precipitationChance: number;
  /** Millimetres of water, over the day. */
  precipitation: number;
  /** Kilometres an hour. */
  windSpeed: number;
  /** Where it comes from. */
  windDirection: (typeof directions)[number];
  /** One sentence. */
  summary: string;
}

const dayMs = 86_400_000;

/** @param date YYYY-MM-DD, a day of the calendar */
export function forecast(city: City, date: string): Forecast {
  const place = cityLabel(city);
  const day = Math.floor((parseCalendarDate(date) ?? 0) / dayMs);
  const wetness = drift(place, "wetness", day, 2);
  const mean = seasonalMean(city, day) + (drift(place, "warmth", day, 4) - 0.5) * spell(city) - wetness;
  // Cloud keeps days cool and nights warm.
  const swing = (4 + 5 * (1 - wetness)) * (0.8 + 0.4 * chance(place, "swing", day));
  const temperatureMin = Math.round(mean - swing / 2);
  const temperatureMax = Math.round(mean + swing / 2);
  const precipitationChance = Math.round(100 * Math.min(0.95, Math.max(0, wetness * 1.5 - 0.4)) * 0.2) * 5;
  const falls = chance(place, "falls", day) * 100 < precipitationChance;
  const amount = falls ? 0.3 + 14 * chance(place, "amount", day) ** 2 * wetness : 0;
  const precipitation = Math.round(amount * 10) / 10;
  const windSpeed = Math.round(
    5 + 15 * drift(place, "wind", day, 2) + 15 * wetness * chance(place, "gust", day),
  );
  const windDirection = choose(directions, place, "direction", Math.floor(day / 2));
  const sky = { wetness, precipitation, mean, chance: chance(place, "sky", day) };
  const condition = conditionOf(sky);
  const values = { place, date, condition, temperatureMin, temperatureMax };
  const rest = { precipitationChance, precipitation, windSpeed, windDirection };
  return { ...values, ...rest, summary: summarize({ ...values, ...rest }) };
}

/** °C: what the latitude, the height and the time of the year make of a day on average. */
function seasonalMean({ latitude, elevation }: City, day: number): number {
  const yearly = 27.5 - 0.0062 * latitude ** 2 - 0.0055 * elevation;
  const amplitude = 0.6 + 0.2 * Math.abs(latitude);
  // The warmest days come about a month after the solstice: day 201 in the north, half a year later in the south.
  const dayOfYear = (day - Date.UTC(new Date(day * dayMs).getUTCFullYear(), 0, 1) / dayMs) % 366;
  const season = Math.cos((2 * Math.PI * (dayOfYear - 201)) / 365.25);
  return yearly + amplitude * season * Math.sign(latitude || 1);
}

/** °C between the coldest and the warmest spells: small in the tropics. */
function spell({ latitude }: City): number {
  return 3 + 0.14 * Math.abs(latitude);
}

/** A number from 0 to 1 that changes smoothly over some days, as spells of weather do. */
function drift(place: string, what: string, day: number, days: number): number {
  const step = Math.floor(day / days);
  const between = (day - step * days) / days;
  const smooth = between * between * (3 - 2 * between);
  return chance(place, what, step) * (1 - smooth) + chance(place, what, step + 1) * smooth;
}

function conditionOf(sky: {
  wetness: number;
  precipitation: number;
  mean: number;
  chance: number;
}): Condition {
  const { wetness, precipitation, mean } = sky;
  if (precipitation > 0 && mean < 0.5) return precipitation < 2 ? "light snow" : "snow";
  if (precipitation > 6 && mean > 18) return "thunderstorms";
  if (precipitation > 0) return precipitation < 3 ? "light rain" : "rain";
  if (wetness > 0.6) return mean < 12 && sky.chance < 0.2 ? "fog" : "cloudy";
  return wetness > 0.35 ? "partly cloudy" : "clear";
}

function summarize(forecast: Omit<Forecast, "summary">): string {
  const { place, date, condition, temperatureMin, temperatureMax, precipitationChance, precipitation } =
    forecast;
  const day = new Date(`${date}T00:00:00Z`).toLocaleDateString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const amount = precipitation > 0 ? ` (${precipitation} mm)` : "";
  const kind = condition.includes("snow") ? "snow" : "rain";
  const sky = condition.charAt(0).toUpperCase() + condition.slice(1);
  return (
    `${sky} in ${place} on ${day.replace(",", "")}, ${temperatureMin} to ${temperatureMax} °C, ` +
    `${precipitationChance}% chance of ${kind}${amount}, wind ${forecast.windSpeed} km/h from the ${forecast.windDirection}.`
  );
}
