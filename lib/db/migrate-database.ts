import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { db, pool } from "./client";

/** Brings the tables up to date. The migrations are in `drizzle/` of the folder the program runs in. */
export async function migrateDatabase(): Promise<void> {
  await migrate(db(), { migrationsFolder: path.join(process.cwd(), "drizzle") });
}

const retryMs = 100;

/** Runs work that at most one process at a time may do on this database; the others wait. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  const key = "hashtextextended('lamplight prepare', 0)";
  const client = await pool().connect();
  try {
    // Asked for again and again: a statement that waits for the lock would hold up the engine's migrations, which
    // build indexes concurrently and so wait for every statement that began before.
    while (!(await client.query(`select pg_try_advisory_lock(${key}) as locked`)).rows[0]?.locked)
      await delay(retryMs);
    const result = await work();
    await client.query(`select pg_advisory_unlock(${key})`);
    client.release();
    return result;
  } catch (error) {
    // Its end gives the lock back.
    client.release(true);
    throw error;
  }
}
