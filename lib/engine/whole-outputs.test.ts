import { expect, it } from "vitest";
import type { Json } from "@/lib/domain/json";
import { beginningOf } from "./whole-outputs";

const bytes = (value: Json) => Buffer.byteLength(JSON.stringify(value));

it("the beginning of an output has its first items and fields and the beginnings of its texts, and is short", () => {
  const rows = Array.from({ length: 10_000 }, (_, number) => ({ number, name: `Row ${number}` }));
  const list = beginningOf({ total: 10_000, rows, text: "é".repeat(5000) });
  expect(list).toMatchObject({ total: 10_000, rows: rows.slice(0, 200), text: `${"é".repeat(2000)}…` });
  expect(bytes(list)).toBeLessThanOrEqual(64 * 1024);
  const wide = Object.fromEntries(
    Array.from({ length: 5000 }, (_, number) => [`f${number}`, "x".repeat(2000)]),
  );
  expect(bytes(beginningOf(wide))).toBeLessThanOrEqual(64 * 1024);
  expect(Object.keys(beginningOf(wide) as object)).toEqual(Object.keys(wide).slice(0, 20));
  const id = "a".repeat(2000);
  expect(beginningOf([{ id }, ...Array(10_000).fill("x".repeat(3000))])).toContainEqual({ id });
});

it("of what can't be shortened nothing is the beginning", () => {
  let nested: Json = "x".repeat(2000);
  for (let depth = 0; depth < 400; depth += 1) nested = { [`${"k".repeat(300)}${depth}`]: nested };
  expect(beginningOf(nested)).toBeNull();
});
