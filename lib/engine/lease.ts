// A worker's lease on its id, kept by a thread (`lease-main.ts`): whoever finds the lock on an id free knows that its
// worker is dead, cut off or stopped. What a worker that lost it appends is refused besides, by the run's owner (R4).
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { env } from "@/lib/env";
import { log } from "./engine-log";
import { cell, cellCount, type LeaseNews, type LeaseTerms } from "./lease-terms";

const signEveryMs = 500;
const lookEveryMs = 50;

export type LeaseOptions = Pick<LeaseTerms, "executorId" | "leaseMs" | "hungMs">;

export class Lease {
  private readonly cells = new BigInt64Array(
    new SharedArrayBuffer(cellCount * BigInt64Array.BYTES_PER_ELEMENT),
  );
  private readonly thread: Worker;
  private readonly signs: NodeJS.Timeout;
  private readonly first = Promise.withResolvers<void>();
  private isReleased = false;

  private constructor(options: LeaseOptions) {
    const terms: LeaseTerms = { ...options, databaseUrl: env().DATABASE_URL, cells: this.cells };
    this.thread = new Worker(new URL("lease.mjs", import.meta.url), { workerData: terms, name: "lease" });
    this.thread.on("message", (news: LeaseNews) => this.hear(news));
    this.thread.on("error", (error) => this.end(error));
    this.thread.on("exit", () => this.end(new Error("the thread that keeps the lease has ended")));
    this.signs = setInterval(() => Atomics.add(this.cells, cell.signs, 1n), signEveryMs);
  }

  /** Takes the lease; throws when the database can't be reached. */
  static async acquire(options: LeaseOptions): Promise<Lease> {
    const lease = new Lease(options);
    try {
      await lease.first.promise;
      return lease;
    } catch (error) {
      await lease.release();
      throw error;
    }
  }

  /** True while no other worker can have taken over: to be asked right before anything leaves the process. */
  isHeld(): boolean {
    return (
      process.hrtime.bigint() < Atomics.load(this.cells, cell.heldUntil) &&
      Date.now() < Atomics.load(this.cells, cell.heldUntilDate)
    );
  }

  /** Resolves once the lease is held (again). */
  async whenHeld(): Promise<void> {
    while (!this.isHeld()) await delay(lookEveryMs);
  }

  /** Gives the lease up, so that what this worker leaves can be taken over at once. */
  async release(): Promise<void> {
    this.isReleased = true;
    clearInterval(this.signs);
    await this.thread.terminate();
    Atomics.store(this.cells, cell.heldUntil, 0n);
  }

  private hear(news: LeaseNews): void {
    switch (news.kind) {
      case "held":
        this.first.resolve();
        log().info("the worker has its lease");
        return;
      case "lost":
        log().warn(
          { why: news.why },
          "the worker lost its lease; nothing new is called until it has it again",
        );
        return;
      case "refused":
        this.first.reject(new Error(`the worker could not take its lease: ${news.why}`));
        return;
      default:
        news satisfies never;
    }
  }

  /** Without its thread the worker can never call anything again: the supervisor starts another. */
  private end(error: Error): void {
    if (this.isReleased) return;
    this.first.reject(error);
    throw error;
  }
}
