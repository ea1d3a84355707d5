import { setTimeout as delay } from "node:timers/promises";
import { db, type Querier } from "@/lib/db/client";
import { type RunWatch, watchRun } from "@/lib/db/run-feed";
import { type Appended, appendEvents, FencedError, loadRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import { isFinishedRun, type Run } from "@/lib/domain/run";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { log } from "./engine-log";

/** A run this worker has claimed: its state, kept up with the events of every process, and the one way to append. */
export class ActiveRun {
  private current: Run;
  private fence: Error | null = null;
  private isClosed = false;
  private readonly end = new AbortController();
  private readonly closing = new AbortController();
  private readonly watch: RunWatch;
  private readonly wakes = new Set<() => void>();

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
   * anything. Throws `FencedError` when the run belongs to another worker now.
   */
  async append(
    decide: (run: Run) => RunEventBody[],
    within?: (tx: Querier, events: RunEvent[]) => Promise<void>,
  ): Promise<Appended> {
    try {
      const appended = await db().transaction(async (tx) => {
        const options = { executorId: this.owner, known: this.current };
        const result = await appendEvents(tx, this.id, decide, options);
        if (!result) throw new FencedError(this.id, this.owner, null);
        if (result.events.length > 0) await within?.(tx, result.events);
        return result;
      });
      this.take(appended.run);
      return appended;
    } catch (error) {
      if (error instanceof FencedError) this.lose(error);
      throw error;
    }
  }

  /** Gives the claim up; whoever still waits on it is told. */
  close(): void {
    this.isClosed = true;
    this.fence ??= new Error(`the claim on run ${this.id} was given up`);
    this.wakeAll();
    this.closing.abort();
    this.watch.close();
  }

  private async follow(): Promise<void> {
    while (!this.isClosed) {
      await this.watch.changed(this.current.seq, { signal: this.closing.signal });
      if (this.isClosed) return;
      try {
        const run = await loadRun(this.id, { known: this.current });
        if (run) this.take(run);
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
