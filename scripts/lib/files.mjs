import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";

/** @param {unknown} error @param {string} code */
export function hasCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}

/** @param {string} file @returns {string | null} null when there is none */
export function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return null;
    throw error;
  }
}

/** An object from a JSON file; null when there is none or it cannot be read as one. @param {string} file */
export function readJson(file) {
  try {
    const value = JSON.parse(readText(file) ?? "null");
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @param {string} file @param {string} text @param {number} mode */
function writeTemporary(file, text, mode) {
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
  const descriptor = openSync(temporary, "wx", mode);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return temporary;
}

/** A reader sees the old text or the new one, never a part. @param {string} file @param {string} text */
export function writeFileAtomically(file, text, mode = 0o644) {
  renameSync(writeTemporary(file, text, mode), file);
}

/**
 * Writes a file that must not exist yet; false when it does. Of several writers at once exactly one gets true.
 * @param {string} file @param {string} text
 */
export function createFile(file, text, mode = 0o644) {
  const temporary = writeTemporary(file, text, mode);
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * A secret kept in a file only its owner can read: made with `make` when there is none.
 * @param {string} file @param {() => string} make
 */
export function keepSecret(file, make) {
  createFile(file, `${make()}\n`, 0o600);
  chmodSync(file, 0o600);
  return readFileSync(file, "utf8").trim();
}

/** @param {string} folder @param {number} mode of the folder when it is made now */
export function makeFolder(folder, mode = 0o755) {
  mkdirSync(path.dirname(folder), { recursive: true });
  try {
    mkdirSync(folder, { mode });
    chmodSync(folder, mode);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
}
