// The program as the supervisor runs it before everything else.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { pool } from "@/lib/db/client";
import { env } from "@/lib/env";
import { startTemporaryPostgres } from "@/scripts/lib/temporary-postgres.mjs";

const phaseSchema = z.object({ phase: z.string(), ms: z.number(), outcome: z.string() });

async function prepare(variables: Record<string, string>) {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/setup/prepare-main.ts"], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    timeout: 60_000,
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      DATABASE_URL: env().DATABASE_URL,
      LAMPLIGHT_HOME: env().LAMPLIGHT_HOME,
      LAMPLIGHT_SANDBOX_HTTP_PORT: "43311",
      LAMPLIGHT_SANDBOX_SMTP_PORT: "43312",
      LAMPLIGHT_LOG_LEVEL: "error",
      ...variables,
    },
  });
  const doings: string[] = [];
  let [output, errors] = ["", ""];
  child.on("message", (message: { doing: string }) => doings.push(message.doing));
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  const [code] = await once(child, "close");
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  const phases = lines.map((line) => phaseSchema.parse(JSON.parse(line)));
  return { code, phases, errors, doings };
}

/**
 * An empty database of a user with no rights beyond it, on a server of its own: another login role on the shared one
 * would tell the other files' workspaces that they must not take rights from everybody.
 */
async function foreignDatabase(): Promise<string> {
  const server = await startTemporaryPostgres();
  onTestFinished(server.stop);
  const name = `plain_${crypto.randomUUID().slice(0, 8)}`;
  const owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
  await owner.query(`create role ${name} login password 'plain'`);
  await owner.query(`grant ${name} to current_user`);
  await owner.query(`create database ${name} owner ${name}`);
  await owner.end();
  const url = new URL(server.url);
  url.username = name;
  url.password = "plain";
  url.pathname = `/${name}`;
  return url.href;
}

test("two programs at once make one workspace, and a third changes nothing", {
  timeout: 120_000,
}, async () => {
  const both = await Promise.all([prepare({}), prepare({})]);
  expect(both.map(({ code, errors }) => [code, errors.includes("Error")])).toEqual([
    [0, false],
    [0, false],
  ]);
  expect(both[0]?.doings).toEqual([
    "updating the tables",
    "checking the credentials' key",
    "preparing the engine",
    "indexing the tools",
    "setting up the sandbox",
  ]);
  const outcomes = both.map(({ phases }) => phases.find(({ phase }) => phase === "sandbox")?.outcome ?? "");
  expect(outcomes.filter((outcome) => outcome === "unchanged")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome.startsWith("made "))).toHaveLength(1);
  const count = async () => (await pool().query("select count(*)::int as n from connections")).rows;
  expect(await count()).toEqual([{ n: 7 }]);

  const again = await prepare({});
  expect(again).toMatchObject({ code: 0, errors: "" });
  expect(again.phases.map(({ phase }) => phase)).toEqual([
    "migrate",
    "secrets",
    "engine",
    "catalogue",
    "sandbox",
  ]);
  expect(again.phases.at(-1)?.outcome).toBe("unchanged");
  expect(await count()).toEqual([{ n: 7 }]);
});

test("a database user who may not make roles gets everything but the sales database, and is told why", {
  timeout: 120_000,
}, async () => {
  const url = await foreignDatabase();
  const home = await mkdtemp(path.join(env().LAMPLIGHT_HOME, "foreign-"));
  const { code, errors } = await prepare({ DATABASE_URL: url, LAMPLIGHT_HOME: home });
  expect(code).toBe(0);
  expect(errors).toMatch(
    /^The sandbox has no sales database: the database user “plain_\w+” may not make roles/m,
  );
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("select kind from connections order by kind");
    expect(rows.map(({ kind }) => kind)).toEqual([
      "api:flights",
      "api:weather",
      "scim",
      "slack",
      "smtp",
      "twilio",
    ]);
    const schemas = await client.query("select 1 from pg_namespace where nspname = 'sandbox_sales'");
    expect(schemas.rowCount).toBe(0);
  } finally {
    await client.end();
  }
});

test("with the sandbox off nothing is seeded", { timeout: 120_000 }, async () => {
  const url = await foreignDatabase();
  const home = await mkdtemp(path.join(env().LAMPLIGHT_HOME, "off-"));
  const { code, phases } = await prepare({
    DATABASE_URL: url,
    LAMPLIGHT_HOME: home,
    LAMPLIGHT_SANDBOX: "off",
  });
  expect([code, phases.at(-1)]).toEqual([0, { phase: "sandbox", ms: expect.any(Number), outcome: "off" }]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select (select count(*)::int from connections) + (select count(*)::int from apis) as n",
    );
    expect(rows).toEqual([{ n: 0 }]);
  } finally {
    await client.end();
  }
});

test("a database that is not there is an error in a sentence", { timeout: 60_000 }, async () => {
  const { code, errors } = await prepare({ DATABASE_URL: "postgres://x:y@127.0.0.1:9/x" });
  expect(code).toBe(1);
  expect(errors).toContain("ECONNREFUSED");
});
