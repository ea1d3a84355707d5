import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type * as lancedb from "@lancedb/lancedb";
import { Field, Int32, Schema } from "apache-arrow";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RenewedTable, versionsPerConnection } from "./renewed-table";

const schema = new Schema([new Field("number", new Int32(), false)]);
let folder: string;
let table: RenewedTable;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-table-"));
  table = await RenewedTable.connect(folder, "numbers", { index: 1024n * 1024n, metadata: 1024n * 1024n });
  await table.create(schema);
});
afterEach(() => {
  table.close();
  rmSync(folder, { recursive: true, force: true });
});

const handle = () => table.using(async (opened) => opened);
const count = () => table.using((opened) => opened.countRows());
const write = (from: number, to: number) =>
  table.using(async (opened) => {
    for (let number = from; number < to; number++) await opened.add([{ number }]);
  });

it("closes what was superseded with the last that works by it, and not before", async () => {
  const first = await handle();
  const end = Promise.withResolvers<void>();
  const working = table.using(async (opened) => {
    await end.promise;
    return [opened, await opened.countRows()] as const;
  });
  await write(0, versionsPerConnection);
  // Who comes now gets the next connection, while one still works by the first.
  await count();
  const second = await handle();
  expect(second).not.toBe(first);
  expect(first.isOpen()).toBe(true);
  end.resolve();
  expect(await working).toEqual([first, versionsPerConnection]);
  expect(first.isOpen()).toBe(false);
  expect(second.isOpen()).toBe(true);
  expect(await count()).toBe(versionsPerConnection);
});

it("goes on by one connection while the table changes little", async () => {
  const first = await handle();
  await write(0, versionsPerConnection - 1);
  expect(await handle()).toBe(first);
});

it("many at once get one connection anew, and all find what is there", async () => {
  const first = await handle();
  await write(0, versionsPerConnection);
  const found = await Promise.all(Array.from({ length: 20 }, count));
  expect(new Set(found)).toEqual(new Set([versionsPerConnection]));
  expect(first.isOpen()).toBe(false);
  expect(await handle()).toBe(await handle());
});

it("reads a version by a handle of its own, through a new connection and after it", async () => {
  await write(0, 1);
  const version = await table.using(async (_, at) => at);
  const before: lancedb.Table = await table.openAt(version);
  await write(1, versionsPerConnection + 1);
  await count();
  expect(await before.countRows()).toBe(1);
  expect(await before.query().toArray()).toHaveLength(1);
  before.close();
});

it("what fails leaves nothing behind that keeps the next from working", async () => {
  await expect(table.using(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await write(0, versionsPerConnection);
  const first = await handle();
  expect(await count()).toBe(versionsPerConnection);
  expect(first.isOpen()).toBe(false);
});

it("makes a table in the place of one that is damaged, and drops the others", async () => {
  await write(0, 3);
  const other = await RenewedTable.connect(folder, "numbers-of-old", { index: 0n, metadata: 0n });
  await other.create(schema);
  other.close();
  table.forget();
  rmSync(path.join(folder, "numbers.lance", "_versions"), { recursive: true });
  writeFileSync(path.join(folder, "numbers.lance", "_versions"), "no folder");
  await table.create(schema);
  await table.dropOthers("numbers");
  expect(await count()).toBe(0);
  expect(existsSync(path.join(folder, "numbers-of-old.lance"))).toBe(false);
});
