import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { callTool, failureOf, memoryFiles } from "@/lib/tools/testing/test-context";
import { workbookParts, zipOf } from "@/lib/tools/testing/zip-files";
import { fileRead } from "./definition";

async function read(name: string, content: string | Buffer, input: Record<string, string | boolean> = {}) {
  const files = memoryFiles();
  return callTool(fileRead, { fileId: files.add(name, content), ...input }, { files });
}

test("a CSV in another encoding is a table, with a note", async () => {
  const { output } = await read(
    "umsatz.csv",
    iconv.encode("Kunde;Umsatz\nMüller;1.234,50\nSchön;99,00\n", "windows-1252"),
  );
  expect(output).toEqual({
    name: "umsatz.csv",
    fileId: expect.stringMatching(/^file_/),
    format: "csv",
    table: {
      columns: [
        { name: "Kunde", type: "text" },
        { name: "Umsatz", type: "number" },
      ],
      rows: [
        { Kunde: "Müller", Umsatz: 1234.5 },
        { Kunde: "Schön", Umsatz: 99 },
      ],
      rowCount: 2,
    },
    text: "| Kunde | Umsatz |\n| --- | ---: |\n| Müller | 1,234.50 |\n| Schön | 99 |",
    notes: [
      "Cells are separated by semicolons.",
      "Numbers are read with a decimal comma.",
      "The text is encoded as windows-1252.",
    ],
  });
});

test.each([
  ["notes.md", "# Hello\n", "text"],
  ["data.json", '[{"a":1}]', "json"],
  ["data.ndjson", '{"a":1}\n', "jsonl"],
  ["data.tsv", "a\tb\n1\t2\n", "csv"],
  ["book.bin", zipOf(workbookParts({ S: [["a"], [1]] })), "xlsx"],
])("%s is seen to be %s", async (name, content, format) => {
  expect((await read(name, content)).output).toMatchObject({ name, format });
});

test("what was chosen is followed", async () => {
  expect((await read("data.txt", "a;b\n1;2\n", { format: "csv", delimiter: ";" })).output).toMatchObject({
    table: { rows: [{ a: 1, b: 2 }] },
  });
  expect((await read("data.csv", "a,b\n", { format: "text" })).output).toMatchObject({ text: "a,b\n" });
});

describe("what can't be read says so", () => {
  test.each([
    ["empty.csv", "", "bad-input", "“empty.csv” is empty."],
    ["blank.csv", " \n\n", "bad-input", "“blank.csv” is empty."],
    ["old.xls", Buffer.from("d0cf11e0a1b11ae10000", "hex"), "bad-input", "Excel's old format"],
    ["a.pdf", "%PDF-1.7 …", "bad-input", "is a PDF"],
    ["a.csv", 'a,b\n"1,2\n', "bad-input", "in line 2, a quote is opened and never closed"],
  ] as const)("%s", async (name, content, kind, words) => {
    const failure = await failureOf(read(name, content));
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(words);
  });
});

test("P5, P10: only ids find files", async () => {
  for (const fileId of [
    "/etc/passwd",
    "../secret.key",
    "file_0000000000000000",
    "file_0000000000000000/../x",
  ]) {
    expect((await failureOf(callTool(fileRead, { fileId }))).kind).toBe("not-found");
  }
});

test("a long text is cut, and says so", async () => {
  const { output } = await read("long.txt", "x".repeat(150_000));
  expect(output).toMatchObject({ notes: ["Only the first 100,000 of 150,000 characters are given."] });
});
