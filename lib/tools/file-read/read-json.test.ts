import { expect, test } from "vitest";
import { readJson, readJsonLines } from "./read-json";

test("a list of objects is a table; nested values stay JSON", () => {
  expect(readJson('[{"a":1,"b":{"c":2}},{"a":null,"d":true}]', "x.json")).toEqual({
    kind: "table",
    columns: [
      { name: "a", type: "number" },
      { name: "b", type: "text" },
      { name: "d", type: "boolean" },
    ],
    rows: [
      { a: 1, b: '{"c":2}', d: null },
      { a: null, b: null, d: true },
    ],
  });
});

test("an object around one list of objects is that table", () => {
  expect(readJson('{"page":1,"items":[{"a":1}]}', "x.json")).toMatchObject({
    kind: "table",
    rows: [{ a: 1 }],
  });
});

test("anything else is a value", () => {
  for (const value of [[], [1, 2], { a: 1 }, "x", 5]) {
    expect(readJson(JSON.stringify(value), "x.json")).toEqual({ kind: "value", value });
  }
});

test("broken JSON is refused, with the line", () => {
  expect(() => readJson('{\n  "a": 1,\n  b: 2\n}', "x.json")).toThrow(
    "“x.json” is not correct JSON in line 3",
  );
  expect(() => readJsonLines('{"a":1}\n{"a":', "x.jsonl")).toThrow("in line 2");
  expect(() => readJsonLines('{"a":1}\n[2]', "x.jsonl")).toThrow("line 2 is not an object");
});

test("JSON Lines is a table", () => {
  expect(readJsonLines('{"a":1}\n\n{"a":2}\n', "x.jsonl").rows).toEqual([{ a: 1 }, { a: 2 }]);
});

test("N4: deep nesting is refused, brackets in texts don't count", () => {
  expect(() => readJson("[".repeat(100_000), "x.json")).toThrow("nested more than 100 levels deep");
  expect(readJson(JSON.stringify(["[".repeat(500)]), "x.json").kind).toBe("value");
});
