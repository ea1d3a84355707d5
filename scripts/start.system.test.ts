// `npm start` as a whole: really started, really killed. Needs the production build.
import { readFileSync, rmSync, statSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { apiTokenOf, type Copy, spawnCopy, startCopy } from "@/lib/testing/start-copy";
import { findServer } from "./lib/postgres-server.mjs";
import { identify, isRunning, type ProcessIdentity, waitForExit } from "./lib/processes.mjs";
import { makeTemporaryFolder } from "./lib/temporary-postgres.mjs";

const folders: string[] = [];
function makeHome(): string {
  const folder = makeTemporaryFolder("lamplight-system-");
  folders.push(folder);
  return path.join(folder, "home");
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

type PartName = "web" | "worker" | "sandbox";
function partsOf({ home }: Copy): Record<PartName, ProcessIdentity> {
  return JSON.parse(readFileSync(path.join(home, "parts.json"), "utf8"));
}
function databaseOf({ home }: Copy): ProcessIdentity {
  const server = findServer(path.join(home, "postgres"));
  if (!server) throw new Error(`No database server runs in ${home}.`);
  return server.identity;
}
function portsOf(home: string): Record<"postgres" | "sandboxHttp" | "sandboxSmtp", number> {
  return JSON.parse(readFileSync(path.join(home, "ports.json"), "utf8"));
}
function databaseUrlOf(home: string, database = "lamplight"): string {
  const { password } = JSON.parse(readFileSync(path.join(home, "database.json"), "utf8"));
  return `postgres://lamplight:${password}@127.0.0.1:${portsOf(home).postgres}/${database}`;
}
/** Asks the product for something that needs web and database. */
async function toolCount(copy: Copy): Promise<number> {
  const response = await fetch(`${copy.address}/api/tools/search?q=send%20an%20e-mail&limit=5`, {
    headers: { authorization: `Bearer ${apiTokenOf(copy.home)}` },
  });
  expect(response.status).toBe(200);
  const body: unknown = await response.json();
  return JSON.stringify(body).split('"toolId"').length + JSON.stringify(body).split('"id"').length - 2;
}

describe("a running copy", () => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await startCopy({ home: makeHome() });
  });
  afterAll(async () => {
    await copy.stop();
  });

  test("answers at the address it printed, from the catalogue in its database", async () => {
    expect((await fetch(copy.address)).status).toBe(200);
    expect(await toolCount(copy)).toBeGreaterThan(0);
  });

  test("S1: its secrets are private files, named but not shown", () => {
    const token = apiTokenOf(copy.home);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(copy.output()).toContain(path.join(copy.home, "api-token"));
    for (const name of ["api-token", "secret.key", "database.json"]) {
      expect(statSync(path.join(copy.home, name)).mode & 0o777).toBe(0o600);
      expect(copy.output()).not.toContain(readFileSync(path.join(copy.home, name), "utf8").trim());
    }
  });

  test.each(["web", "worker", "sandbox"] as const)("starts its %s again after kill -9", async (name) => {
    const before = partsOf(copy)[name];
    process.kill(before.pid, "SIGKILL");
    const said = name === "web" ? "web server" : name;
    await copy.printed(`The ${said} ended by SIGKILL. Starting it again.`);
    await copy.printed(`The ${said} is back after`);
    expect(partsOf(copy)[name].pid).not.toBe(before.pid);
    expect(await toolCount(copy)).toBeGreaterThan(0);
  });

  test("starts its database again after kill -9, on the same port", async () => {
    const { postgres } = portsOf(copy.home);
    process.kill(databaseOf(copy).pid, "SIGKILL");
    await copy.printed("The database ended. Starting it again.");
    await copy.printed("The database is back after");
    expect(portsOf(copy.home).postgres).toBe(postgres);
    expect(await toolCount(copy)).toBeGreaterThan(0);
  });

  test("refuses a second copy on the same data folder, saying where the first one is", async () => {
    const second = await spawnCopy({ home: copy.home });
    expect(await second.ended()).toBe(1);
    expect(second.output()).toContain(`Lamplight is already running at ${copy.address} with the data folder`);
    expect(await toolCount(copy)).toBeGreaterThan(0);
  });

  test("refuses a second copy on the same port, saying what to do", async () => {
    const second = await spawnCopy({ home: makeHome(), port: copy.port });
    expect(await second.ended()).toBe(1);
    expect(second.output()).toContain(`Port ${copy.port} on 127.0.0.1 is in use by another program.`);
    expect(second.output()).toContain("choose another port: PORT=");
  });

  test("leaves room for a second copy with another port and data folder, on a database of its own choice", async () => {
    const client = new pg.Client({ connectionString: databaseUrlOf(copy.home) });
    await client.connect();
    await client.query("create database operators_own");
    await client.end();
    const home = path.join(makeHome(), "with a space");
    const second = await startCopy({
      home,
      environment: { DATABASE_URL: databaseUrlOf(copy.home, "operators_own") },
    });
    expect(await toolCount(second)).toBeGreaterThan(0);
    expect(second.output()).toMatch(/Database +PostgreSQL 18\.\d+ at 127\.0\.0\.1:\d+\/operators_own/);
    expect(await second.stop()).toBe(0);
    expect(await toolCount(copy)).toBeGreaterThan(0);
  });
});

