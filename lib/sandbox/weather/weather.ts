// The weather service, mounted at /weather.
import { type Context, Hono } from "hono";
import { calendarDate, parseCalendarDate } from "@/lib/sandbox/calendar-date";
import { cityLabel, findCity, searchCities } from "@/lib/sandbox/places/cities";
import { problem } from "@/lib/sandbox/problem-details";
import { requireBearer } from "@/lib/sandbox/require-bearer";
import { forecast } from "./forecast";
import { weatherDocument } from "./openapi";

/** @param server the address others reach the service at; for its document */
export function weatherService(server: string): Hono {
  const service = new Hono();
  service.get("/openapi.json", (context) => context.json(weatherDocument(server)));
  service.use(requireBearer("weather", refuse));
  service.get("/forecast", getForecast);
  service.get("/places", searchPlaces);
  return service;
}

function refuse(context: Context): Response {
  return problem(context, 401, "Not allowed", "Send the account's token as a bearer token.");
}

function getForecast(context: Context): Response {
  const place = context.req.query("place")?.trim() ?? "";
  if (place === "" || place.length > 100) {
    return problem(context, 400, "No place", "Name the city in the query parameter “place”.");
  }
  const found = findCity(place);
  if (found.kind === "unknown") {
    const near = found.near.map(cityLabel);
    const hint = near.length > 0 ? `Did you mean ${near.join("; ")}?` : "Name a city, with its country.";
    return problem(context, 404, "Unknown place", `There is no forecast for “${place}”. ${hint}`, { near });
  }
  const date = context.req.query("date")?.trim() || calendarDate(new Date(), found.city.timeZone);
  if (parseCalendarDate(date) === null) {
    return problem(
      context,
      400,
      "Not a day",
      `“${date}” is not a day of the calendar. Write it as 2026-07-14.`,
    );
  }
  return context.json(forecast(found.city, date));
}

function searchPlaces(context: Context): Response {
  const query = context.req.query("query")?.trim() ?? "";
  if (query === "" || query.length > 100) {
    return problem(
      context,
      400,
      "No name",
      "Give a name, or the beginning of one, in the query parameter “query”.",
    );
  }
  const places = searchCities(query, 10).map((city) => ({
    name: cityLabel(city),
    latitude: city.latitude,
    longitude: city.longitude,
    timeZone: city.timeZone,
  }));
  return context.json({ places });
}
