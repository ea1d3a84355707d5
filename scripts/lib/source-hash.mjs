import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { hasCode } from "./files.mjs";

/** What a build is made from. */
export const buildSources = [
  "app",
  "components",
  "lib",
  "public",
  "drizzle",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "scripts/lib/build.mjs",
];

const ignored = /(\.test\.tsx?|\.md|\.DS_Store)$/;

/** @param {string} root @param {string} name @returns {string[]} files below, in a fixed order */
function filesBelow(root, name) {
  try {
    const file = path.join(root, name);
    if (!statSync(file).isDirectory()) return ignored.test(name) ? [] : [name];
    return readdirSync(file)
      .sort()
      .flatMap((entry) => filesBelow(root, path.join(name, entry)));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}

/**
 * SHA-256 over names and contents. Content, not time: a fresh clone and a switched branch count as what they are.
 * @param {string} root @param {readonly string[]} [names]
 */
export function hashSources(root, names = buildSources) {
  const hash = createHash("sha256");
  for (const file of names.flatMap((name) => filesBelow(root, name))) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
