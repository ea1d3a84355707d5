import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { findFile, findFiles, listFiles } from "@/lib/db/files";
import { newId } from "@/lib/domain/ids";
import { env, readEnvAnew } from "@/lib/env";
import { fileAccess } from "./file-access";
import { FileStoreError } from "./file-store-error";
import {
  describeFile,
  maxFileBytes,
  openFile,
  readFile,
  removeAbandonedUploads,
  removeFile,
  storeFile,
} from "./store";

process.env.LAMPLIGHT_MAX_FILE_MB = "50";
readEnvAnew();

const folder = () => path.join(env().LAMPLIGHT_HOME, "files");
const namesInFolder = () => readdirSync(folder());
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const store = (name: string, content: Readable | Uint8Array) =>
  storeFile({ name, mediaType: "text/plain", content });

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (error instanceof FileStoreError) return error.problem;
  throw new Error("no FileStoreError", { cause: error });
}

test("bytes come back as they were stored, with what is known about them", async () => {
  const bytes = Buffer.from("Grüße\0\xff", "latin1");
  const file = await storeFile({ name: "größe.bin", mediaType: "Application/Octet-Stream", content: bytes });
  expect(file).toEqual({
    id: expect.stringMatching(/^file_[0-9a-z]{16}$/),
    name: "größe.bin",
    mediaType: "application/octet-stream",
    sizeBytes: bytes.length,
    sha256: sha256(bytes),
    createdAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
  });
  expect(await readFile(file.id)).toEqual({ file, bytes });
  expect(await findFile(file.id)).toEqual(file);
  const { stream } = await openFile(file.id);
  expect(Buffer.concat(await stream.toArray())).toEqual(bytes);
});

test("a stream is stored piece by piece", async () => {
  const pieces = Array.from({ length: 50 }, (_, index) => Buffer.alloc(70_000, index));
  const file = await store("big.bin", Readable.from(pieces));
  expect(file).toMatchObject({ sizeBytes: 3_500_000, sha256: sha256(Buffer.concat(pieces)) });
});

test("only the owner may read the files", async () => {
  const { id } = await store("secret.txt", Buffer.from("x"));
  expect(statSync(path.join(folder(), id)).mode & 0o777).toBe(0o600);
  expect(statSync(folder()).mode & 0o777).toBe(0o700);
});

test("several files are found at once, the newest first in a list", async () => {
  const [a, b] = [await store("a", Buffer.from("a")), await store("b", Buffer.from("b"))];
  expect([...(await findFiles([a.id, b.id, newId("file")])).keys()].sort()).toEqual([a.id, b.id].sort());
  expect((await listFiles(2)).map(({ id }) => id)).toEqual([b.id, a.id]);
});

describe("P5, P10: a name is never a path", () => {
  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Windows\\system.ini", "system.ini"],
    ["..", "file"],
    [".", "file"],
    ["", "file"],
    ["a\0b\r\nc.txt", "abc.txt"],
    ["report\u202egpj.exe", "reportgpj.exe"],
    [`${"x".repeat(300)}.txt`, "x".repeat(200)],
  ])("%j is called %j", async (name, expected) => {
    const before = namesInFolder().length;
    const file = await store(name, Buffer.from("x"));
    expect(file.name).toBe(expected);
    expect(namesInFolder()).toHaveLength(before + 1);
    expect(namesInFolder()).toContain(file.id);
  });

  test.each([
    "/etc/passwd",
    "../secret.key",
    "file_0000000000000000/../../secret.key",
    "file_0000000000000000",
    "%2e%2e%2fx",
    "",
  ])("%j names no file", async (id) => {
    expect(await problemOf(describeFile(id))).toBe("not-found");
  });
});

describe("a file is stored whole or not at all", () => {
  test("one byte too many, known before", async () => {
    const before = namesInFolder();
    expect(await problemOf(store("big.csv", Buffer.alloc(maxFileBytes() + 1)))).toBe("too-large");
    expect(namesInFolder()).toEqual(before);
  });

  test("200 MB in a stream is stopped at the limit, and says which", async () => {
    const before = namesInFolder();
    let sent = 0;
    const flood = Readable.from(
      (function* () {
        for (; sent < 200; sent += 1) yield Buffer.alloc(1024 * 1024, "a,b\n");
      })(),
    );
    await expect(store("huge.csv", flood)).rejects.toThrow("“huge.csv” is larger than 50 MB");
    expect(sent).toBeLessThan(60);
    expect(namesInFolder()).toEqual(before);
  });

  test("an upload that breaks off", async () => {
    const before = namesInFolder();
    const broken = Readable.from(
      (function* () {
        yield Buffer.from("half");
        throw new Error("the browser left");
      })(),
    );
    await expect(store("half.csv", broken)).rejects.toThrow("the browser left");
    expect(namesInFolder()).toEqual(before);
  });

  test("R7: a disk without room", async () => {
    const before = namesInFolder();
    const count = (await pool().query("select count(*) from files")).rows;
    // A limit on the size of any file this process writes: writing past it fails as on a full disk.
    const { stdout, stderr } = spawnSync(
      "bash",
      [
        "-c",
        'trap "" XFSZ; ulimit -f 64; exec "$0" --import tsx lib/files/testing/store-too-much.ts',
        process.execPath,
      ],
      {
        encoding: "utf8",
        timeout: 25_000,
        env: { ...process.env, DATABASE_URL: env().DATABASE_URL, LAMPLIGHT_HOME: env().LAMPLIGHT_HOME },
      },
    );
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      problem: "disk-full",
      message:
        "There is no room on the disk for “orders.csv”. Nothing of it was kept. Free some space in the data folder's disk and try again.",
    });
    expect(namesInFolder()).toEqual(before);
    expect((await pool().query("select count(*) from files")).rows).toEqual(count);
  });
});

