// The thread that keeps a worker's lease: a PostgreSQL advisory lock on the worker's id, on a connection of its own,
// which the server ends when it has been silent for the lease's length. A thread, because a lease that is short enough
// to be taken over quickly must not be lost to a few seconds of work in the main thread; it stops with the process,
// as by SIGSTOP, and ends a process whose main thread doesn't come round at all any more.
import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import pg from "pg";
import { leaseKey } from "@/lib/db/lease-key";
import { cell, type LeaseNews, type LeaseTerms } from "./lease-terms";

const terms: LeaseTerms = workerData;
const { cells, leaseMs, hungMs, executorId, databaseUrl } = terms;
const beatMs = leaseMs / 5;
const reconnectMs = 100;

let client: pg.Client | null = null;
let isFirst = true;
let lastSigns = -1n;
let beatsWithoutSign = 0;

const tell = (news: LeaseNews) => parentPort?.postMessage(news);

function hold(since: { clock: bigint; date: number }): void {
  Atomics.store(cells, cell.heldUntil, since.clock + BigInt(leaseMs) * 1_000_000n);
  Atomics.store(cells, cell.heldUntilDate, BigInt(since.date + leaseMs));
}

const now = () => ({ clock: process.hrtime.bigint(), date: Date.now() });

function lose(lost: pg.Client, error?: unknown): void {
  lost.end().catch(() => {});
  if (client !== lost) return;
  client = null;
  Atomics.store(cells, cell.heldUntil, 0n);
  tell({ kind: "lost", why: error instanceof Error ? error.message : null });
}

async function connect(): Promise<void> {
  const fresh = new pg.Client({
    connectionString: databaseUrl,
    keepAlive: true,
    connectionTimeoutMillis: leaseMs,
    query_timeout: leaseMs,
  });
  fresh.on("error", (error) => lose(fresh, error));
  fresh.on("end", () => lose(fresh));
  try {
    await fresh.connect();
    await fresh.query("select set_config('idle_session_timeout', $1, false)", [String(leaseMs)]);
    const since = now();
    const { rows } = await fresh.query(`select pg_try_advisory_lock(${leaseKey("$1")}) as held`, [
      executorId,
    ]);
    if (rows[0]?.held !== true) throw new Error(`the lease of worker ${executorId} is being taken over`);
    client = fresh;
    hold(since);
    isFirst = false;
    tell({ kind: "held" });
  } catch (error) {
    fresh.end().catch(() => {});
    if (isFirst) tell({ kind: "refused", why: error instanceof Error ? error.message : String(error) });
  }
}

/** Tells the server that this worker lives, or gets the lease back after it was lost. */
async function beat(): Promise<void> {
  const mine = client;
  if (!mine) return connect();
  const since = now();
  try {
    await mine.query("select");
    if (client === mine) hold(since);
  } catch (error) {
    lose(mine, error);
  }
}

/** Counted in beats, not by a clock: a process that was stopped for a while has missed none. */
function endIfHung(): void {
  const signs = Atomics.load(cells, cell.signs);
  beatsWithoutSign = signs === lastSigns ? beatsWithoutSign + 1 : 0;
  lastSigns = signs;
  if (beatsWithoutSign * beatMs < hungMs) return;
  // Past the main thread, which would have to write for this one.
  writeSync(
    2,
    `${JSON.stringify({ level: 60, msg: `the worker has hung for ${hungMs} ms and is ended` })}\n`,
  );
  process.kill(process.pid, "SIGKILL");
}

async function keep(): Promise<void> {
  await beat();
  endIfHung();
  setTimeout(() => void keep(), client ? beatMs : Math.min(beatMs, reconnectMs));
}

await keep();
