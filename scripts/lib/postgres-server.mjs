// The embedded PostgreSQL's server process: found, started, adopted, stopped.
import { spawn } from "node:child_process";
import { chownSync, closeSync, fstatSync, lstatSync, openSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { makeFolder, readJson, readText, writeFileAtomically } from "./files.mjs";
import { lastLines } from "./log-files.mjs";
import { keepPort } from "./ports.mjs";
import { owner, serverEnvironment } from "./postgres-cluster.mjs";
import { Problem } from "./problem.mjs";
import { commandOf, identify, isRunning, sendSignal, waitForExit } from "./processes.mjs";

/** @typedef {import("./processes.mjs").ProcessIdentity} ProcessIdentity */
/** @typedef {import("./postgres-cluster.mjs").Cluster} Cluster */
/**
 * @typedef {object} Server
 * @property {ProcessIdentity} identity
 * @property {number} port
 * @property {string} url of Lamplight's database, with the password
 * @property {boolean} adopted it ran already
 */

const application = "lamplight";
/** What `postmaster.pid` holds, line by line (PostgreSQL's miscadmin.h). */
const line = { pid: 0, port: 3, status: 7 };
/** Greater than any pid Linux gives out: PostgreSQL reads it as a process that is gone. */
const noProcess = 2 ** 30;
const startTimeoutMs = 60_000;

/** For a small machine; durable (fsync stays on) and frugal when idle. */
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  shared_buffers: "48MB",
  work_mem: "4MB",
  maintenance_work_mem: "32MB",
  effective_cache_size: "256MB",
  // No worker processes for reading ahead, and no parallel queries: the tables are small, the machine may be too.
  io_method: "sync",
  max_parallel_workers_per_gather: "0",
  max_parallel_maintenance_workers: "0",
  autovacuum_max_workers: "1",
  // Nobody replicates from here.
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  max_wal_size: "512MB",
  jit: "off",
  timezone: "UTC",
  log_line_prefix: "%m [%p] ",
};

/**
 * The server process that holds the data folder, whoever started it; null when none does.
 * @param {string} dataFolder
 * @returns {{ identity: ProcessIdentity, port: number, ready: boolean } | null}
 */
export function findServer(dataFolder) {
  const lines = readText(path.join(dataFolder, "postmaster.pid"))?.split("\n") ?? [];
  const identity = identify(Number.parseInt(lines[line.pid] ?? "", 10));
  if (!identity || !holdsFolder(identity.pid, dataFolder)) return null;
  return { identity, port: Number(lines[line.port]), ready: lines[line.status]?.trim() === "ready" };
}

/** @param {number} pid @param {string} dataFolder */
function holdsFolder(pid, dataFolder) {
  try {
    // A PostgreSQL server works in its data folder.
    if (process.platform === "linux") return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataFolder);
  } catch {
    return false;
  }
  return commandOf(pid).join(" ").includes(dataFolder);
}

/**
 * A server of a crash leaves its pid behind, and PostgreSQL refuses to start while a process with that pid lives,
 * even an unrelated one. The file itself stays: by it PostgreSQL checks that no process of the old server is left.
 * @param {string} dataFolder
 */
export function disownStalePid(dataFolder) {
  const file = path.join(dataFolder, "postmaster.pid");
  const text = readText(file);
  if (text === null || findServer(dataFolder)) return;
  const { uid, gid, mode } = lstatSync(file);
  const lines = text.split("\n");
  lines[line.pid] = String(noProcess);
  writeFileAtomically(file, lines.join("\n"), mode & 0o777);
  if (process.getuid?.() === 0) chownSync(file, uid, gid);
}

/**
 * Starts the server, or adopts the one that runs already on this data folder.
 * @param {Cluster} cluster
 * @param {{ say?: (text: string) => void, patienceMs?: number }} [options] say: what it waits for, when that takes
 * long; patienceMs: how long one that runs may take to answer before it is replaced
 * @returns {Promise<Server>}
 */
export async function startServer(cluster, { say = () => {}, patienceMs = 30_000 } = {}) {
  const running = findServer(cluster.dataFolder);
  if (running) {
    const adopted = await adoptServer(cluster, running.identity, { say, patienceMs });
    if (adopted) return adopted;
    say("replacing a database server that does not answer");
    await stopServer(running.identity, 3000);
  }
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    disownStalePid(cluster.dataFolder);
    const port = await keepPort({ file: path.join(cluster.home, "ports.json"), name: "postgres" });
    const outcome = await launch(cluster, port, deadline);
    if (outcome.kind === "ready") {
      return { identity: outcome.identity, port, url: await prepareDatabase(cluster, port), adopted: false };
    }
    if (!outcome.retry || performance.now() > deadline) {
      throw new Problem({
        what: "The embedded PostgreSQL did not start.",
        why: outcome.why,
        remedy: `Its log is ${cluster.logFile}.`,
        details: outcome.log,
      });
    }
    say("waiting for the previous database server to end");
    await delay(250);
  }
}

