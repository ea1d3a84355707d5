import { describe, expect, test } from "vitest";
import { workbookParts, zipOf } from "@/lib/tools/testing/zip-files";
import { ToolError } from "@/lib/tools/tool-contract";
import { readXlsx } from "./read-xlsx";

const name = "orders.xlsx";
const rows = [
  ["Customer", "Amount", "Paid", "Date"],
  ["Ada & Söhne", 1.5, true, new Date("2026-03-04")],
  ["Ben", -2, false, new Date("2026-03-05T12:30:00Z")],
];

test("a sheet is a table with types, days as days", async () => {
  const { columns, rows: read, notes } = await readXlsx(zipOf(workbookParts({ Orders: rows })), { name });
  expect(columns).toEqual([
    { name: "Customer", type: "text" },
    { name: "Amount", type: "number" },
    { name: "Paid", type: "boolean" },
    { name: "Date", type: "date" },
  ]);
  expect(read).toEqual([
    { Customer: "Ada & Söhne", Amount: 1.5, Paid: true, Date: "2026-03-04" },
    { Customer: "Ben", Amount: -2, Paid: false, Date: "2026-03-05T12:30:00" },
  ]);
  expect(notes).toEqual([]);
});

test("a title above the headings, empty rows and empty columns are left out", async () => {
  const sheet = [["Sales report"], [], [null, "region", "sales"], [null, "West", 3], [null, "East", 4]];
  const { rows: read, notes } = await readXlsx(zipOf(workbookParts({ Sheet1: sheet })), { name });
  expect(read).toEqual([
    { region: "West", sales: 3 },
    { region: "East", sales: 4 },
  ]);
  expect(notes).toEqual(["One row above the headings was left out."]);
});

test("a sheet is found by its name; an unknown one is refused", async () => {
  const book = zipOf(workbookParts({ First: rows, Second: [["a"], ["x"], ["y"]] }));
  expect((await readXlsx(book, { name, sheet: "Second" })).rows).toEqual([{ a: "x" }, { a: "y" }]);
  await expect(readXlsx(book, { name, sheet: "Third" })).rejects.toThrow(
    "“orders.xlsx” has no sheet “Third”",
  );
});

describe("N4: what only looks like a workbook is refused", () => {
  const parts = workbookParts({ Orders: rows });
  const bomb = Buffer.alloc(200 * 1024 * 1024, " ");
  const sheet = "xl/worksheets/sheet1.xml";
  const withSheet = (content: Buffer, claimedBytes?: number) =>
    zipOf(
      parts.map((part) =>
        part.name === sheet ? { name: sheet, content, ...(claimedBytes ? { claimedBytes } : {}) } : part,
      ),
    );
  test.each([
    ["a part of 200 MB", () => withSheet(bomb), "unpacks to more than 64 MB"],
    ["a part of 200 MB that says it is small", () => withSheet(bomb, 1000), "unpacks to more than 64 MB"],
    [
      "a flood of parts",
      () =>
        zipOf([...parts, ...Array.from({ length: 2500 }, (_, n) => ({ name: `xl/x${n}.xml`, content: "" }))]),
      "more than 2000",
    ],
    ["two parts of one name", () => zipOf([...parts, ...parts.slice(-1)]), "two parts called"],
    ["an end that is cut off", () => zipOf(parts).subarray(0, 500), "not a ZIP archive"],
    ["a damaged part", () => damaged(zipOf(parts)), "damaged"],
    [
      "another archive",
      () => zipOf([{ name: "../../etc/passwd", content: "x" }]),
      "it has no workbook in it",
    ],
    ["entities that grow", () => withSheet(Buffer.from(laughs)), "orders.xlsx"],
  ])("%s", async (_what, make, words) => {
    const archive = make();
    const before = process.memoryUsage().rss;
    const failure = await readXlsx(archive, { name }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ToolError);
    expect(String(failure)).toContain(words);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });
});

const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, n) => `<!ENTITY a${n} "${`&a${n === 0 ? "" : n - 1};`.repeat(10)}">`).join("")}]><worksheet>&a19;</worksheet>`;

function damaged(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  // Inside the first part's packed bytes.
  copy.fill(0xff, 52, 80);
  return copy;
}
