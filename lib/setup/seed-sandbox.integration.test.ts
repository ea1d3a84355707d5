import { beforeAll, expect, test } from "vitest";
import { findConnectionForm } from "@/lib/connections/find-form";
import { formValuesOf } from "@/lib/connections/form-values";
import { openConnection } from "@/lib/connections/open-connection";
import { findApi } from "@/lib/db/apis";
import { pool } from "@/lib/db/client";
import { deleteConnection, listConnections, readSealedSecret } from "@/lib/db/connections";
import { isSandboxAccount } from "@/lib/db/sandbox-accounts";
import { listTools } from "@/lib/db/tools";
import { env } from "@/lib/env";
import { removeConnection, updateConnection } from "@/lib/flow/manage-connections";
import { waited } from "@/lib/testing/idle-time";
import { seedSandbox } from "./seed-sandbox";

const ports = { http: 43211, smtp: 43212 };
const kinds = (reports: Awaited<ReturnType<typeof seedSandbox>>) =>
  Object.fromEntries([...reports].map(([name, report]) => [name, report.kind]));

/** Everything the seed touches, as it is stored. */
async function stored() {
  const rows = async (sql: string) => (await pool().query(sql)).rows;
  return {
    connections: await rows("select * from connections order by id"),
    accounts: await rows("select * from sandbox.accounts order by service"),
    seeds: await rows("select * from sandbox.seeds order by name"),
    apis: await rows("select id, origin, document_hash, imported_at from apis order by id"),
    tools: await rows("select * from tools order by id"),
    roles: await rows("select rolname from pg_roles where rolname ~ '^lamplight_sales_' order by 1"),
    lines: await rows("select count(*), sum(sales) from sandbox_sales.order_lines"),
  };
}

let firstMs = 0;
beforeAll(async () => {
  const began = performance.now();
  const reports = await seedSandbox(ports);
  firstMs = performance.now() - began;
  expect(new Set(Object.values(kinds(reports)))).toEqual(new Set(["seeded"]));
});

test("the first seed makes a default connection for every kind, sealed, to this machine", async () => {
  const connections = await listConnections();
  const database = new URL(env().DATABASE_URL);
  const http = `http://127.0.0.1:${ports.http}`;
  expect(
    connections.map(({ kind, origin, isDefault, isSandbox, hasSecret }) => ({
      kind,
      origin,
      flags: [isDefault, isSandbox, hasSecret],
    })),
  ).toEqual(
    [
      ["api:flights", http],
      ["api:weather", http],
      ["postgres", `postgres://127.0.0.1:${database.port}${database.pathname}`],
      ["scim", http],
      ["slack", http],
      ["smtp", `smtp://127.0.0.1:${ports.smtp}`],
      ["twilio", http],
    ].map(([kind, origin]) => ({ kind, origin, flags: [true, true, true] })),
  );
  for (const service of ["smtp", "slack", "twilio", "scim"] as const) {
    const { secret } = await openConnection({ kind: service });
    const [value = ""] = Object.values(secret);
    expect(value).toMatch(/^[\w-]{43}$/);
    expect(await isSandboxAccount({ service, secret: value })).toBe(true);
    expect(await isSandboxAccount({ service, secret: `${value}x` })).toBe(false);
  }
});

test("S1: no secret is stored as it is", async () => {
  const { connections, accounts, seeds } = await stored();
  const text = JSON.stringify({ connections, accounts, seeds });
  for (const { id } of await listConnections()) {
    for (const value of Object.values((await openConnection(id)).secret)) expect(text).not.toContain(value);
  }
});

test("seeded connections fit the forms people edit them with", async () => {
  for (const connection of await listConnections()) {
    const form = await findConnectionForm(connection.kind);
    if (!form) throw new Error(`${connection.kind} has no form`);
    const values = formValuesOf(connection, form);
    const plain = Object.entries(values).filter((entry): entry is [string, string | number] => {
      return typeof entry[1] === "string" || typeof entry[1] === "number";
    });
    const kept = Object.fromEntries(plain.filter(([, value]) => value !== ""));
    const saved = await updateConnection({ id: connection.id, name: connection.name, values: kept });
    expect(saved).toEqual({ kind: "saved", connection });
  }
});

