// The embedded PostgreSQL: where its data is, and the life of its server process.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { childEnvironment } from "./environment.mjs";
import { makeFolder, readJson, readText, writeFileAtomically } from "./files.mjs";
import { lastLines } from "./log-files.mjs";
import { keepPort } from "./ports.mjs";
import { claimSharedFolder, postgresBinaries } from "./postgres-binaries.mjs";
import { Problem } from "./problem.mjs";
import { commandOf, identify, isRunning, sendSignal, waitForExit } from "./processes.mjs";
import { canReach, serverUser } from "./server-user.mjs";

/** @typedef {import("./server-user.mjs").ServerUser} ServerUser */
/** @typedef {import("./processes.mjs").ProcessIdentity} ProcessIdentity */
/** @typedef {import("./postgres-binaries.mjs").Binaries} Binaries */
/**
 * @typedef {object} Cluster
 * @property {string} home the data folder of Lamplight
 * @property {string} dataFolder the server's own
 * @property {string} logFile
 * @property {ServerUser} user
 * @property {Binaries} binaries
 * @property {{ owner: string, application: string }} passwords
 */
/**
 * @typedef {object} Server
 * @property {ProcessIdentity} identity
 * @property {number} port
 * @property {string} url of Lamplight's database, with the password
 * @property {boolean} adopted it ran already
 */

const owner = "postgres";
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

/** The folder for what root's server user cannot reach in Lamplight's own. */
function sharedFolder() {
  const writable = ["/var/lib", "/var/tmp"].find((folder) => existsSync(folder)) ?? os.tmpdir();
  return path.join(writable, "lamplight");
}

/**
 * The cluster of a data folder: known from before, or decided now. Nothing is started.
 * @param {{ home: string, logFile: string }} options
 * @returns {Cluster}
 */
export function openCluster({ home, logFile }) {
  const user = serverUser();
  const shared = sharedFolder();
  const binaries = postgresBinaries({ user, sharedFolder: shared });
  const file = path.join(home, "database.json");
  const known = readJson(file);
  if (known && typeof known.dataFolder === "string" && typeof known.password === "string") {
    const passwords = { owner: known.ownerPassword, application: known.password };
    const dataFolder = path.resolve(home, known.dataFolder);
    if (known.initialised && !existsSync(path.join(dataFolder, "PG_VERSION"))) {
      throw new Problem({
        what: `The database folder ${dataFolder} is gone or empty.`,
        remedy: `Put it back, or remove ${home} to start afresh without its plans and runs.`,
      });
    }
    return { home, dataFolder, logFile, user, binaries, passwords };
  }
  const passwords = {
    owner: randomBytes(24).toString("base64url"),
    application: randomBytes(24).toString("base64url"),
  };
  let dataFolder = "postgres";
  if (!canReach(home, user)) {
    claimSharedFolder(shared);
    dataFolder = path.join(shared, randomBytes(6).toString("hex"), "postgres");
  }
  const record = { dataFolder, password: passwords.application, ownerPassword: passwords.owner };
  writeFileAtomically(file, `${JSON.stringify(record, null, 2)}\n`, 0o600);
  return { home, dataFolder: path.resolve(home, dataFolder), logFile, user, binaries, passwords };
}

/**
 * Makes the cluster's files when there are none. Killed half-way it leaves nothing that looks whole.
 * @param {Cluster} cluster
 * @returns {boolean} whether they were made now
 */
export function initialiseCluster(cluster) {
  const { dataFolder, user, binaries, home } = cluster;
  const madeWith = readText(path.join(dataFolder, "PG_VERSION"))?.trim();
  if (madeWith !== undefined) {
    const major = binaries.version.split(".")[0];
    if (madeWith === major) return false;
    throw new Problem({
      what: `The database in ${dataFolder} was made by PostgreSQL ${madeWith}; this Lamplight brings PostgreSQL ${major}.`,
      remedy: `Export it with pg_dump of version ${madeWith}, or remove ${home} to start afresh.`,
    });
  }
  const parent = path.dirname(dataFolder);
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  const partial = path.join(parent, "postgres.partial");
  const passwordFile = path.join(parent, "postgres.password");
  rmSync(partial, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(partial, { mode: 0o700 });
  writeFileSync(passwordFile, `${cluster.passwords.owner}\n`, { mode: 0o600 });
  if (user) for (const file of [partial, passwordFile]) chownSync(file, user.uid, user.gid);
  const result = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${partial}`,
      `--username=${owner}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // PostgreSQL's own collation: the order of text does not depend on the machine.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    { ...user, cwd: "/", env: serverEnvironment(), encoding: "utf8" },
  );
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    rmSync(partial, { recursive: true, force: true });
    const lines = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim().split("\n");
    throw new Problem({
      what: `The database could not be made in ${dataFolder}.`,
      why: lines.findLast((text) => /error|fatal/i.test(text)) ?? result.error?.message,
      remedy: "Check that the disk has room (about 100 MB) and that the folder may be written to.",
      details: lines.join("\n"),
    });
  }
  rmSync(dataFolder, { recursive: true, force: true });
  renameSync(partial, dataFolder);
  const file = path.join(home, "database.json");
  writeFileAtomically(file, `${JSON.stringify({ ...readJson(file), initialised: true }, null, 2)}\n`, 0o600);
  return true;
}

function serverEnvironment() {
  return childEnvironment({ values: { LC_ALL: "C", TZ: "UTC", HOME: undefined } });
}

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
 * @param {{ say?: (text: string) => void }} [options] say: what it waits for, when that takes long
 * @returns {Promise<Server>}
 */
export async function startServer(cluster, { say = () => {} } = {}) {
  const running = findServer(cluster.dataFolder);
  if (running) {
    const adopted = await adoptServer(cluster, running.identity, say);
    if (adopted) return adopted;
    say("replacing a database server that does not answer");
    await stopServer(running.identity);
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
 * @param {Cluster} cluster @param {ProcessIdentity} identity @param {(text: string) => void} say
 * @returns {Promise<Server | null>} null when it does not answer
 */
async function adoptServer(cluster, identity, say) {
  const deadline = performance.now() + startTimeoutMs / 2;
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
  const text = lastLines(cluster.logFile, 20);
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
