// A worker's lease on its id: a PostgreSQL advisory lock on a connection of its own. The server ends the connection
// when it has been silent for the lease's length, so that the runs of a worker that is dead, cut off or stopped
// (SIGSTOP) can be taken over by another: whoever gets the lock on an id knows that its worker is gone.
import pg from "pg";
import { env } from "@/lib/env";
import { log } from "./engine-log";

const lockKey = "hashtextextended('lamplight worker ' || $1, 0)";

export interface LeaseOptions {
  executorId: string;
  /** Milliseconds of silence after which the lease is lost. */
  leaseMs: number;
}

export class Lease {
  private client: pg.Client | null = null;
  /** Monotonic milliseconds until which the server certainly keeps the lock. */
  private heldUntil = 0;
  private isReleased = false;
  private timer: NodeJS.Timeout | null = null;
  private waiting: (() => void)[] = [];
  private asking: Promise<void> = Promise.resolve();

  private constructor(private readonly options: LeaseOptions) {}

  /** Takes the lease; throws when the database can't be reached. */
  static async acquire(options: LeaseOptions): Promise<Lease> {
    const lease = new Lease(options);
    await lease.connect();
    lease.schedule();
    return lease;
  }

  /** True while no other worker can have taken over: to be asked right before anything leaves the process. */
  isHeld(): boolean {
    return performance.now() < this.heldUntil;
  }

  /** Resolves once the lease is held (again). */
  async whenHeld(): Promise<void> {
    while (!this.isHeld()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /**
   * Runs `work` if the worker with this id is gone: holds the lock on its id meanwhile, so that two workers don't
   * take over the same runs at once.
   */
  async ifGone(executorId: string, work: () => Promise<void>): Promise<void> {
    const { client } = this;
    if (!client || !this.isHeld()) return;
    if (!(await this.ask(client, `select pg_try_advisory_lock(${lockKey}) as is_so`, [executorId]))) return;
    try {
      await work();
    } finally {
      await this.ask(client, `select pg_advisory_unlock(${lockKey}) as is_so`, [executorId]);
    }
  }

  /** Gives the lease up, so that what this worker leaves can be taken over at once. */
  async release(): Promise<void> {
    this.isReleased = true;
    this.heldUntil = 0;
    if (this.timer) clearTimeout(this.timer);
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => {});
  }

  private async connect(): Promise<void> {
    const { executorId, leaseMs } = this.options;
    const client = new pg.Client({
      connectionString: env().DATABASE_URL,
      keepAlive: true,
      connectionTimeoutMillis: leaseMs,
      query_timeout: leaseMs / 2,
    });
    client.on("error", (error) => this.lost(client, error));
    client.on("end", () => this.lost(client));
    try {
      await client.connect();
      await client.query("select set_config('idle_session_timeout', $1, false)", [String(leaseMs)]);
      const startedAt = performance.now();
      const isTaken = await this.ask(client, `select pg_try_advisory_lock(${lockKey}) as is_so`, [
        executorId,
      ]);
      if (!isTaken) throw new Error(`the lease of worker ${executorId} is being taken over`);
      this.client = client;
      this.held(startedAt);
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
  }

  /** One query after another: the heartbeat and a takeover share the connection. */
  private async ask(client: pg.Client, query: string, values: string[] = []): Promise<boolean> {
    const earlier = this.asking;
    const done = Promise.withResolvers<void>();
    this.asking = done.promise;
    await earlier;
    try {
      const { rows } = await client.query<{ is_so: boolean }>(query, values);
      return rows[0]?.is_so === true;
    } finally {
      done.resolve();
    }
  }

  private held(since: number): void {
    this.heldUntil = since + this.options.leaseMs;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private lost(client: pg.Client, error?: Error): void {
    if (this.client !== client || this.isReleased) return;
    this.client = null;
    this.heldUntil = 0;
    log().warn({ err: error }, "the worker lost its lease; nothing new is called until it has it again");
    client.end().catch(() => {});
  }

  private schedule(): void {
    if (this.isReleased) return;
    this.timer = setTimeout(() => void this.beat().finally(() => this.schedule()), this.options.leaseMs / 5);
  }

  /** Tells the server that this worker lives, or gets the lease back after it was lost. */
  private async beat(): Promise<void> {
    const { client } = this;
    if (!client) {
      try {
        await this.connect();
        log().info("the worker has its lease again");
      } catch (error) {
        log().debug({ err: error }, "the lease is not to be had yet");
      }
      return;
    }
    const startedAt = performance.now();
    try {
      await this.ask(client, "select true as is_so");
      if (this.client === client) this.held(startedAt);
    } catch (error) {
      this.lost(client, error instanceof Error ? error : undefined);
    }
  }
}
