import { setTimeout as delay } from "node:timers/promises";
import type { PoolClient } from "pg";
import { appendUnchanged } from "@/lib/db/append-unchanged";
import type { Querier } from "@/lib/db/client";
import { clientTransaction } from "@/lib/db/client-transaction";
import { isDatabaseAway } from "@/lib/db/database-away";
import { restRun } from "@/lib/db/durable-workflows";
import { findRevision } from "@/lib/db/plans";
import { type RunWatch, watchRun } from "@/lib/db/run-feed";
import { type Appended, appendEvents, continueRun, FencedError } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import { reduceRun } from "@/lib/domain/reduce-run";
import { isFinishedRun, type Run } from "@/lib/domain/run";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { log } from "./engine-log";

type Decide = (run: Run) => RunEventBody[];
/** `client` has the transaction `tx` open. */
type Within = (tx: Querier, client: PoolClient) => Promise<void>;

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
      // Nobody decides after the last: what it makes of the run is folded when it is stored.
      if (pending === batch.at(-1)) return { pending, bodies };
      const at = new Date().toISOString();
      const events = bodies.map((body, index) => ({ runId: run.id, seq: state.seq + index + 1, at, body }));
      state = reduceRun(events, state) ?? state;
      return { pending, bodies };
    } catch (fault) {
      return { pending, bodies: [], fault };
    }
  });
}

interface AppendedBatch {
  run: Run;
  parts: { one: Decided; events: RunEvent[] }[];
}

/** Gives each of a batch its events. */
function partsOf(decided: readonly Decided[], events: readonly RunEvent[]): AppendedBatch["parts"] {
  let from = 0;
  return decided.map((one) => {
    const until = from + one.bodies.length;
    const part = { one, events: events.slice(from, until) };
    from = until;
    return part;
  });
}

/** A run this worker has claimed: its state, kept up with the events of every process, and the one way to append. */
export class ActiveRun {
  private current: Run;
  private plan: Plan;
  private fence: Error | null = null;
  private isClosed = false;
  private readonly end = new AbortController();
  private readonly closing = new AbortController();
  private readonly watch: RunWatch;
  private readonly wakes = new Set<() => void>();
  private readonly revisionWakes = new Set<() => void>();
  /** Steps and items that are being run and don't wait for an event alone. */
  private busy = 0;
  private readonly queue: PendingAppend[] = [];
  /** Ends with the appending under way; null while there is none. */
  private appending: Promise<void> | null = null;

