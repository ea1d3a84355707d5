import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "./source-hash.mjs";

let root: string;
const write = (name: string, text: string) => writeFileSync(path.join(root, name), text);
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "lamplight-hash-"));
  mkdirSync(path.join(root, "lib", "deep"), { recursive: true });
  write("lib/a.ts", "export const a = 1;");
  write("lib/deep/b.ts", "export const b = 2;");
  write("package-lock.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("the hash follows content, not time", () => {
  const before = hashSources(root);
  utimesSync(path.join(root, "lib/a.ts"), new Date(0), new Date(0));
  expect(hashSources(root)).toBe(before);
  write("lib/a.ts", "export const a = 2;");
  expect(hashSources(root)).not.toBe(before);
});

test("a new, a renamed and a removed file change it", () => {
  const hashes = [hashSources(root)];
  write("lib/c.ts", "");
  hashes.push(hashSources(root));
  renameSync(path.join(root, "lib/c.ts"), path.join(root, "lib/d.ts"));
  hashes.push(hashSources(root));
  rmSync(path.join(root, "lib/deep"), { recursive: true });
  hashes.push(hashSources(root));
  expect(new Set(hashes).size).toBe(4);
});

test("text moved over a file boundary changes it", () => {
  write("lib/a.ts", "xy");
  write("lib/deep/b.ts", "z");
  const before = hashSources(root);
  write("lib/a.ts", "x");
  write("lib/deep/b.ts", "yz");
  expect(hashSources(root)).not.toBe(before);
});

test("tests and documents do not count", () => {
  const before = hashSources(root);
  write("lib/a.test.ts", "changed");
  write("lib/notes.md", "changed");
  expect(hashSources(root)).toBe(before);
});