/**
 * @param {Cluster} cluster @param {ProcessIdentity} identity
 * @param {{ say: (text: string) => void, patienceMs: number }} options
 * @returns {Promise<Server | null>} null when it does not answer
 */
async function adoptServer(cluster, identity, { say, patienceMs }) {
  const deadline = performance.now() + patienceMs;
  let said = false;
  while (isRunning(identity) && performance.now() < deadline) {
    const found = findServer(cluster.dataFolder);
    if (found?.ready) {
      try {
        const url = await prepareDatabase(cluster, found.port);
        const file = path.join(cluster.home, "ports.json");
        writeFileAtomically(
          file,
          `${JSON.stringify({ ...readJson(file), postgres: found.port }, null, 2)}\n`,
        );
        return { identity, port: found.port, url, adopted: true };
      } catch {
        // Still starting, or about to end: asked again until the deadline.
      }
    }
    if (!said) say("a database server runs already on this data folder: waiting for its answer");
    said = true;
    await delay(100);
  }
  return null;
}

/**
 * @param {Cluster} cluster @param {number} port @param {number} deadline
 * @returns {Promise<{ kind: "ready", identity: ProcessIdentity } | { kind: "failed", retry: boolean, why: string, log: string }>}
 */
async function launch(cluster, port, deadline) {
  makeFolder(path.dirname(cluster.logFile));
  const log = openSync(cluster.logFile, "a", 0o600);
  const before = fstatSync(log).size;
  // Of its own process group: Ctrl-C reaches only the supervisor, which stops the parts in order.
  const child = spawn(
    cluster.binaries.postgres,
    [
      "-D",
      cluster.dataFolder,
      "-p",
      String(port),
      ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
    ],
    { ...cluster.user, cwd: "/", env: serverEnvironment(), detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  /** @type {string | null} */
  let ended = null;
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code, signal) => (ended ??= `It ended with ${signal ?? `code ${code}`}.`));
  child.unref();
  while (ended === null) {
    const found = findServer(cluster.dataFolder);
    if (found?.ready && found.identity.pid === child.pid) return { kind: "ready", identity: found.identity };
    if (performance.now() > deadline) {
      if (child.pid) sendSignal(child.pid, "SIGKILL");
      break;
    }
    await delay(15);
  }
  const text = lastLines(cluster.logFile, 20, before);
  const fatal = text.split("\n").findLast((row) => row.includes("FATAL:"));
  const why = fatal?.replace(/^.*FATAL:\s*/, "PostgreSQL says: ") ?? ended ?? "It took longer than a minute.";
  // A port taken in this very moment, or processes of a killed server that have not ended yet.
  const retry = /Address already in use|shared memory block|lock file/.test(text) && ended !== null;
  return { kind: "failed", retry, why, log: text };
}

/**
 * Lamplight's own role and database, made when missing. The role is no superuser: a query that slips through cannot
 * read the server's files.
 * @param {Cluster} cluster @param {number} port
 * @returns {Promise<string>} the database's address
 */
async function prepareDatabase(cluster, port) {
  const { passwords } = cluster;
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: owner,
    password: passwords.owner,
    database: "postgres",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {});
  await client.connect();
  try {
    const role = await client.query("select 1 from pg_roles where rolname = $1", [application]);
    if (role.rowCount === 0) {
      const password = client.escapeLiteral(passwords.application);
      await client.query(`create role ${application} login createdb createrole password ${password}`);
    }
    const database = await client.query("select 1 from pg_database where datname = $1", [application]);
    if (database.rowCount === 0) await client.query(`create database ${application} owner ${application}`);
  } finally {
    await client.end();
  }
  return `postgres://${application}:${passwords.application}@127.0.0.1:${port}/${application}`;
}

/**
 * Stops a server in order (fast: open transactions are rolled back), and by force when it does not end.
 * @param {ProcessIdentity} identity @param {number} [timeoutMs] for the orderly stop
 */
export async function stopServer(identity, timeoutMs = 8000) {
  for (const [signal, waitMs] of /** @type {const} */ ([
    ["SIGINT", timeoutMs],
    ["SIGQUIT", 2000],
    ["SIGKILL", 2000],
  ])) {
    if (!isRunning(identity)) return;
    sendSignal(identity.pid, signal);
    if (await waitForExit(identity, waitMs)) return;
  }
}
