import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { hasCode } from "./files.mjs";

const keptBytes = 5 * 1024 * 1024;

/** Puts a log that has grown large aside, over the one put aside before. @param {string} file */
export function rotateLog(file) {
  try {
    if (statSync(file).size > keptBytes) renameSync(file, `${file}.1`);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

/**
 * The last lines of a file, read from its end.
 * @param {string} file @param {number} count @param {number} [from] only what was written after this many bytes
 */
export function lastLines(file, count, from = 0) {
  let descriptor;
  try {
    descriptor = openSync(file, "r");
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, 64 * 1024)));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return "";
    throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
