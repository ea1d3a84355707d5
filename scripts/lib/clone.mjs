// Several copies may run from one clone, each with a data folder of its own. What they share (node_modules, the
// build) is changed by one at a time, and not under one that runs.
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hasCode, makeFolder } from "./files.mjs";
import { lockHolder, takeLock } from "./lock.mjs";
import { Problem } from "./problem.mjs";

/** @param {string} root */
function usesFolder(root) {
  return path.join(root, "dist", "running");
}

/** The copies that run from this clone. @param {string} root */
function runningCopies(root) {
  try {
    const folder = usesFolder(root);
    return readdirSync(folder).flatMap((name) => {
      const file = path.join(folder, name);
      const holder = lockHolder(file);
      if (!holder) rmSync(file, { force: true });
      return holder && holder.pid !== process.pid ? [holder] : [];
    });
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "EACCES")) return [];
    throw error;
  }
}

/**
 * Notes that this process runs what the clone holds. A clone that may not be written to is not changed either.
 * @param {string} root @param {string} address
 */
export async function noteUse(root, address) {
  try {
    makeFolder(usesFolder(root));
    await takeLock(path.join(usesFolder(root), `${process.pid}.json`), { address });
    process.once("exit", () => rmSync(path.join(usesFolder(root), `${process.pid}.json`), { force: true }));
  } catch (error) {
    if (!hasCode(error, "EACCES") && !hasCode(error, "EROFS")) throw error;
  }
}

/**
 * Changes what the copies share, unless `isDone` says somebody else did so while this process waited for its turn.
 * @param {{ root: string, what: string, say: (doing: string) => void, isDone: () => boolean, change: () => Promise<void> }} options
 * @returns {Promise<boolean>} whether it was changed now
 */
export async function changeClone({ root, what, say, isDone, change }) {
  if (isDone()) return false;
  try {
    makeFolder(path.join(root, "dist"));
  } catch (cause) {
    throw new Problem({
      what: `${what} must be renewed, but ${root} may not be written to.`,
      remedy: "Run npm start there once as its owner.",
      cause,
    });
  }
  for (;;) {
    const lock = await takeLock(path.join(root, "dist", "change.lock"));
    if (lock.kind === "held") {
      say(`waiting for process ${lock.holder.pid}, which does the same`);
      await delay(500);
      continue;
    }
    try {
      if (isDone()) return false;
      const [copy] = runningCopies(root);
      if (copy) {
        throw new Problem({
          what: `${what} must be renewed, but the copy at ${copy.address} (process ${copy.pid}) runs from this folder.`,
          remedy: "Stop it first, or use a second clone.",
        });
      }
      await change();
      return true;
    } finally {
      lock.release();
    }
  }
}
