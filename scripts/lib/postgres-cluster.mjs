// The embedded PostgreSQL's files: where they are, and how they come to be.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { childEnvironment } from "./environment.mjs";
import { readJson, readText, writeFileAtomically } from "./files.mjs";
import { claimSharedFolder, postgresBinaries } from "./postgres-binaries.mjs";
import { Problem } from "./problem.mjs";
import { canReach, serverUser } from "./server-user.mjs";

/** @typedef {import("./server-user.mjs").ServerUser} ServerUser */
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

/** The server's own administrator; Lamplight itself works as another role. */
export const owner = "postgres";

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

/** What the server's programs get. */
export function serverEnvironment() {
  return childEnvironment({ values: { LC_ALL: "C", TZ: "UTC", HOME: undefined } });
}
