// Hears of new run events, in the web process and the worker alike: one LISTEN connection a process, shared by
// everybody who watches a run, with a slow poll behind it for announcements that were lost with a connection.
import pg from "pg";
import type { RunId } from "@/lib/domain/ids";
import type { RunEvent } from "@/lib/domain/run-event";
import { env } from "@/lib/env";
import { listNewEvents, runChannel, runSeqs } from "./runs";

const pollEveryMs = 2000;
const reconnectAfterMs = 500;

type Wake = (why: "announced" | "unsure") => void;

/** Somebody's interest in a run, from `watchRun` to `close`. Nothing announced in between is missed. */
export class RunWatch {
  private newestSeq = 0;
  /** Announcements may have been missed: look again whatever is known. */
  private isStale = false;
  private wakes = new Set<Wake>();

  constructor(private readonly onClose: (watch: RunWatch) => void) {}

  /** The newest event that was announced; 0 while none was. */
  get newest(): number {
    return this.newestSeq;
  }

  /**
   * Resolves when the run has events after `afterSeq` ("announced"), or when it may have some or `signal` is aborted
   * ("unsure"). May resolve early: the caller looks again.
   */
  async changed(
    afterSeq: number,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<"announced" | "unsure"> {
    const isStale = this.isStale;
    this.isStale = false;
    if (isStale || signal?.aborted) return "unsure";
    if (this.newestSeq > afterSeq) return "announced";
    return new Promise((resolve) => {
      const wakes = this.wakes;
      const wake: Wake = (why) => {
        signal?.removeEventListener("abort", abort);
        wakes.delete(wake);
        resolve(why);
      };
      const abort = () => wake("unsure");
      wakes.add(wake);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** The run has this event now. */
  announce(seq: number): void {
    if (seq <= this.newestSeq) return;
    this.newestSeq = seq;
    this.wake("announced");
  }

  /** The run may have events that were not announced. */
  lookAgain(): void {
    this.isStale = this.wakes.size === 0;
    this.wake("unsure");
  }

  close(): void {
    this.onClose(this);
    this.wake("unsure");
  }

  private wake(why: "announced" | "unsure"): void {
    for (const wake of [...this.wakes]) wake(why);
  }
}

class RunFeed {
  private client: pg.Client | null = null;
  private isConnecting = false;
  private isClosed = false;
  private poll: NodeJS.Timeout | null = null;
  private readonly watches = new Map<RunId, Set<RunWatch>>();

  watch(runId: RunId): RunWatch {
    const watches = this.watches.get(runId) ?? new Set<RunWatch>();
    const watch: RunWatch = new RunWatch(() => {
      watches.delete(watch);
      if (watches.size === 0 && this.watches.get(runId) === watches) this.watches.delete(runId);
    });
    watches.add(watch);
    this.watches.set(runId, watches);
    if (!this.isClosed) {
      this.poll ??= setInterval(() => void this.lookForMissed(), pollEveryMs).unref();
      void this.connect();
    }
    return watch;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.poll) clearInterval(this.poll);
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => {});
  }

  private async connect(): Promise<void> {
    if (this.client || this.isConnecting || this.isClosed) return;
    this.isConnecting = true;
    const client = new pg.Client({ connectionString: env().DATABASE_URL, keepAlive: true });
    let isLost = false;
    const lost = () => {
      if (isLost) return;
      isLost = true;
      client.end().catch(() => {});
      if (this.client === client) this.client = null;
      this.isConnecting = false;
      if (!this.isClosed) setTimeout(() => void this.connect(), reconnectAfterMs).unref();
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => this.announce(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${runChannel}`);
    } catch {
      lost();
      return;
    }
    if (isLost) return;
    this.isConnecting = false;
    if (this.isClosed) {
      await client.end().catch(() => {});
      return;
    }
    this.client = client;
    // Whatever was announced while nobody listened has been missed.
    for (const watch of this.allWatches()) watch.lookAgain();
  }

  /** `<runId>:<seq>`. */
  private announce(payload: string): void {
    const colon = payload.lastIndexOf(":");
    const seq = Number(payload.slice(colon + 1));
    // A key looked up in the map: whatever it is, an unknown one finds nothing.
    for (const watch of this.watches.get(payload.slice(0, colon) as RunId) ?? []) watch.announce(seq);
  }

  private async lookForMissed(): Promise<void> {
    try {
      for (const [runId, seq] of await runSeqs([...this.watches.keys()])) {
        for (const watch of this.watches.get(runId) ?? []) watch.announce(seq);
      }
    } catch {
      // The database is away; the next poll or the reconnection looks again.
    }
  }

  private allWatches(): RunWatch[] {
    return [...this.watches.values()].flatMap((watches) => [...watches]);
  }
}

const holder = globalThis as { lamplightRunFeed?: RunFeed };

/** Begins to watch a run; the caller closes the watch. */
export function watchRun(runId: RunId): RunWatch {
  holder.lamplightRunFeed ??= new RunFeed();
  return holder.lamplightRunFeed.watch(runId);
}

/**
 * The events of a run after `afterSeq`, in order, each once (R12), as they happen; ends when `signal` is aborted.
 * Events can follow the one that ends the run: the outcome of a call that was in flight.
 */
export async function* subscribeRunEvents(
  runId: RunId,
  afterSeq: number,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  const watch = watchRun(runId);
  try {
    let seq = afterSeq;
    while (!signal.aborted) {
      for (const event of await listNewEvents(runId, seq)) {
        if (signal.aborted) return;
        seq = event.seq;
        yield event;
      }
      await watch.changed(seq, { signal });
    }
  } finally {
    watch.close();
  }
}

/** Ends the connection: for processes and tests that are to exit. */
export async function closeRunFeed(): Promise<void> {
  await holder.lamplightRunFeed?.close();
  holder.lamplightRunFeed = undefined;
}
