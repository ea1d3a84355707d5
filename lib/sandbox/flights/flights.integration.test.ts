import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { pool } from "@/lib/db/client";
import { semanticFormats } from "@/lib/domain/semantic-format";
import { checkAgainst } from "@/lib/sandbox/testing/check-answer";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";

let services: TestServices;
beforeAll(async () => {
  services = await startTestServices();
});
afterAll(() => services.stop());
beforeEach(() => pool().query("truncate sandbox.flight_bookings"));

interface Sent {
  method?: string;
  body?: unknown;
  key?: string;
  token?: string;
}

async function call(
  path: string,
  { method = "GET", body, key, token = services.secrets.flights }: Sent = {},
) {
  const response = await fetch(`${services.http}/flights${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    type: response.headers.get("Content-Type"),
    replayed: response.headers.get("Idempotent-Replayed"),
    body: await response.json(),
  };
}
const query = (path: string, parameters: Record<string, string>) =>
  call(`${path}?${new URLSearchParams(parameters)}`);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const search = (more: Record<string, string> = {}) =>
  query("/offers", { from: "JFK", to: "SFO", date: inDays(8), ...more });
const bookings = async () =>
  (await pool().query("select reference, status, passenger from sandbox.flight_bookings order by created_at"))
    .rows;

test("from a city to a booking, and back", async () => {
  const document = await fetch(`${services.http}/flights/openapi.json`).then((response) => response.json());
  const airports = (await query("/airports", { query: "San Francisco" })).body.airports;
  expect(airports[0]).toEqual({
    code: "SFO",
    name: "San Francisco",
    city: "San Francisco",
    region: "California",
    country: "United States",
    timeZone: "America/Los_Angeles",
  });
  checkAgainst(document, "Airport", airports[0]);

  const { offers } = (await search()).body;
  const [offer] = offers;
  checkAgainst(document, "Offer", offer);
  expect(offers.map((one: { price: number }) => one.price)).toEqual(
    offers.map((one: { price: number }) => one.price).sort((a: number, b: number) => a - b),
  );
  expect(offer.departure.slice(0, 10)).toBe(inDays(8));

  const { carrier, departure, price } = offer;
  const booked = await call("/bookings", {
    method: "POST",
    body: { offerId: offer.offerId, passengerName: "Ada Lovelace", carrier, departure, price },
  });
  expect(booked.status).toBe(201);
  checkAgainst(document, "Booking", booked.body);
  expect(booked.body).toMatchObject({
    reference: expect.stringMatching(/^[A-HJ-NP-Z2-9]{6}$/),
    status: "booked",
    passengerName: "Ada Lovelace",
    offerId: offer.offerId,
    carrier,
    departure,
    price,
  });

  const place = `/bookings/${booked.body.reference}`;
  expect((await call(place)).body).toEqual(booked.body);
  const canceled = await call(place.toLowerCase(), { method: "DELETE" });
  expect(canceled).toMatchObject({ status: 200, body: { ...booked.body, status: "canceled" } });
  expect(await call(place, { method: "DELETE" })).toEqual(canceled);
  expect((await call(place)).body.status).toBe("canceled");
});

test("codes are understood in any case, and offers are for all passengers", async () => {
  const one = await search();
  const two = await search({ from: "jfk", to: "sfo", passengers: "2" });
  expect(two.body.offers[0].price).toBeCloseTo(2 * one.body.offers[0].price, 2);
});

test("R2: the same booking with the same key happens once, also at the same time", async () => {
  const { offerId } = (await search()).body.offers[0];
  const request = { method: "POST", key: "step-1", body: { offerId, passengerName: "Ada Lovelace" } };
  const answers = await Promise.all(Array.from({ length: 8 }, () => call("/bookings", request)));
  expect(new Set(answers.map((answer) => answer.body.reference)).size).toBe(1);
  expect(answers.every((answer) => answer.status === 201)).toBe(true);
  expect(answers.filter((answer) => answer.replayed === "true")).toHaveLength(7);
  const other = { ...request, body: { offerId, passengerName: "Grace Hopper" } };
  expect(await call("/bookings", other)).toMatchObject({ status: 422, body: { title: "Reused key" } });
  expect(await call("/holds", { ...request, body: { offerId } })).toMatchObject({ status: 422 });
  expect(await bookings()).toHaveLength(1);
  await call("/bookings", { ...request, key: "step-2" });
  expect(await bookings()).toHaveLength(2);
});

test("a held offer has a reference, and is released by canceling it", async () => {
  const { offerId } = (await search()).body.offers[0];
  const held = await call("/holds", { method: "POST", body: { offerId } });
  expect(held).toMatchObject({ status: 201, body: { status: "held", offerId } });
  const document = await fetch(`${services.http}/flights/openapi.json`).then((response) => response.json());
  checkAgainst(document, "Hold", held.body);
  await call(`/bookings/${held.body.reference}`, { method: "DELETE" });
  expect(await bookings()).toEqual([{ reference: held.body.reference, status: "canceled", passenger: null }]);
});

test("an offer is booked until an hour before departure, and a booking canceled until then", async () => {
  const [offer] = (await search()).body.offers;
  const book = (key: string) =>
    call("/bookings", {
      method: "POST",
      key,
      body: { offerId: offer.offerId, passengerName: "Ada Lovelace" },
    });
  const booked = await book("before");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(offer.departure) - 3_500_000 });
  try {
    expect(await book("after")).toMatchObject({ status: 410, body: { title: "The offer has expired" } });
    expect(await book("before")).toEqual({ ...booked, replayed: "true" });
    vi.setSystemTime(Date.parse(offer.departure) + 1000);
    const late = await call(`/bookings/${booked.body.reference}`, { method: "DELETE" });
    expect(late).toMatchObject({ status: 409, body: { title: "Too late" } });
  } finally {
    vi.useRealTimers();
  }
  expect(await bookings()).toMatchObject([{ status: "booked" }]);
});

describe("what is refused, as problem details that say what to do", () => {
  test.each([
    ["an unknown airport", { from: "ZZZ" }, 404, "“ZZZ” is not the code of an airport."],
    ["a city for a code", { to: "San Francisco" }, 404, "Airports of that name: San Francisco (SFO)."],
    ["a misspelt city", { to: "San Fransisco" }, 404, "Did you mean San Francisco (SFO)?"],
    ["no airport", { from: "" }, 400, "“from”"],
    ["the same airport twice", { to: "JFK" }, 400, "Choose two airports."],
    ["yesterday", { date: inDays(-2) }, 400, "is in the past"],
    ["a day too far ahead", { date: inDays(400) }, 400, "up to 361 days ahead"],
    ["no day", { date: "2026-13-01" }, 400, "not a day of the calendar"],
    ["too many passengers", { passengers: "12" }, 400, "Between 1 and 9"],
  ])("a search with %s", async (_name, parameters, status, detail) => {
    const answer = await search(parameters);
    expect(answer).toMatchObject({ status, type: "application/problem+json" });
    expect(answer.body.detail).toContain(detail);
  });

  test("airports of no place", async () => {
    const answer = await query("/airports", { query: "San Fransisco" });
    expect(answer).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining("San Francisco (SFO)") },
    });
    expect(await query("/airports", { query: "" })).toMatchObject({ status: 400 });
  });

  test("an offer that never was, a missing name, something else than was agreed on", async () => {
    const [offer] = (await search()).body.offers;
    const book = (body: unknown) => call("/bookings", { method: "POST", body });
    const person = { passengerName: "Ada Lovelace" };
    const cheaper = offer.offerId.replace(/USD[\d.]+/, "USD1.00");
    expect(await book({ ...person, offerId: cheaper })).toMatchObject({
      status: 404,
      body: { title: "Unknown offer" },
    });
    expect(await book({ offerId: offer.offerId })).toMatchObject({ status: 400 });
    expect(await book({ offerId: offer.offerId, passengerName: " " })).toMatchObject({ status: 400 });
    expect(await book({ offerId: offer.offerId, passengerName: "Ada\u0000Lovelace" })).toMatchObject({
      status: 400,
    });
    expect(await book("nonsense")).toMatchObject({ status: 400 });
    for (const other of [
      { price: offer.price - 1 },
      { carrier: "Somebody" },
      { departure: "2026-01-01T00:00:00Z" },
    ]) {
      const refused = await book({ ...person, offerId: offer.offerId, ...other });
      expect(refused).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining(offer.summary) },
      });
    }
    expect(await bookings()).toEqual([]);
  });

  test("an unknown booking, a wrong token", async () => {
    expect(await call("/bookings/ABC234")).toMatchObject({ status: 404 });
    expect(await call("/bookings/ABC234", { method: "DELETE" })).toMatchObject({ status: 404 });
    expect(await call("/bookings/ABC234", { token: "wrong" })).toMatchObject({ status: 401 });
  });
});

test("the document becomes tools with formats that planning knows", async () => {
  const text = await fetch(`${services.http}/flights/openapi.json`).then((response) => response.text());
  const parsed = await parseOpenApi(text);
  if (parsed.kind === "refused") throw new Error(parsed.message);
  expect(parsed.warnings).toEqual([]);
  const inputs = Object.fromEntries(
    parsed.tools.map((tool) => [
      tool.id.split(".")[1],
      [Object.keys(tool.input.properties ?? {}), tool.input.required],
    ]),
  );
  expect(inputs).toEqual({
    searchAirports: [["query"], ["query"]],
    searchOffers: [
      ["from", "to", "date", "passengers"],
      ["from", "to", "date"],
    ],
    holdOffer: [["offerId"], ["offerId"]],
    bookFlight: [
      ["offerId", "passengerName", "passengerEmail", "carrier", "departure", "price"],
      ["offerId", "passengerName"],
    ],
    getBooking: [["reference"], ["reference"]],
    cancelBooking: [["reference"], ["reference"]],
  });
  const known = new Set([...Object.keys(semanticFormats), "date", "date-time", "email", "uri"]);
  const formats = [...JSON.stringify(parsed.tools).matchAll(/"format":"([^"]+)"/g)].map(
    ([, format]) => format,
  );
  expect(formats.filter((format) => !known.has(format ?? ""))).toEqual([]);
});
