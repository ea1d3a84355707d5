import { describe, expect, test } from "vitest";
import { failureOf } from "@/lib/tools/testing/test-context";
import { readCsv } from "./read-csv";

const name = "orders.csv";

describe("the separator is seen from the file", () => {
  test.each([
    ["customer,amount\nAda,1.5\nBen,2\n", "commas"],
    ["customer;amount\nAda;1,5\nBen;2\n", "semicolons"],
    ["customer\tamount\nAda\t1.5\nBen\t2\n", "tabs"],
    ["customer|amount\nAda|1.5\nBen|2\n", "vertical bars"],
    ["sep=;\ncustomer;amount\nAda;1,5\nBen;2\n", "semicolons"],
  ])("%j", async (text, words) => {
    const { columns, rows, notes } = await readCsv(text, { name });
    expect(columns).toEqual([
      { name: "customer", type: "text" },
      { name: "amount", type: "number" },
    ]);
    expect(rows).toEqual([
      { customer: "Ada", amount: 1.5 },
      { customer: "Ben", amount: 2 },
    ]);
    expect(notes).toContain(`Cells are separated by ${words}.`);
  });
});

test("separators and line breaks inside quotes are part of the cell", async () => {
  const { rows } = await readCsv('a;b\n"x, y; z";"two\nlines ""quoted"""\n', { name });
  expect(rows).toEqual([{ a: "x, y; z", b: 'two\nlines "quoted"' }]);
});

test("a file without headings gets numbered columns", async () => {
  const { columns, rows } = await readCsv("1,2026-01-02,x\n2,2026-01-03,y\n", { name });
  expect(columns.map((column) => column.name)).toEqual(["column 1", "column 2", "column 3"]);
  expect(rows).toHaveLength(2);
});

test("what was said about headings is followed", async () => {
  expect((await readCsv("1,2\n3,4\n", { name, header: true })).columns.map((column) => column.name)).toEqual([
    "1",
    "2",
  ]);
  expect((await readCsv("a,b\nc,d\n", { name, header: false })).rows).toHaveLength(2);
});

test("empty and repeated headings get names of their own; years are headings", async () => {
  const { columns } = await readCsv("region,,region,2016,2017\nWest,x,y,1,2\n", { name });
  expect(columns.map((column) => column.name)).toEqual(["region", "column 2", "region 2", "2016", "2017"]);
});

test("short rows are filled up, empty rows left out", async () => {
  expect((await readCsv("a,b\n1\n\n,,\n2,3\n", { name })).rows).toEqual([
    { a: 1, b: null },
    { a: 2, b: 3 },
  ]);
});

describe("a broken file is refused, with the line", () => {
  test.each([
    ['a,b\n1,2\n3,"x\n4,5\n', "in line 3, a quote is opened and never closed"],
    ['a,b\n1,"x" y\n', "in line 2, text follows a closing quote"],
    ['a,b\n1,x "y"\n', "in line 2, a quote stands in the middle of a cell"],
    ["a,b\n1,2\n3,4,5\n", "line 3 has 3 cells, and there are 2 columns"],
    ['sep=,\na,b\n1,"x\n', "in line 3, a quote is opened and never closed"],
  ])("%j", async (text, words) => {
    const failure = await failureOf(readCsv(text, { name }));
    expect(failure.kind).toBe("bad-input");
    expect(failure.message).toContain(words);
    expect(failure.message).toContain("orders.csv");
  });
});

test("N4: a row without end is refused before it fills the memory", async () => {
  const text = `a,b\n1,"${"x".repeat(3_000_000)}`;
  expect((await failureOf(readCsv(text, { name }))).message).toContain("a row is longer than 1 MB");
});

test("P1: headings that are names of inherited members stay data", async () => {
  const { columns, rows } = await readCsv("__proto__,constructor\nx,y\nz,w\n", { name });
  expect(columns.map((column) => column.name)).toEqual(["__proto__", "constructor"]);
  expect(Object.entries(rows[0] ?? {})).toEqual([
    ["__proto__", "x"],
    ["constructor", "y"],
  ]);
  expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype);
});

test("R8: long rows and many rows leave the rest of the process its turns", async () => {
  const lines = Array.from(
    { length: 60_000 },
    (_, n) => `${n},"text ${n}",${n / 4},2026-01-02,x${" ".repeat(20)}y`,
  );
  const text = `a,b,c,d,e\n${lines.join("\n")}\n1,"${" ".repeat(500_000)}€ x",1,2026-01-02,z\n`;
  let longest = 0;
  let last = process.cpuUsage();
  const beat = setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.cpuUsage();
  }, 5);
  const { rows } = await readCsv(text, { name });
  clearInterval(beat);
  expect(rows).toHaveLength(60_001);
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThan(1000);
});
