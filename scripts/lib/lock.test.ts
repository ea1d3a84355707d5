import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockHolder, takeLock } from "./lock.mjs";
import { identify } from "./processes.mjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-lock-"));
  file = path.join(folder, "lock.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a lock is taken once, names its holder, and can be given back", async () => {
  const first = await takeLock(file, { address: "http://127.0.0.1:3000" });
  const second = await takeLock(file);
  expect(second).toEqual({
    kind: "held",
    holder: { ...identify(process.pid), address: "http://127.0.0.1:3000" },
  });
  if (first.kind === "taken") first.release();
  expect(existsSync(file)).toBe(false);
  expect((await takeLock(file)).kind).toBe("taken");
});

test("of many that want it at once exactly one gets it", async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => takeLock(file)));
  expect(outcomes.filter(({ kind }) => kind === "taken")).toHaveLength(1);
});

test("a lock whose holder was killed is taken over", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  writeFileSync(file, JSON.stringify(identify(child.pid ?? 0)));
  expect((await takeLock(file)).kind).toBe("held");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect((await takeLock(file)).kind).toBe("taken");
});

test("a lock whose pid now belongs to another process is taken over", async () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: "another time" }));
  expect(lockHolder(file)).toBeNull();
  expect((await takeLock(file)).kind).toBe("taken");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    pid: process.pid,
    startedAt: identify(process.pid)?.startedAt,
  });
});

test("a damaged lock is taken over", async () => {
  writeFileSync(file, '{"pid": 1');
  expect((await takeLock(file)).kind).toBe("taken");
});
