// The embedded server's life, on a cluster beside the one of the other tests.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Cluster, initialiseCluster, openCluster } from "./postgres-cluster.mjs";
import { findServer, startServer, stopServer } from "./postgres-server.mjs";
import { identify, isRunning, waitForExit } from "./processes.mjs";
import { serverUser } from "./server-user.mjs";
import { makeTemporaryFolder } from "./temporary-postgres.mjs";

let folder: string;
let cluster: Cluster;
const open = () =>
  openCluster({ home: path.join(folder, "home"), logFile: path.join(folder, "postgres.log") });
const stop = async () => {
  const server = findServer(cluster.dataFolder);
  if (server) await stopServer(server.identity);
};
beforeAll(() => {
  folder = makeTemporaryFolder("lamplight-cluster-");
  cluster = open();
  initialiseCluster(cluster);
});
afterEach(stop);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function query<Row>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const pidFile = () => path.join(cluster.dataFolder, "postmaster.pid");

test("R3: the server is durable, listens on loopback only, and its password file is private", async () => {
  const { url } = await startServer(cluster);
  const settings = await query(
    url,
    "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses') order by name",
  );
  expect(settings).toEqual([
    { name: "fsync", setting: "on" },
    { name: "full_page_writes", setting: "on" },
    { name: "listen_addresses", setting: "127.0.0.1" },
    { name: "synchronous_commit", setting: "on" },
  ]);
  expect(statSync(path.join(cluster.home, "database.json")).mode & 0o777).toBe(0o600);
});

test("a running server is adopted, with its data", async () => {
  const first = await startServer(cluster);
  await query(first.url, "create table adopted (id int)");
  const second = await startServer(openCluster({ home: cluster.home, logFile: cluster.logFile }));
  expect(second).toEqual({ ...first, adopted: true });
  expect(await query(second.url, "select * from adopted")).toEqual([]);
});

test("a killed server starts again on the same port with what was committed", async () => {
  const first = await startServer(cluster);
  await query(first.url, "create table kept as select 7 as id");
  process.kill(first.identity.pid, "SIGKILL");
  await waitForExit(first.identity, 5000);
  const second = await startServer(cluster);
  expect(second).toMatchObject({ adopted: false, port: first.port });
  expect(await query(second.url, "select * from kept")).toEqual([{ id: 7 }]);
});

test("a stale pid that belongs to an unrelated process of the same user does not keep the server down", async () => {
  const first = await startServer(cluster);
  process.kill(first.identity.pid, "SIGKILL");
  await waitForExit(first.identity, 5000);
  const unrelated = spawn("sleep", ["60"], { ...serverUser(), stdio: "ignore" });
  const lines = readFileSync(pidFile(), "utf8").split("\n");
  writeFileSync(pidFile(), [unrelated.pid, ...lines.slice(1)].join("\n"));
  const second = await startServer(cluster);
  expect(second.adopted).toBe(false);
  expect(isRunning(identify(unrelated.pid ?? 0) ?? { pid: 0, startedAt: "" })).toBe(true);
  unrelated.kill();
  await once(unrelated, "exit");
});

test("a server that hangs is replaced", async () => {
  const first = await startServer(cluster);
  process.kill(first.identity.pid, "SIGSTOP");
  const said: string[] = [];
  const second = await startServer(cluster, { patienceMs: 1000, say: (text) => said.push(text) });
  expect(second.adopted).toBe(false);
  expect(second.identity.pid).not.toBe(first.identity.pid);
  expect(said).toContain("replacing a database server that does not answer");
});

test("a data folder of another PostgreSQL version is named", () => {
  const file = path.join(cluster.dataFolder, "PG_VERSION");
  const version = readFileSync(file, "utf8");
  writeFileSync(file, "14\n");
  expect(() => initialiseCluster(cluster)).toThrow(
    /was made by PostgreSQL 14; this Lamplight brings PostgreSQL 18/,
  );
  writeFileSync(file, version);
});

test("an interrupted initialisation is begun again; a finished one is kept", async () => {
  const { dataFolder } = cluster;
  rmSync(path.join(cluster.home, "database.json"));
  rmSync(dataFolder, { recursive: true });
  cluster = open();
  // What a killed initdb leaves.
  mkdirSync(`${dataFolder}.partial/base`, { recursive: true });
  expect(initialiseCluster(cluster)).toBe(true);
  expect(initialiseCluster(cluster)).toBe(false);
  await query((await startServer(cluster)).url, "select 1");
});

test("a data folder that vanished is not silently replaced by an empty one", () => {
  rmSync(cluster.dataFolder, { recursive: true });
  expect(open).toThrow(/The database folder .* is gone or empty\. Put it back, or remove .* to start afresh/);
});
