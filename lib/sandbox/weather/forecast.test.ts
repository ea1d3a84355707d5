import { expect, test } from "vitest";
import { type City, findCity } from "@/lib/sandbox/places/cities";
import { type Forecast, forecast } from "./forecast";

function city(name: string): City {
  const found = findCity(name);
  if (found.kind !== "found") throw new Error(`${name} is not known`);
  return found.city;
}

function days(name: string, from: string, count: number): Forecast[] {
  const start = Date.parse(`${from}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    forecast(city(name), new Date(start + index * 86_400_000).toISOString().slice(0, 10)),
  );
}

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const warmth = (forecasts: Forecast[]) =>
  average(forecasts.map((day) => (day.temperatureMin + day.temperatureMax) / 2));

test("the same city and day have the same weather, another day another", () => {
  expect(forecast(city("Paris"), "2026-11-24")).toEqual(forecast(city("paris, France"), "2026-11-24"));
  const temperatures = new Set(days("Paris", "2026-11-01", 30).map((day) => day.temperatureMax));
  expect(temperatures.size).toBeGreaterThan(4);
});

test("the seasons are those of the hemisphere, and none on the equator", () => {
  const [july, january] = ["2026-07-01", "2026-01-01"];
  expect(warmth(days("Paris", july, 31)) - warmth(days("Paris", january, 31))).toBeGreaterThan(12);
  expect(warmth(days("Sydney", january, 31)) - warmth(days("Sydney", july, 31))).toBeGreaterThan(8);
  expect(Math.abs(warmth(days("Singapore", july, 31)) - warmth(days("Singapore", january, 31)))).toBeLessThan(
    5,
  );
});

test.each([
  ["Paris", "2026-07-01", 16, 26],
  ["Paris", "2026-01-01", -3, 9],
  ["Tromsø", "2026-01-01", -20, 0],
  ["Singapore", "2026-04-01", 23, 32],
  ["Dubai", "2026-07-15", 25, 38],
  ["La Paz", "2026-07-01", -5, 10],
])("%s in the month from %s averages between %d and %d °C", (name, from, low, high) => {
  const mean = warmth(days(name, from, 31));
  expect(mean).toBeGreaterThan(low);
  expect(mean).toBeLessThan(high);
});

test("values agree with each other on every day of a year in all climates", () => {
  const year = ["Paris", "Oslo", "Lagos", "Sydney", "Denver"].flatMap((name) =>
    days(name, "2026-01-01", 365),
  );
  for (const day of year) {
    expect(day.temperatureMax, day.summary).toBeGreaterThan(day.temperatureMin);
    expect(day.precipitationChance, day.summary).toBeGreaterThanOrEqual(0);
    expect(day.precipitationChance, day.summary).toBeLessThanOrEqual(95);
    expect(day.windSpeed, day.summary).toBeGreaterThan(0);
    const wet = /rain|snow|thunder/.test(day.condition);
    expect(wet, day.summary).toBe(day.precipitation > 0);
    if (wet) expect(day.precipitationChance, day.summary).toBeGreaterThan(0);
    if (day.condition.includes("snow")) expect(day.temperatureMin, day.summary).toBeLessThan(1);
  }
  const wetDays = average(year.map((day) => (day.precipitation > 0 ? 1 : 0)));
  expect(wetDays).toBeGreaterThan(0.1);
  expect(wetDays).toBeLessThan(0.5);
});

test("the summary is one sentence with the figures", () => {
  const day = forecast(city("Paris"), "2026-11-24");
  expect(day.summary).toMatch(/ in Paris, France on Tuesday 24 November 2026, /);
  expect(day.summary).toContain(`${day.temperatureMin} to ${day.temperatureMax} °C`);
});
