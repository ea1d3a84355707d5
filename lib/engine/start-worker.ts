import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { dbRetryConfig } from "@dbos-inc/dbos-sdk/internal/utils";
import { closeDatabase } from "@/lib/db/client";
import { engineSchema } from "@/lib/db/durable-workflows";
import { closeRunFeed } from "@/lib/db/run-feed";
import { defaultEach } from "@/lib/domain/call-limits";
import { env } from "@/lib/env";
import { engineLog, log } from "./engine-log";
import type { EngineParts } from "./engine-parts";
import { engineApplication, engineVersion, runQueue } from "./engine-settings";
import { closeEngineClient } from "./enqueue-run";
import { Lease } from "./lease";
import { passOnEnded } from "./nested-run";
import { registerRunPlan, setWorkerContext } from "./run-plan";
import { ServiceLimits } from "./service-limits";
import { Slots } from "./slots";
import { reviveRuns, TakeOver, wakeRuns } from "./take-over";
import type { WorkerContext } from "./worker-context";

export interface WorkerOptions {
  /** Milliseconds of silence after which other workers take this one's runs over. */
  leaseMs?: number;
  /** Milliseconds after which a process that does not come round to anything is ended. */
  hungMs?: number;
  /** Calls of tools under way at once. */
  maxCalls?: number;
  /** Calls of one service under way at once, of all workers together. */
  callsPerService?: number;
  /** Milliseconds after which a run that only waits for a person is laid to rest: it costs nothing from then on. */
  restAfterMs?: number;
  /** Milliseconds that calls under way get to end when the worker is stopped. */
  graceMs?: number;
}

export interface Worker {
  executorId: string;
  /** Begins nothing new, lets calls under way end, and hands everything else to the next worker. */
  stop(): Promise<void>;
}

const sweepEveryMs = 250;
const reviveEverySweeps = 20;
/** A process that is stopped (SIGSTOP) in the middle of a transaction must not keep its locks from whoever takes over. */
const idleInTransactionMs = 1500;

/** Starts the process's one worker. Throws when the database can't be reached or is not prepared. */
export async function startWorker(parts: EngineParts, options: WorkerOptions = {}): Promise<Worker> {
  const { leaseMs = 1500, hungMs = 30_000, maxCalls = 50, callsPerService = defaultEach } = options;
  const { restAfterMs = 20_000, graceMs = 10_000 } = options;
  const executorId = `${hostname()}-${process.pid}-${randomBytes(6).toString("hex")}`;
  // Before any run can be given to this id, so that nobody finds its lock free.
  const lease = await Lease.acquire({ executorId, leaseMs, hungMs });
  const worker: WorkerContext = {
    executorId,
    parts,
    lease,
    slots: new Slots(maxCalls),
    limits: new ServiceLimits(executorId, callsPerService),
    restAfterMs,
    isStopping: false,
  };
  // A worker that is new knows whom to leave alone before it is given anything.
  await worker.limits.look();
  setWorkerContext(worker);
  registerRunPlan();
  DBOS.setConfig({
    name: engineApplication,
    systemDatabaseUrl: env().DATABASE_URL,
    systemDatabaseSchemaName: engineSchema,
    executorID: executorId,
    applicationVersion: engineVersion,
    listenQueues: [runQueue],
    systemDatabaseIdleTransactionTimeoutMs: idleInTransactionMs,
    runMigrations: false,
    logger: engineLog(),
  });
  // Not part of the SDK's public interface: its version is pinned in package.json. By default the longer a database
  // was away the longer nobody looks whether it is back, up to a minute.
  Object.assign(dbRetryConfig, { initialBackoffSec: 0.2, maxBackoffSec: 1 });
  await DBOS.launch();
  const sweeping = new AbortController();
  const swept = sweep(worker, sweeping.signal);
  log().info({ executorId }, "the worker is ready");
  const stop = async () => {
    worker.isStopping = true;
    sweeping.abort();
    const deadline = performance.now() + graceMs;
    while (worker.slots.inUse > 0 && performance.now() < deadline) await delay(50);
    await swept;
    await DBOS.shutdown();
    await lease.release();
    await Promise.all([closeRunFeed(), closeEngineClient(), parts.close?.()]);
    await closeDatabase();
    log().info({ executorId }, "the worker has stopped");
  };
  let stopped: Promise<void> | null = null;
  return {
    executorId,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Looks for runs to take over, until stopped. */
async function sweep(worker: WorkerContext, stopped: AbortSignal): Promise<void> {
  const takeOver = new TakeOver(worker);
  for (let count = 0; !stopped.aborted; count += 1) {
    try {
      await takeOver.look();
      await worker.limits.look();
      await passOnEnded(worker.parts.files);
      await wakeRuns();
      if (count % reviveEverySweeps === 0) await reviveRuns();
    } catch (error) {
      log().warn({ err: error }, "could not look for runs to take over");
    }
    await delay(sweepEveryMs, undefined, { signal: stopped }).catch(() => {});
  }
}
