import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isBuilt } from "./build.mjs";

const outputs = [
  ...[
    ".next/BUILD_ID",
    "dist/prepare.mjs",
    "dist/worker.mjs",
    "dist/lease.mjs",
    "dist/sandbox.mjs",
    "dist/importer.mjs",
  ],
];

let root: string;
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
};
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "lamplight-build-"));
  for (const output of outputs) write(output, "built");
  write("dist/build.json", JSON.stringify({ hash: "of these sources" }));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a whole build of the same sources is used", () => {
  expect(isBuilt(root, "of these sources")).toBe(true);
});

test("a build of other sources is not", () => {
  expect(isBuilt(root, "of newer sources")).toBe(false);
});

test("a build cut short, which has no record yet, is not", () => {
  rmSync(path.join(root, "dist/build.json"));
  expect(isBuilt(root, "of these sources")).toBe(false);
});

test("a damaged record counts as none", () => {
  write("dist/build.json", '{"hash": "of the');
  expect(isBuilt(root, "of these sources")).toBe(false);
});

test.each(outputs)("a build without %s is not whole", (output) => {
  rmSync(path.join(root, output));
  expect(isBuilt(root, "of these sources")).toBe(false);
});
