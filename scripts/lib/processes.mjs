// A pid alone does not name a process (pids are reused): pid and start time do.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** @typedef {{ pid: number, startedAt: string }} ProcessIdentity */

const isLinux = process.platform === "linux";

/** The state letter and start time of a process from Linux's /proc; null when there is none. @param {number} pid */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command stands in parentheses and may itself contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startTicks: fields[19] ?? "" };
  } catch {
    return null;
  }
}

function bootId() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "";
  }
}

/**
 * When the process started, as a text to compare; null when it does not run (a zombie does not run).
 * @param {number} pid
 * @returns {string | null}
 */
export function startTimeOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (isLinux) {
    const stat = readStat(pid);
    return stat && stat.state !== "Z" && stat.state !== "X" ? `${bootId()}/${stat.startTicks}` : null;
  }
  try {
    const [state, ...started] = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    })
      .trim()
      .split(/\s+/);
    return state && !state.startsWith("Z") ? started.join(" ") : null;
  } catch {
    return null;
  }
}

/** @param {number} pid @returns {ProcessIdentity | null} */
export function identify(pid) {
  const startedAt = startTimeOf(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/** @param {ProcessIdentity} identity */
export function isRunning({ pid, startedAt }) {
  return startTimeOf(pid) === startedAt;
}

/** The arguments a process was started with; empty when unknown. @param {number} pid @returns {string[]} */
export function commandOf(pid) {
  try {
    if (isLinux) return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
  } catch {
    return [];
  }
}

/** Sends a signal; a process that is gone is no error. @param {number} pid @param {NodeJS.Signals} signal */
export function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/**
 * Waits until the process is gone; false when it still runs after `timeoutMs`.
 * @param {ProcessIdentity} identity @param {number} timeoutMs
 */
export async function waitForExit(identity, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  while (isRunning(identity)) {
    if (performance.now() >= deadline) return false;
    await delay(20);
  }
  return true;
}