describe("an end", () => {
  let copy: Copy | undefined;
  afterEach(async () => {
    if (copy?.child.exitCode === null) await copy.stop();
    copy = undefined;
  });

  test("by SIGTERM is orderly, takes less than ten seconds, and leaves no process", async () => {
    copy = await startCopy({ home: makeHome() });
    const all = [...Object.values(partsOf(copy)), databaseOf(copy)];
    expect(all.every(isRunning)).toBe(true);
    const began = performance.now();
    expect(await copy.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(all.filter(isRunning)).toEqual([]);
    expect(copy.output()).toContain("Stopped.");
    expect(copy.output()).not.toMatch(/\n\s+at /);
  });

  test("by SIGTERM during the start leaves no process", async () => {
    copy = await spawnCopy({ home: makeHome() });
    await copy.printed("Database ");
    expect(await copy.stop()).toBe(0);
    expect(findServer(path.join(copy.home, "postgres"))).toBeNull();
  });

  test("by kill -9 ends the parts; the next start adopts the database", async () => {
    const home = makeHome();
    copy = await startCopy({ home });
    const { web, worker, sandbox } = partsOf(copy);
    const database = databaseOf(copy);
    copy.child.kill("SIGKILL");
    await copy.ended();
    const gone = await Promise.all([web, worker, sandbox].map((part) => waitForExit(part, 8000)));
    expect(gone).toEqual([true, true, true]);
    expect(isRunning(database)).toBe(true);
    copy = await startCopy({ home });
    expect(copy.output()).toMatch(/Database +adopted/);
    expect(databaseOf(copy)).toEqual(database);
    expect(await toolCount(copy)).toBeGreaterThan(0);
  });

  test("by kill -9 of supervisor and database together is recovered from", async () => {
    const home = makeHome();
    copy = await startCopy({ home });
    const database = databaseOf(copy);
    copy.child.kill("SIGKILL");
    process.kill(database.pid, "SIGKILL");
    await copy.ended();
    copy = await startCopy({ home });
    expect(copy.output()).toMatch(/Database +started/);
    expect(await toolCount(copy)).toBeGreaterThan(0);
  });

  test("comes by itself when a part ends five times within a minute, with the part's last words", async () => {
    copy = await startCopy({ home: makeHome() });
    for (let killed = 0; killed < 5; killed += 1) {
      const worker = partsOf(copy).worker;
      await expect
        .poll(
          () => copy && partsOf(copy).worker.startedAt === identify(partsOf(copy).worker.pid)?.startedAt,
          { timeout: 10_000 },
        )
        .toBe(true);
      process.kill(partsOf(copy).worker.pid, "SIGKILL");
      if (killed < 4)
        await expect.poll(() => copy && partsOf(copy).worker.pid, { timeout: 20_000 }).not.toBe(worker.pid);
    }
    expect(await copy.ended()).toBe(1);
    expect(copy.output()).toContain("The worker ended 5 times within a minute. Lamplight stops.");
    expect(copy.output()).toContain(path.join(copy.home, "logs", "worker.log"));
    expect(findServer(path.join(copy.home, "postgres"))).toBeNull();
  });

  test("a port taken meanwhile by a foreign program is replaced at the next start", async () => {
    const home = makeHome();
    copy = await startCopy({ home });
    const { sandboxHttp } = portsOf(home);
    await copy.stop();
    const foreign = net.createServer().listen(sandboxHttp, "127.0.0.1");
    copy = await startCopy({ home });
    expect(portsOf(home).sandboxHttp).not.toBe(sandboxHttp);
    expect(await toolCount(copy)).toBeGreaterThan(0);
    await copy.stop();
    foreign.close();
  });
});

describe("a start that cannot succeed says why, without a stack trace", () => {
  const refused = async (environment: Record<string, string>) => {
    const copy = await spawnCopy({ home: makeHome(), environment });
    expect(await copy.ended()).toBe(1);
    expect(copy.output()).not.toMatch(/\n\s+at /);
    return copy.output();
  };

  test("DATABASE_URL that cannot be read", async () => {
    const output = await refused({ DATABASE_URL: "postgres//user:opensesame@host/database" });
    expect(output).toContain("DATABASE_URL is not the address of a PostgreSQL database.");
    expect(output).not.toContain("opensesame");
  });

  test("DATABASE_URL where nothing listens", async () => {
    const output = await refused({ DATABASE_URL: "postgres://user:opensesame@127.0.0.1:9/database" });
    expect(output).toContain("Nothing answers at 127.0.0.1:9, the address in DATABASE_URL.");
    expect(output).not.toContain("opensesame");
  });

  test("N10: an address others can reach, without an origin", async () => {
    expect(await refused({ HOST: "0.0.0.0" })).toContain("there is no sign-in yet");
  });

  test("a model that is not written as provider and model", async () => {
    expect(await refused({ LAMPLIGHT_MODEL: "gpt" })).toContain("write it as <provider>/<model>");
  });
});
