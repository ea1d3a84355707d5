// Starts the processes Lamplight consists of. A started part says when it is ready, tells of its end, and can be stopped.
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { endWithThisProcess } from "./environment.mjs";
import { lastLines, rotateLog } from "./log-files.mjs";
import { findServer, startServer, stopServer } from "./postgres-server.mjs";
import { Problem } from "./problem.mjs";
import { identify, isRunning, sendSignal, waitForExit } from "./processes.mjs";

/** @typedef {import("./processes.mjs").ProcessIdentity} ProcessIdentity */
/**
 * @typedef {object} Running
 * @property {ProcessIdentity} identity
 * @property {Promise<string>} ended resolves with how it ended
 * @property {() => Promise<void>} stop
 */
/**
 * @typedef {object} ProgramOptions
 * @property {string} name as in "the worker"
 * @property {string} script
 * @property {string[]} [args]
 * @property {string[]} [nodeOptions]
 * @property {NodeJS.ProcessEnv} env
 * @property {string} cwd
 * @property {string} logFile
 * @property {number} stopMs how long it may take to end in order
 * @property {boolean} [echo] also print what it writes
 * @property {(identity: ProcessIdentity) => void} onSpawn
 */

const readyTimeoutMs = 60_000;

/** A line of a log in JSON (pino) as a sentence; any other line as it is. @param {string} line */
function asSentence(line) {
  if (!line.startsWith("{")) return line;
  try {
    const { msg, err } = JSON.parse(line);
    return [msg, err?.message].filter(Boolean).join(": ");
  } catch {
    return line;
  }
}

/**
 * What a program wrote last, without the frames of a stack trace.
 * @param {string} logFile
 */
export function lastWords(logFile) {
  const lines = lastLines(logFile, 60).split("\n").map(asSentence);
  const from = lines.findLastIndex((line) => /^\s*(\w*Error|\[\w*Error[^\]]*\])[:\s]/.test(line));
  const relevant = from < 0 ? lines.slice(-12) : lines.slice(from);
  return relevant
    .filter((line) => !/^\s+at |^Node\.js v|^\s*[{}]?\s*$/.test(line))
    .join("\n")
    .trim();
}

/**
 * Starts a Node program and waits until it sends `{ type: "ready" }`.
 * @param {ProgramOptions} options
 * @returns {Promise<Running>}
 */
export async function startProgram(options) {
  const { name, logFile, echo = false } = options;
  rotateLog(logFile);
  const log = openSync(logFile, "a", 0o600);
  const output = echo ? "pipe" : log;
  const tie = endWithThisProcess();
  const child = spawn(
    process.execPath,
    [...(options.nodeOptions ?? []), ...tie.nodeOptions, options.script, ...(options.args ?? [])],
    // Of its own process group: Ctrl-C reaches only the supervisor, which stops the parts in order.
    {
      cwd: options.cwd,
      env: { ...options.env, ...tie.values },
      detached: true,
      stdio: ["ignore", output, output, "ipc"],
    },
  );
  if (echo) {
    child.stdout?.pipe(process.stdout, { end: false });
    child.stderr?.pipe(process.stderr, { end: false });
  }
  closeSync(log);
  const identity = child.pid === undefined ? null : identify(child.pid);
  if (identity) options.onSpawn(identity);
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  const ready = new Promise((resolve) => {
    child.on("message", (message) => {
      if (message !== null && typeof message === "object" && "type" in message && message.type === "ready")
        resolve("ready");
    });
  });
  const late = new AbortController();
  const outcome = await Promise.race([
    ready,
    ended,
    delay(readyTimeoutMs, "late", { signal: late.signal }).catch(() => "late"),
  ]);
  late.abort();
  if (outcome !== "ready" || !identity) {
    child.kill("SIGKILL");
    throw new Problem({
      what: `The ${name} did not start: it ${outcome === "late" ? `was not ready after ${readyTimeoutMs / 1000} s` : outcome}.`,
      why: echo ? "" : lastWords(logFile),
      remedy: `Its log is ${logFile}.`,
    });
  }
  return {
    identity,
    ended,
    async stop() {
      sendSignal(identity.pid, "SIGTERM");
      if (await waitForExit(identity, options.stopMs)) return;
      // With whatever it started itself.
      sendSignal(-identity.pid, "SIGKILL");
      await waitForExit(identity, 1000);
    },
  };
}

/**
 * Starts or adopts the embedded PostgreSQL. An adopted one is no child, so its end is found by looking.
 * @param {import("./postgres-cluster.mjs").Cluster} cluster
 * @param {{ say?: (doing: string) => void }} options
 * @returns {Promise<Running & { url: string, adopted: boolean }>}
 */
export async function startDatabase(cluster, { say }) {
  rotateLog(cluster.logFile);
  const server = await startServer(cluster, { say });
  const ended = (async () => {
    while (isRunning(server.identity)) await delay(200);
    return "ended";
  })();
  return {
    identity: server.identity,
    url: server.url,
    adopted: server.adopted,
    ended,
    stop: () => stopServer(findServer(cluster.dataFolder)?.identity ?? server.identity, 3000),
  };
}
