import { expect, test } from "vitest";
import { tableFromObjects } from "./table-from-objects";
import { listText, markdownTable } from "./table-text";

const { columns, rows } = tableFromObjects([
  { customer: "Sean Miller", revenue: 25043.05 },
  { customer: "A|B *Co*\nLtd", revenue: 19 },
  { customer: null, revenue: null },
]);

test("a table in Markdown has numbers to the right and nothing in it is markup", () => {
  expect(markdownTable(columns, rows)).toBe(
    [
      "| customer | revenue |",
      "| --- | ---: |",
      "| Sean Miller | 25,043.05 |",
      "| A\\|B \\*Co\\* Ltd | 19 |",
      "|  |  |",
    ].join("\n"),
  );
});

test("a list has a line for each row, and says how many are left out", () => {
  expect(listText(columns, rows, 2)).toBe(
    "1. Sean Miller: 25,043.05\n2. A|B *Co* Ltd: 19\n\n… and 1 more row.",
  );
  expect(listText(columns, [])).toBe("No rows.");
});

test("P1: a column called __proto__ is a column", () => {
  const table = tableFromObjects([JSON.parse('{"__proto__": "x", "b": 1}')]);
  expect(listText(table.columns, table.rows)).toBe("1. x: 1");
});
