// The data folder: made on first use, held by one copy at a time.
import { randomBytes } from "node:crypto";
import { existsSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasCode, keepSecret, makeFolder, readJson, writeFileAtomically } from "./files.mjs";
import { lockHolder, takeLock } from "./lock.mjs";
import { Problem } from "./problem.mjs";
import { isRunning, sendSignal, waitForExit } from "./processes.mjs";

/** @typedef {import("./processes.mjs").ProcessIdentity} ProcessIdentity */

/** @param {string} home */
export function homeFiles(home) {
  return {
    lock: path.join(home, "lock.json"),
    parts: path.join(home, "parts.json"),
    ports: path.join(home, "ports.json"),
    logs: path.join(home, "logs"),
    apiToken: path.join(home, "api-token"),
    secretKey: path.join(home, "secret.key"),
  };
}

/**
 * Makes the folder when it is missing. Its secrets have modes of their own; root's must let the database's user pass.
 * @param {string} home
 * @returns {string} its real path
 */
export function openHome(home) {
  try {
    makeFolder(home, process.getuid?.() === 0 ? 0o711 : 0o700);
    const real = realpathSync(home);
    const probe = path.join(real, `.write-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
    makeFolder(homeFiles(real).logs, 0o700);
    return real;
  } catch (cause) {
    const why = hasCode(cause, "ENOSPC")
      ? "The disk is full."
      : hasCode(cause, "ENOTDIR") || hasCode(cause, "EEXIST")
        ? "There is a file in its place."
        : cause instanceof Error
          ? cause.message
          : "";
    throw new Problem({
      what: `The data folder ${home} cannot be written to.`,
      why,
      remedy: "Set LAMPLIGHT_HOME to a folder that can.",
    });
  }
}

/** @param {string} home @param {import("./lock.mjs").Holder} holder */
function alreadyRunning(home, holder) {
  return new Problem({
    what: `Lamplight is already running at ${holder.address ?? "another address"} with the data folder ${home} (process ${holder.pid}).`,
    remedy:
      "Open that address, or stop it first. A second copy needs its own: PORT=3100 LAMPLIGHT_HOME=/another/folder npm start",
  });
}

/** Throws a Problem when another copy holds the folder. @param {string} home */
export function refuseHeldHome(home) {
  const holder = lockHolder(homeFiles(home).lock);
  if (holder) throw alreadyRunning(home, holder);
}

/** @param {string} home @param {string} address @returns {Promise<() => void>} gives it back */
export async function holdHome(home, address) {
  const lock = await takeLock(homeFiles(home).lock, { address });
  if (lock.kind === "held") throw alreadyRunning(home, lock.holder);
  return lock.release;
}

/**
 * The secrets of this installation, made on first start and kept.
 * @param {string} home @param {{ withKey: boolean }} options withKey: no key of the operator's own is set
 */
export function keepSecrets(home, { withKey }) {
  const files = homeFiles(home);
  keepSecret(files.apiToken, () => randomBytes(32).toString("base64url"));
  if (withKey) keepSecret(files.secretKey, () => randomBytes(32).toString("base64"));
}

/** Notes the running parts, for a next start to find what a killed supervisor left. @param {string} home @param {Map<string, ProcessIdentity>} parts */
export function noteParts(home, parts) {
  writeFileAtomically(homeFiles(home).parts, `${JSON.stringify(Object.fromEntries(parts), null, 2)}\n`);
}

/**
 * Ends the parts a killed supervisor left. They end by themselves, unless they hang.
 * @param {string} home
 * @returns {Promise<string[]>} the names of those that had to be ended
 */
export async function endLeftoverParts(home) {
  const { parts } = homeFiles(home);
  if (!existsSync(parts)) return [];
  const ended = [];
  for (const [name, value] of Object.entries(readJson(parts) ?? {})) {
    const identity = /** @type {Partial<ProcessIdentity>} */ (value);
    if (typeof identity?.pid !== "number" || typeof identity.startedAt !== "string") continue;
    const leftover = { pid: identity.pid, startedAt: identity.startedAt };
    if (!isRunning(leftover)) continue;
    ended.push(name);
    sendSignal(leftover.pid, "SIGTERM");
    if (!(await waitForExit(leftover, 3000))) sendSignal(leftover.pid, "SIGKILL");
    await waitForExit(leftover, 2000);
  }
  rmSync(parts, { force: true });
  return ended;
}
