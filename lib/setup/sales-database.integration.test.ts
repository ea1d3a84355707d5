// The sales database as a person's tools see it: what is in it, and what its role can't do.
import { parse } from "csv-parse/sync";
import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openConnection } from "@/lib/connections/open-connection";
import { pool } from "@/lib/db/client";
import { listSeeds } from "@/lib/db/sandbox-seeds";
import { readDataFile } from "@/lib/sandbox/places/read-data-file";
import { seedSales } from "./seed-sales";

/** All that an attack could have changed. */
async function stored() {
  const rows = async (sql: string) => (await pool().query(sql)).rows;
  return {
    connections: await rows("select * from connections order by id"),
    seeds: await rows("select * from sandbox.seeds order by name"),
    roles: await rows("select * from pg_roles where rolname ~ '^lamplight' order by rolname"),
    tables: await rows("select schemaname, tablename from pg_tables order by 1, 2"),
    sums: await rows("select count(*), sum(sales), sum(quantity) from sandbox_sales.sales"),
  };
}

beforeAll(async () => {
  expect(await seedSales(await listSeeds())).toEqual({ kind: "seeded" });
});

const csv = z
  .array(z.record(z.string(), z.string()))
  .parse(parse(readDataFile("superstore"), { columns: true }));

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
  ["create a table in public", ["set default_transaction_read_only = off", "create table public.x (a int)"]],
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
// Tried again: now and then one of them is disturbed on the server all files share, for a reason not found yet.
test.each(attacks)("N5: its role can't %s", { retry: 2 }, async (_name, statements) => {
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
  expect(await seedSales(await listSeeds())).toEqual({ kind: "seeded" });
  expect((await openConnection({ kind: "postgres" })).secret.password).not.toBe(secret.password);
  const { rows } = await asSalesRole((client) => client.query("select count(*)::int as n from sales"));
  expect(rows).toEqual([{ n: 9994 }]);
});