  /** @param owner names this claim; the events of any other are refused (R4). */
  constructor(
    plan: Plan,
    run: Run,
    private readonly owner: string,
  ) {
    this.current = run;
    this.plan = plan;
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

  /** The plan at the run's revision: a person may have taken a repair meanwhile. */
  async planOf({ planId, planRevision }: Run): Promise<Plan> {
    if (this.plan.revision === planRevision) return this.plan;
    const plan = await findRevision(planId, planRevision);
    if (!plan) throw new Error(`run ${this.id} goes on with revision ${planRevision}, which is not there`);
    if (planRevision === this.current.planRevision) this.plan = plan;
    return plan;
  }

  /** Resolves once the run goes on with another revision than this one. */
  async revised(planRevision: number): Promise<void> {
    if (this.current.planRevision !== planRevision) return;
    await new Promise<void>((resolve) => this.revisionWakes.add(resolve));
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

  /** Does what belongs to the run; unless it is `atLeisure`, the run is not at rest meanwhile. */
  async working<T>(work: () => Promise<T>): Promise<T> {
    this.busy += 1;
    try {
      return await work();
    } finally {
      this.busy -= 1;
    }
  }

  /** Within `working`: waits for what only comes with an event. */
  async atLeisure<T>(wait: () => Promise<T>): Promise<T> {
    this.busy -= 1;
    try {
      return await wait();
    } finally {
      this.busy += 1;
    }
  }

  /** Resolves once nothing was done in the run for so long, and it has been laid to rest; never if that never is. */
  async rested(afterMs: number): Promise<void> {
    for (;;) {
      const { seq } = this.current;
      await this.changed(seq, afterMs);
      if (this.fence) return new Promise(() => {});
      if (this.busy === 0 && this.current.seq === seq && (await this.rest())) return;
    }
  }

  /** Gives the run to nobody, if nothing has happened in it meanwhile; no event is appended at the same time. */
  private async rest(): Promise<boolean> {
    if (this.appending) return false;
    const resting = restRun(this.id, this.owner, this.current.seq);
    this.appending = resting.then(
      () => {},
      () => {},
    );
    let isRested = false;
    try {
      isRested = await resting;
    } catch (error) {
      log().warn({ err: error, run: this.id }, "could not lay a run to rest yet");
    }
    if (isRested) this.fence ??= new FencedError(this.id, this.owner, null);
    this.appending = this.queue.length > 0 ? this.appendQueued() : null;
    return isRested;
  }

  /**
   * Appends what `decide` says under the run's lock, and does `within` in the same transaction when that is
   * anything. Throws `FencedError` when the run belongs to another worker now. What many steps append at the same
   * moment goes into one transaction, so that a wide plan does not take all connections to wait for its own lock.
   */
  append(decide: Decide, within?: Within): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.queue.push({ decide, within, resolve, reject });
      this.appending ??= this.appendQueued();
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
    // What others append at this moment goes along.
    await null;
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, maxBatch);
      try {
        await this.appendBatch(batch);
      } catch (error) {
        if (error instanceof FencedError) this.lose(error);
        for (const one of batch) one.reject(error);
      }
    }
    this.appending = null;
  }

  private async appendBatch(batch: readonly PendingAppend[]): Promise<void> {
    const { run, parts } = (await this.appendUnchanged(batch)) ?? (await this.appendLocked(batch));
    this.take(run);
    for (const { one, events } of parts) {
      if (one.fault === undefined) one.pending.resolve({ run, events });
      else one.pending.reject(one.fault);
    }
  }

  /** The usual case: nobody else appends, and nothing else is stored along. Null when that is not so. */
  private async appendUnchanged(batch: readonly PendingAppend[]): Promise<AppendedBatch | null> {
    if (this.fence instanceof FencedError) throw this.fence;
    const known = this.current;
    const decided = decideAll(batch, known);
    const bodies = decided.flatMap((one) => one.bodies);
    if (decided.some((one) => one.pending.within && one.bodies.length > 0)) return null;
    if (bodies.length === 0) return { run: known, parts: partsOf(decided, []) };
    try {
      const appended = await appendUnchanged({ known, owner: this.owner, bodies });
      return appended && { run: appended.run, parts: partsOf(decided, appended.events) };
    } catch (error) {
      // Of one statement for many runs: whoever is at fault fails alone.
      if (isDatabaseAway(error)) throw error;
      return null;
    }
  }

  private async appendLocked(batch: readonly PendingAppend[]): Promise<AppendedBatch> {
    return clientTransaction(async (tx, client) => {
      let decided: Decided[] = [];
      const decide = (now: Run) => {
        decided = decideAll(batch, now);
        return decided.flatMap((one) => one.bodies);
      };
      const options = { executorId: this.owner, known: this.current };
      const appended = await appendEvents(tx, this.id, decide, options);
      if (!appended) throw new FencedError(this.id, this.owner, null);
      const parts = partsOf(decided, appended.events);
      for (const { one, events } of parts) if (events.length > 0) await one.pending.within?.(tx, client);
      return { run: appended.run, parts };
    });
  }

  private async follow(): Promise<void> {
    while (!this.isClosed) {
      const why = await this.watch.changed(this.current.seq, { signal: this.closing.signal });
      // What is announced is mostly what this worker itself appends at this moment.
      await this.appending;
      if (this.isClosed) return;
      if (why === "announced" && this.watch.newest <= this.current.seq) continue;
      try {
        this.take(await continueRun(this.current));
      } catch (error) {
        log().warn({ err: error, run: this.id }, "could not look at the run's new events yet");
        await delay(500);
      }
    }
  }

  private take(run: Run): void {
    const { planRevision } = this.current;
    if (run.seq > this.current.seq) this.current = run;
    if (this.current.planRevision !== planRevision) {
      for (const wake of this.revisionWakes) wake();
      this.revisionWakes.clear();
    }
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