test("contents that were deleted from the folder are said to be missing", async () => {
  const { id } = await store("gone.txt", Buffer.from("x"));
  rmSync(path.join(folder(), id));
  expect(await problemOf(readFile(id))).toBe("lost");
  expect(await problemOf(openFile(id))).toBe("lost");
});

test("what interrupted uploads left is removed, once it is old", async () => {
  const kept = await store("kept.txt", Buffer.from("x"));
  const [unrecorded, recent] = [newId("file"), newId("file")];
  const old = ["incoming-old", unrecorded, kept.id, "notes-of-somebody"];
  for (const name of ["incoming-old", "incoming-new", unrecorded, recent, "notes-of-somebody"]) {
    writeFileSync(path.join(folder(), name), "x");
  }
  const twoHoursAgo = new Date(Date.now() - 7_200_000);
  for (const name of old) utimesSync(path.join(folder(), name), twoHoursAgo, twoHoursAgo);
  const expected = namesInFolder().filter((name) => name !== "incoming-old" && name !== unrecorded);
  expect(await removeAbandonedUploads(new Date())).toBe(2);
  expect(namesInFolder()).toEqual(expected);
});

test("a removed file is gone, record and bytes", async () => {
  const { id } = await store("x.txt", Buffer.from("x"));
  await removeFile(id);
  expect(await findFile(id)).toBeNull();
  expect(namesInFolder()).not.toContain(id);
});

describe("tables", () => {
  const columns = [
    { name: "n", type: "number" as const },
    { name: "note", type: "text" as const },
  ];
  const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ n, note: `line\n${n}` }));

  test("of few rows stay in the value", async () => {
    const files = fileAccess();
    const table = await files.writeTable(columns, rows(200));
    expect(table).toEqual({ columns, rows: rows(200), rowCount: 200 });
    expect(await files.readRows(table)).toEqual(rows(200));
  });

  test("of many rows go into a file, and come back whole", async () => {
    const files = fileAccess();
    const table = await files.writeTable(columns, rows(5000));
    expect(table).toEqual({ columns, rows: rows(200), rowCount: 5000, fileId: expect.any(String) });
    expect(await files.readRows(table)).toEqual(rows(5000));
  });

  test("of few wide rows go into a file too: an output has to fit into the record of a run", async () => {
    const files = fileAccess();
    const wide = Array.from({ length: 100 }, (_, n) => ({ n, note: "x".repeat(10_000) }));
    const table = await files.writeTable(columns, wide);
    expect(table).toEqual({ columns, rows: wide.slice(0, 6), rowCount: 100, fileId: expect.any(String) });
    expect(await files.readRows(table)).toEqual(wide);
  });

  test("that name a file of something else are refused", async () => {
    const files = fileAccess();
    const { id } = await files.write({
      name: "x.txt",
      mediaType: "text/plain",
      content: Buffer.from("hello"),
    });
    const table = { columns, rows: [], rowCount: 1, fileId: id };
    await expect(files.readRows(table)).rejects.toMatchObject({ kind: "bad-input" });
    await expect(files.readRows({ ...table, fileId: newId("file") })).rejects.toMatchObject({
      kind: "not-found",
    });
  });
});

test("tools see the store's failures as their own", async () => {
  const files = fileAccess();
  await expect(files.read(newId("file"))).rejects.toMatchObject({ kind: "not-found" });
  const tooLarge = { name: "x", mediaType: "text/plain", content: Buffer.alloc(maxFileBytes() + 1) };
  await expect(files.write(tooLarge)).rejects.toMatchObject({ kind: "too-large" });
  expect(
    readFileSync(
      path.join(folder(), (await files.write({ ...tooLarge, content: Buffer.from("ok") })).id),
      "utf8",
    ),
  ).toBe("ok");
});
