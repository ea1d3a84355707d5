import { describe, expect, test } from "vitest";
import { fileIdSchema } from "@/lib/domain/ids";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { callTool, failureOf, memoryFiles, tableOfRows } from "@/lib/tools/testing/test-context";
import { fileWrite } from "./definition";

async function write(input: JsonObject): Promise<{ name: string; text: string; mediaType: string }> {
  const files = memoryFiles();
  const { output } = await callTool(fileWrite, input, { files });
  if (!isJsonObject(output)) throw new Error("no output");
  const id = fileIdSchema.parse(output.file);
  const { name, mediaType, sizeBytes } = await files.describe(id);
  expect(output).toEqual({ file: id, name, sizeBytes });
  return { name, mediaType, text: (await files.read(id)).toString("utf8") };
}

const table = tableOfRows([
  { name: 'Ada; "A"', amount: -1.5, paid: true },
  { name: null, amount: null, paid: false },
]);

test("a table becomes CSV that Excel reads", async () => {
  expect(await write({ name: "orders.csv", table })).toEqual({
    name: "orders.csv",
    mediaType: "text/csv; charset=utf-8",
    text: '\ufeffname,amount,paid\r\n"Ada; ""A""",-1.5,true\r\n,,false\r\n',
  });
});

test("the ending decides the format; without one a table is CSV and a text is plain", async () => {
  expect((await write({ name: "orders.json", table })).text).toBe(`${JSON.stringify(table.rows, null, 2)}\n`);
  expect((await write({ name: "orders.jsonl", table })).text).toBe(
    table.rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
  );
  expect((await write({ name: "orders", table })).name).toBe("orders.csv");
  expect(await write({ name: "notes", content: "Hello" })).toEqual({
    name: "notes.txt",
    mediaType: "text/plain; charset=utf-8",
    text: "Hello",
  });
});

describe("N8: no text in a CSV is a formula", () => {
  test.each([
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    '=HYPERLINK("https://evil.example")',
  ])("%j", async (text) => {
    const csv = (await write({ name: "x.csv", table: tableOfRows([{ [text]: "a", b: text }]) })).text.slice(
      1,
    );
    const cells = csv.split(/(?:\r\n|,)(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replace(/^"/, ""));
    expect(cells.filter((cell) => /^[=+\-@\t\r＝]/.test(cell))).toEqual([]);
    expect(csv).toContain("'");
  });
  test.each(["-5", "+3.5", "-12%", "-1,5"])("%j is a number and stays", async (text) => {
    expect((await write({ name: "x.csv", table: tableOfRows([{ a: text }]) })).text).not.toContain("'");
  });
});

describe("what can't be saved says why", () => {
  test.each([
    [{ name: "x.txt" }, "There is nothing to save"],
    [{ name: "x.txt", content: "a", table }, "not both"],
    [{ name: "x.xlsx", table }, "Excel files can't be written"],
  ])("%j", async (input, words) => {
    expect(await failureOf(callTool(fileWrite, input))).toMatchObject({
      kind: "bad-input",
      message: expect.stringContaining(words),
    });
  });
});
