// Runs before each integration test file: gives it a database and a data folder of its own, so that files cannot
// disturb each other. A test simply uses `db()` and `env()`. Files share a process: what it has open on the one
// before, and what that made of the environment, ends with it.
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { closeRunFeed } from "@/lib/db/run-feed";
import { closeEngineClient } from "@/lib/engine/enqueue-run";
import { readEnvAnew } from "@/lib/env";
import { closeDirectoryIndex } from "@/lib/retrieval/directory-index";
import { closeEpisodes } from "@/lib/retrieval/find-episodes";
import { closeIndex } from "@/lib/retrieval/open-index";

const templateUrl = inject("templateUrl");
const name = `test_${randomUUID().replaceAll("-", "")}`;
const template = new URL(templateUrl).pathname.slice(1);

/** Runs one statement outside the databases at hand. */
async function administer(statement: string): Promise<void> {
  const address = new URL(templateUrl);
  address.pathname = "/postgres";
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** PostgreSQL's own vacuum may be in the database; only a superuser could end that, and it soon ends by itself. */
async function dropOwn(attemptsLeft = 40): Promise<void> {
  try {
    await administer(`drop database if exists ${name} with (force)`);
  } catch (error) {
    const isVacuumed = error instanceof pg.DatabaseError && error.code === "42501";
    if (!isVacuumed || attemptsLeft === 0) throw error;
    await delay(250);
    await dropOwn(attemptsLeft - 1);
  }
}

await administer(`create database ${name} template ${template}`);
const own = new URL(templateUrl);
own.pathname = `/${name}`;
const home = path.join(inject("testHome"), name);
mkdirSync(home);
const environment = { ...process.env };
process.env.DATABASE_URL = own.href;
process.env.LAMPLIGHT_HOME = home;
readEnvAnew();

afterAll(async () => {
  await Promise.all([
    closeRunFeed(),
    closeEngineClient(),
    closeIndex(),
    closeEpisodes(),
    closeDirectoryIndex(),
  ]);
  await closeDatabase();
  await dropOwn();
  for (const key of Object.keys(process.env)) if (!(key in environment)) delete process.env[key];
  Object.assign(process.env, environment);
});
