import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { pool } from "./client";
import { runTransaction } from "./run-transaction";

const endAfter = (ms: number) =>
  sql`select set_config('idle_in_transaction_session_timeout', ${`${ms}ms`}, true)`;

/** Nothing else of the process happens for so long: as when the machine is busy. */
function standStill(ms: number) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test.each([
  ["stands still", async () => standStill(500)],
  ["waits", async () => delay(500)],
])("what a process that %s in it was in the middle of is done again", async (_how, idle) => {
  let tries = 0;
  const kept = await runTransaction(async (tx) => {
    tries += 1;
    await tx.execute(endAfter(100));
    if (tries === 1) await idle();
    const { rows } = await tx.execute(sql`select pg_backend_pid() as pid`);
    return rows.length;
  });
  expect([kept, tries]).toEqual([1, 2]);
});

test("a server that ends the connection in the middle has it done again on another", async () => {
  const pids: number[] = [];
  await runTransaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    pids.push(rows[0]?.pid ?? 0);
    if (pids.length === 1) await pool().query("select pg_terminate_backend($1)", [pids[0]]);
    await tx.execute(sql`select 1`);
  });
  expect(new Set(pids).size).toBe(2);
});

test("it is given up after three tries, and at once for what no try mends", async () => {
  let tries = 0;
  const cutOff = runTransaction(async (tx) => {
    tries += 1;
    await tx.execute(endAfter(50));
    standStill(200);
    await tx.execute(sql`select 1`);
  });
  await expect(cutOff).rejects.toThrow();
  expect(tries).toBe(3);
  const wrong = runTransaction(async (tx) => {
    tries += 1;
    await tx.execute(sql`select 1 / 0`);
  });
  await expect(wrong).rejects.toThrow();
  expect(tries).toBe(4);
});

test("what was cut off while it was being kept is not done again: it may have been", async () => {
  let tries = 0;
  const unsure = runTransaction(async (tx) => {
    tries += 1;
    await tx.execute(endAfter(50));
    // Just before the commit.
    standStill(200);
  });
  await expect(unsure).rejects.toThrow();
  expect(tries).toBe(1);
});
