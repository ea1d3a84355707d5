// The weather service, described as its maker would: imported by the same importer as any other document.
import type { JsonObject } from "@/lib/domain/json";
import { conditions } from "./forecast";

const problems = {
  description: "What was wrong, and what to do about it.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** @param server address of the service, without a slash at the end */
export function weatherDocument(server: string): JsonObject {
  return {
    openapi: "3.1.0",
    info: {
      title: "Weather",
      version: "1.0.0",
      description:
        "Weather forecasts for cities all over the world, by place and day: temperature, rain, snow and wind.",
    },
    servers: [{ url: server }],
    security: [{ token: [] }],
    tags: [{ name: "weather", description: "What the weather will be." }],
    paths: { "/forecast": { get: getForecast }, "/places": { get: searchPlaces } },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "The token of the account." },
      },
      schemas: { Forecast: forecastSchema, Place: placeSchema, Problem: problemSchema },
    },
  };
}

const getForecast: JsonObject = {
  operationId: "getForecast",
  tags: ["weather"],
  summary: "Get the weather forecast",
  description:
    "What the weather will be in a city on a day: will it rain or snow, how warm or cold will it be, how strong is the wind. " +
    "Answers with the lowest and highest temperature, the condition, the chance and amount of rain, the wind, and a summary in one sentence.",
  parameters: [
    {
      name: "place",
      in: "query",
      required: true,
      description: "The city, with its country or state when the name alone could mean another one.",
      schema: { type: "string", format: "place", minLength: 1, maxLength: 100 },
      example: "Paris, France",
    },
    {
      name: "date",
      in: "query",
      required: false,
      description: "The day of the forecast. Left out: today, at the place.",
      schema: { type: "string", format: "date" },
      example: "2026-07-14",
    },
  ],
  responses: {
    200: {
      description: "The forecast.",
      content: { "application/json": { schema: { $ref: "#/components/schemas/Forecast" } } },
    },
    400: problems,
    401: problems,
    404: problems,
  },
};

const searchPlaces: JsonObject = {
  operationId: "searchPlaces",
  tags: ["weather"],
  summary: "Find places with weather forecasts",
  description: "The cities a name may mean, the likeliest first, with where they are and their time zone.",
  parameters: [
    {
      name: "query",
      in: "query",
      required: true,
      description: "The name of a city or the beginning of one.",
      schema: { type: "string", minLength: 1, maxLength: 100 },
      example: "San Jose",
    },
  ],
  responses: {
    200: {
      description: "The places, at most 10; an empty list when there is none of this name.",
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: {
              places: {
                type: "array",
                title: "Places",
                description: "The likeliest first.",
                items: { $ref: "#/components/schemas/Place" },
              },
            },
            required: ["places"],
          },
        },
      },
    },
    400: problems,
    401: problems,
  },
};

const number = (title: string, description: string, example: number): JsonObject => ({
  type: "number",
  title,
  description,
  examples: [example],
});

const forecastSchema: JsonObject = {
  type: "object",
  title: "Forecast",
  properties: {
    place: {
      type: "string",
      format: "place",
      title: "Place",
      description: "The city the forecast is for.",
      examples: ["Paris, France"],
    },
    date: { type: "string", format: "date", title: "Day", examples: ["2026-07-14"] },
    condition: {
      type: "string",
      title: "Condition",
      description: "The sky, in a word or two.",
      enum: [...conditions],
    },
    temperatureMin: number("Lowest temperature", "In degrees Celsius.", 14),
    temperatureMax: number("Highest temperature", "In degrees Celsius.", 25),
    precipitationChance: number("Chance of rain or snow", "In percent.", 40),
    precipitation: number("Rain or snow", "Millimetres of water over the day.", 1.2),
    windSpeed: number("Wind", "Kilometres an hour.", 15),
    windDirection: {
      type: "string",
      title: "Wind direction",
      description: "Where the wind comes from.",
      examples: ["south-west"],
    },
    summary: {
      type: "string",
      format: "text",
      title: "Summary",
      description: "The forecast in one sentence, for people to read.",
      examples: [
        "Light rain in Paris, France on Tuesday 14 July 2026, 14 to 25 °C, 40% chance of rain (1.2 mm), wind 15 km/h from the south-west.",
      ],
    },
  },
  required: [
    "place",
    "date",
    "condition",
    "temperatureMin",
    "temperatureMax",
    "precipitationChance",
    "precipitation",
    "windSpeed",
    "windDirection",
    "summary",
  ],
};

const placeSchema: JsonObject = {
  type: "object",
  title: "Place",
  properties: {
    name: {
      type: "string",
      format: "place",
      title: "Name",
      description: "City, state and country, as forecasts take it.",
      examples: ["San Jose, California, United States"],
    },
    latitude: number("Latitude", "Degrees north.", 37.34),
    longitude: number("Longitude", "Degrees east.", -121.89),
    timeZone: { type: "string", title: "Time zone", examples: ["America/Los_Angeles"] },
  },
  required: ["name", "latitude", "longitude", "timeZone"],
};

const problemSchema: JsonObject = {
  type: "object",
  title: "Problem",
  description: "Problem details (RFC 9457).",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
  },
};
