import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { semanticFormats } from "@/lib/domain/semantic-format";
import { checkAgainst } from "@/lib/sandbox/testing/check-answer";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";

let services: TestServices;
beforeAll(async () => {
  services = await startTestServices();
});
afterAll(() => services.stop());

async function ask(path: string, token = services.secrets.weather) {
  const response = await fetch(`${services.http}/weather${path}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return { status: response.status, type: response.headers.get("Content-Type"), body: await response.json() };
}
const query = (path: string, parameters: Record<string, string>) =>
  ask(`${path}?${new URLSearchParams(parameters)}`);

test("the forecast of a place and a day is the same every time, and what the document says", async () => {
  const first = await query("/forecast", { place: "Paris", date: "2026-11-24" });
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ place: "Paris, France", date: "2026-11-24" });
  expect(await query("/forecast", { place: "paris, france", date: "2026-11-24" })).toEqual(first);
  const { body: document } = await ask("/openapi.json", "none");
  checkAgainst(document, "Forecast", first.body);
  const { body } = await query("/places", { query: "San Jose" });
  expect(body.places[0]).toEqual({
    name: "San Jose, California, United States",
    latitude: 37.34,
    longitude: -121.89,
    timeZone: "America/Los_Angeles",
  });
  checkAgainst(document, "Place", body.places[0]);
});

test("without a day it is today at the place", async () => {
  const { body } = await query("/forecast", { place: "Auckland" });
  expect(body.date).toBe(new Date().toLocaleDateString("sv-SE", { timeZone: "Pacific/Auckland" }));
});

describe("what is refused, as problem details that say what to do", () => {
  test.each([
    ["/forecast", { place: "Pariss" }, 404, "There is no forecast for “Pariss”. Did you mean Paris, France;"],
    [
      "/forecast",
      { place: "Xqzzyqx" },
      404,
      "There is no forecast for “Xqzzyqx”. Name a city, with its country.",
    ],
    ["/forecast", { place: " " }, 400, "Name the city"],
    ["/forecast", { place: "Paris", date: "2026-02-30" }, 400, "“2026-02-30” is not a day of the calendar"],
    ["/forecast", { place: "Paris", date: "tomorrow" }, 400, "“tomorrow” is not a day"],
    ["/places", {}, 400, "Give a name"],
    ["/nothing", {}, 404, "There is no such service"],
  ])("%s %o", async (path, parameters, status, detail) => {
    const answer = await query(path, parameters);
    expect(answer).toMatchObject({
      status,
      type: "application/problem+json",
      body: { status, type: "about:blank" },
    });
    expect(answer.body.detail).toContain(detail);
  });

  test("a wrong token", async () => {
    expect(await ask("/forecast?place=Paris", "wrong")).toMatchObject({ status: 401 });
  });
});

test("the document becomes tools with formats that planning knows", async () => {
  const text = await fetch(`${services.http}/weather/openapi.json`).then((response) => response.text());
  const parsed = await parseOpenApi(text);
  if (parsed.kind === "refused") throw new Error(parsed.message);
  expect(parsed.warnings).toEqual([]);
  const [forecast] = parsed.tools;
  expect(forecast).toMatchObject({
    id: "weather.getForecast",
    effect: "read",
    connectionKind: "api:weather",
    input: {
      required: ["place"],
      properties: { place: { format: "place" }, date: { format: "date" } },
    },
    output: { properties: { summary: { format: "text" } } },
  });
  const known = new Set([...Object.keys(semanticFormats), "date", "date-time", "email", "uri"]);
  const formats = [...JSON.stringify(parsed.tools).matchAll(/"format":"([^"]+)"/g)].map(
    ([, format]) => format,
  );
  expect(formats.filter((format) => !known.has(format ?? ""))).toEqual([]);
});
