// The sandbox's services, imported and called as any other API: over HTTP, with their credentials, to the end.
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection } from "@/lib/connections/open-connection";
import { findTool } from "@/lib/db/tools";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import { fileAccess } from "@/lib/files/file-access";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";
import { sandboxConnections } from "@/lib/setup/sandbox-connections";
import { checkSchema } from "@/lib/tools/check-schema";
import { executorFor } from "@/lib/tools/executor-for";
import { memberOf, textAt } from "@/lib/tools/openapi/json-access";
import type { ToolResult } from "@/lib/tools/tool-contract";
import { importTools } from "./import-tools";
import { addConnection } from "./manage-connections";
import { testConnection } from "./try-connection";

let services: TestServices;

beforeAll(async () => {
  services = await startTestServices();
  const port = Number(new URL(services.http).port);
  for (const { service, kind, name, origin, config, secretName } of sandboxConnections({
    http: port,
    smtp: services.smtpPort,
  })) {
    const secrets = { [secretName]: services.secrets[service] };
    await addConnection({ kind, name, origin, config, secrets, isSandbox: true });
  }
  for (const api of ["weather", "flights"]) {
    const address = `${services.http}/${api}/openapi.json`;
    const result = await importTools({ address }, { trustedOrigin: services.http });
    expect(result).toMatchObject({ kind: "imported", apiId: api, isConnected: true, warnings: [] });
  }
});
afterAll(() => services.stop());

/** Calls a tool as the engine does; its inputs and its output fit their schemas. */
async function call(id: string, input: JsonObject, idempotencyKey = "key-1"): Promise<ToolResult> {
  const tool = await findTool(toolIdSchema.parse(id));
  const execute = tool && executorFor(tool);
  if (!tool || !execute) throw new Error(`There is no tool ${id}.`);
  expect(checkSchema(tool.input, input)).toEqual([]);
  const result = await execute(input, {
    ...{ signal: AbortSignal.timeout(10_000), idempotencyKey, files: fileAccess(), fetch: guardedFetch },
    ...{ writeText: null, now: new Date(), timeZone: "UTC", log: pino({ level: "silent" }) },
    connection: await openConnection({ kind: tool.connectionKind ?? "" }),
  });
  expect(checkSchema(tool.output, result.output)).toEqual([]);
  return result;
}

/** A day from now, as a date. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("the weather is read", async () => {
  const { output, receipt } = await call("weather.getForecast", { place: "Paris", date: inDays(1) });
  expect(output).toMatchObject({ date: inDays(1) });
  expect(receipt).toBeUndefined();
});

test("a flight is found, booked once whatever is repeated, looked up and canceled", async () => {
  const search = await call("flights.searchOffers", { from: "JFK", to: "SFO", date: inDays(14) });
  const offers = memberOf(search.output, "offers");
  const offerId = textAt(Array.isArray(offers) ? offers[0] : null, "offerId");
  const order = { offerId, passengerName: "Ada Lovelace" };
  const booked = await call("flights.bookFlight", order, "booking-1");
  const reference = textAt(booked.output, "reference");
  expect(booked.receipt).toEqual({ reference, service: "Flights", detail: { status: 201 } });
  const again = await call("flights.bookFlight", order, "booking-1");
  expect(textAt(again.output, "reference")).toBe(reference);
  const status = async (): Promise<Json | undefined> => {
    const { output } = await call("flights.getBooking", { reference });
    return memberOf(output, "status");
  };
  expect(await status()).toBe("booked");
  await call("flights.cancelBooking", { reference });
  expect(await status()).toBe("canceled");
});

test("what a service refuses is said in its words", async () => {
  const lost = call("weather.getForecast", { place: "Nowhere-on-Earth-4711" });
  await expect(lost).rejects.toMatchObject({
    kind: "not-found",
    message: expect.stringMatching(/^Weather answered 404 \(not found\): .+\.$/),
  });
  const past = call("flights.searchOffers", { from: "JFK", to: "SFO", date: "2001-01-01" });
  await expect(past).rejects.toMatchObject({ kind: "bad-input" });
});

test("every connection of the sandbox works when it is tried", async () => {
  for (const kind of ["smtp", "slack", "twilio", "scim", "api:weather", "api:flights"]) {
    const { id } = await openConnection({ kind });
    expect(await testConnection(id), kind).toMatchObject({ kind: "works" });
  }
});
