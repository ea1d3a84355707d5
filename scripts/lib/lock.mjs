// A lock is a file that names its holder by pid and start time, so that one left by a crash is known as such.
import { randomBytes } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { createFile, hasCode, readJson, readText } from "./files.mjs";
import { identify, isRunning } from "./processes.mjs";

/** @typedef {{ pid: number, startedAt: string, address?: string }} Holder */

/** Who holds the lock now; null when nobody does. @param {string} file @returns {Holder | null} */
export function lockHolder(file) {
  const found = readJson(file);
  if (!found || typeof found.pid !== "number" || typeof found.startedAt !== "string") return null;
  const holder = { pid: found.pid, startedAt: found.startedAt, address: found.address };
  return isRunning(holder) ? holder : null;
}

/**
 * Takes the lock for this process, until `release` or its end.
 * @param {string} file
 * @param {{ address?: string }} [note] for others to read
 * @returns {Promise<{ kind: "taken", release: () => void } | { kind: "held", holder: Holder }>}
 */
export async function takeLock(file, note = {}) {
  const self = identify(process.pid);
  const text = `${JSON.stringify({ ...self, ...note, nonce: randomBytes(8).toString("hex") })}\n`;
  for (;;) {
    if (createFile(file, text)) {
      // Two processes that found the same stale lock may both have put theirs in its place; the later one stands.
      await delay(30);
      if (readText(file) === text) break;
    }
    const holder = lockHolder(file);
    if (holder) return { kind: "held", holder };
    removeStale(file);
  }
  return {
    kind: "taken",
    release() {
      if (readText(file) === text) rmSync(file, { force: true });
    },
  };
}

/** @param {string} file */
function removeStale(file) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  // Somebody may have taken the lock between the look and the move: it is put back.
  const holder = lockHolder(aside);
  if (holder) createFile(file, readText(aside) ?? "");
  rmSync(aside, { force: true });
}
