import { setTimeout as delay } from "node:timers/promises";
import { db, type Querier } from "@/lib/db/client";
import { type RunWatch, watchRun } from "@/lib/db/run-feed";
import { type Appended, appendEvents, continueRun, FencedError } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import { reduceRun } from "@/lib/domain/reduce-run";
import { isFinishedRun, type Run } from "@/lib/domain/run";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { log } from "./engine-log";

type Decide = (run: Run) => RunEventBody[];
type Within = (tx: Querier) => Promise<void>;

interface PendingAppend {
  decide: Decide;
  within: Within | undefined;
  resolve: (appended: Appended) => void;
  reject: (error: unknown) => void;
}

/** What one of a batch appends; `fault`: it threw, and appends nothing. */
interface Decided {
  pending: PendingAppend;
  bodies: RunEventBody[];
  fault?: unknown;
}

/** Appends of one transaction. */
const maxBatch = 50;

/** Lets each decide on the run as the ones before leave it. */
function decideAll(batch: readonly PendingAppend[], run: Run): Decided[] {
  let state = run;
  return batch.map((pending) => {
    try {
      const bodies = pending.decide(state);
      const at = new Date().toISOString();
      const events = bodies.map((body, index) => ({ runId: run.id, seq: state.seq + index + 1, at, body }));
      state = reduceRun(events, state) ?? state;
      return { pending, bodies };
    } catch (fault) {
      return { pending, bodies: [], fault };
    }
  });
}

/** A run this worker has claimed: its state, kept up with the events of every process, and the one way to append. */
export class ActiveRun {
  private current: Run;
  private fence: Error | null = null;
  private isClosed = false;
  private readonly end = new AbortController();
  private readonly closing = new AbortController();
  private readonly watch: RunWatch;
  private readonly wakes = new Set<() => void>();
  private readonly queue: PendingAppend[] = [];
  private isAppending = false;

  /** @param owner names this claim; the events of any other are refused (R4). */
  constructor(
    readonly plan: Plan,
    run: Run,
    private readonly owner: string,
  ) {
    this.current = run;
    this.watch = watchRun(run.id);
    this.take(run);
    void this.follow();
  }

  get run(): Run {
    return this.current;
  }

  get id(): RunId {
    return this.current.id;
  }

  /** Aborted when the run has ended, or belongs to another worker: what is under way for it is to stop. */
  get ended(): AbortSignal {
    return this.end.signal;
  }

  /** Throws when another worker has taken the run over, or this claim was given up. */
  assertOwned(): void {
    if (this.fence) throw this.fence;
  }

  /** Resolves when there are events after `afterSeq`, or when `timeoutMs` have passed. */
  async changed(afterSeq: number, timeoutMs?: number): Promise<void> {
    if (this.fence || this.current.seq > afterSeq) return;
    await new Promise<void>((resolve) => {
      const { wakes } = this;
      const timer = timeoutMs === undefined ? undefined : setTimeout(wake, timeoutMs);
      function wake(): void {
        clearTimeout(timer);
        wakes.delete(wake);
        resolve();
      }
      wakes.add(wake);
    });
  }

  /**
   * Appends what `decide` says under the run's lock, and does `within` in the same transaction when that is
   * anything. Throws `FencedError` when the run belongs to another worker now. What many steps append at the same
   * moment goes into one transaction, so that a wide plan does not take all connections to wait for its own lock.
   */
  append(decide: Decide, within?: Within): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.queue.push({ decide, within, resolve, reject });
      void this.appendQueued();
    });
  }

  /** Gives the claim up; whoever still waits on it is told. */
  close(): void {
    this.isClosed = true;
    this.fence ??= new Error(`the claim on run ${this.id} was given up`);
    this.wakeAll();
    this.closing.abort();
    this.watch.close();
  }

  private async appendQueued(): Promise<void> {
    if (this.isAppending) return;
    this.isAppending = true;
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, maxBatch);
      try {
        await this.appendBatch(batch);
      } catch (error) {
        if (error instanceof FencedError) this.lose(error);
        for (const one of batch) one.reject(error);
      }
    }
    this.isAppending = false;
  }

  private async appendBatch(batch: readonly PendingAppend[]): Promise<void> {
    const { run, parts } = await db().transaction(async (tx) => {
      let decided: Decided[] = [];
      const decide = (now: Run) => {
        decided = decideAll(batch, now);
        return decided.flatMap((one) => one.bodies);
      };
      const options = { executorId: this.owner, known: this.current };
      const appended = await appendEvents(tx, this.id, decide, options);
      if (!appended) throw new FencedError(this.id, this.owner, null);
      let from = 0;
      const parts: { one: Decided; events: RunEvent[] }[] = [];
      for (const one of decided) {
        const events = appended.events.slice(from, from + one.bodies.length);
        from += one.bodies.length;
        if (events.length > 0) await one.pending.within?.(tx);
        parts.push({ one, events });
      }
      return { run: appended.run, parts };
    });
    this.take(run);
    for (const { one, events } of parts) {
      if (one.fault === undefined) one.pending.resolve({ run, events });
      else one.pending.reject(one.fault);
    }
  }

  private async follow(): Promise<void> {
    while (!this.isClosed) {
      await this.watch.changed(this.current.seq, { signal: this.closing.signal });
      if (this.isClosed) return;
      try {
        this.take(await continueRun(this.current));
      } catch (error) {
        log().warn({ err: error, run: this.id }, "could not look at the run's new events yet");
        await delay(500);
      }
    }
  }

  private take(run: Run): void {
    if (run.seq > this.current.seq) this.current = run;
    const { executorId } = this.current;
    if (executorId !== this.owner && !isFinishedRun(this.current)) {
      this.lose(new FencedError(this.id, this.owner, executorId));
    }
    if (isFinishedRun(this.current)) this.end.abort();
    this.wakeAll();
  }

  private lose(error: FencedError): void {
    if (this.fence) return;
    this.fence = error;
    log().warn({ run: this.id, owner: this.owner }, "another worker has taken the run over");
    this.end.abort();
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of [...this.wakes]) wake();
  }
}