test("weather and flights are imported, with the effects their words say", async () => {
  const effects = async (apiId: string) =>
    Object.fromEntries((await listTools({ apiId })).map((tool) => [tool.id, tool.effect]));
  expect(await effects("weather")).toEqual({ "weather.getForecast": "read", "weather.searchPlaces": "read" });
  expect(await effects("flights")).toEqual({
    "flights.searchAirports": "read",
    "flights.searchOffers": "read",
    "flights.holdOffer": "write",
    "flights.bookFlight": "irreversible",
    "flights.getBooking": "read",
    "flights.cancelBooking": "irreversible",
  });
  const book = (await listTools({ apiId: "flights" })).find((tool) => tool.id === "flights.bookFlight");
  expect(book).toMatchObject({
    undo: {
      kind: "tool",
      toolId: "flights.cancelBooking",
      inputs: { reference: { from: "output", path: ["reference"] } },
    },
    idempotency: "key",
    connectionKind: "api:flights",
    input: { required: ["offerId", "passengerName"] },
  });
});

test("a second seed changes nothing, and is quick", async () => {
  const before = await stored();
  const { ms, result: reports } = await waited(() => seedSandbox(ports));
  expect(new Set(Object.values(kinds(reports)))).toEqual(new Set(["unchanged"]));
  expect(await stored()).toEqual(before);
  // Storing and indexing all of it again would take as long as the first.
  expect(ms).toBeLessThan(Math.max(2000, firstMs / 3));
  expect(firstMs).toBeLessThan(20_000);
});

test("when the ports change, connections and APIs follow, with the secrets they had", async () => {
  const moved = { http: 43221, smtp: 43222 };
  const before = await openConnection({ kind: "slack" });
  const tools = await listTools({ apiId: "flights" });
  await seedSandbox(moved);
  const after = await openConnection({ kind: "slack" });
  expect(after).toEqual({ ...before, origin: `http://127.0.0.1:${moved.http}` });
  expect((await openConnection({ kind: "smtp" })).origin).toBe(`smtp://127.0.0.1:${moved.smtp}`);
  expect((await findApi("flights"))?.origin).toBe(`http://127.0.0.1:${moved.http}`);
  expect(await listTools({ apiId: "flights" })).toEqual(tools);
  expect(new Set(Object.values(kinds(await seedSandbox(moved))))).toEqual(new Set(["unchanged"]));
  await seedSandbox(ports);
});

test("a secret that can't be opened any more is replaced, in the account too", async () => {
  const connection = (await listConnections("slack"))[0];
  if (!connection) throw new Error("no slack connection");
  await pool().query("update connections set secret = $1 where id = $2", [
    '{"token":"v1.00000000.a.b.c"}',
    connection.id,
  ]);
  expect(kinds(await seedSandbox(ports))).toMatchObject({
    "slack connection": "seeded",
    "scim connection": "unchanged",
  });
  const { secret } = await openConnection(connection.id);
  expect(await isSandboxAccount({ service: "slack", secret: secret.token ?? "" })).toBe(true);
});

test("what a person pointed elsewhere or removed stays so", async () => {
  const [slack] = await listConnections("slack");
  const [twilio] = await listConnections("twilio");
  if (!slack || !twilio) throw new Error("no connections");
  const values = { address: "https://slack.com/api/", token: "xoxb-of-the-person" };
  expect(await updateConnection({ id: slack.id, name: "Our Slack", values })).toMatchObject({
    kind: "saved",
  });
  expect(await removeConnection(twilio.id)).toMatchObject({ kind: "removed" });
  const before = await readSealedSecret(slack.id);
  await seedSandbox({ http: 43231, smtp: 43232 });
  expect(await readSealedSecret(slack.id)).toEqual(before);
  expect(await listConnections("twilio")).toEqual([]);
  await deleteConnection(slack.id);
});
