// A PostgreSQL for tests: in a temporary folder, gone with the process that asked for it, however that ends.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, realpathSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "./environment.mjs";
import { makeFolder } from "./files.mjs";
import { initialiseCluster, openCluster } from "./postgres-cluster.mjs";
import { startServer } from "./postgres-server.mjs";
import { canReach, serverUser } from "./server-user.mjs";

/** A new folder which the database server's user can enter. @param {string} prefix */
export function makeTemporaryFolder(prefix) {
  const user = serverUser();
  const base = [os.tmpdir(), "/tmp", "/var/tmp"].find((folder) => canReach(folder, user)) ?? os.tmpdir();
  const folder = realpathSync(mkdtempSync(path.join(base, prefix)));
  // mkdtemp makes it private; the server's user may enter, not list.
  chmodSync(folder, 0o711);
  makeFolder(path.join(folder, "home"), 0o711);
  return folder;
}

/**
 * @returns {Promise<{ home: string, url: string, stop: () => Promise<void> }>}
 * `stop` ends the server and removes the folder. A guard process does it, also when this process is killed.
 */
export async function startTemporaryPostgres() {
  const folder = makeTemporaryFolder("lamplight-test-");
  const guard = spawn(process.execPath, [fileURLToPath(new URL("./guard.mjs", import.meta.url)), folder], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
    env: childEnvironment(),
  });
  // The guard must not keep the process alive that it waits for.
  guard.unref();
  const stop = async () => {
    if (guard.exitCode !== null) return;
    guard.ref();
    guard.stdin.end();
    await once(guard, "exit");
  };
  try {
    const home = path.join(folder, "home");
    const cluster = openCluster({ home, logFile: path.join(folder, "postgres.log") });
    guard.stdin.write(`${cluster.dataFolder}\n`);
    initialiseCluster(cluster);
    const server = await startServer(cluster);
    return { home, url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
