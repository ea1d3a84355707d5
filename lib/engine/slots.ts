/** Places that calls take; whoever takes more than one kind takes them in the same order as all others. */
export interface Places {
  /** Takes a place for a run; the returned function gives it back. */
  take(runId: string): Promise<() => void>;
}

/**
 * A number of places, taken and given back; who finds none waits in line. A place that becomes free goes to the run
 * that has the fewest, and among those to who has waited longest: a run with a thousand steps keeps no other waiting.
 */
export class Slots implements Places {
  private taken = 0;
  private readonly ofRuns = new Map<string, number>();
  private readonly line: { runId: string; begin: () => void }[] = [];

  constructor(private readonly count: number) {}

  get inUse(): number {
    return this.taken;
  }

  async take(runId: string): Promise<() => void> {
    if (this.taken < this.count) this.begin(runId);
    else await new Promise<void>((resolve) => this.line.push({ runId, begin: resolve }));
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.end(runId);
    };
  }

  private begin(runId: string): void {
    this.taken += 1;
    this.ofRuns.set(runId, this.ofRun(runId) + 1);
  }

  private end(runId: string): void {
    this.taken -= 1;
    const left = this.ofRun(runId) - 1;
    if (left > 0) this.ofRuns.set(runId, left);
    else this.ofRuns.delete(runId);
    const next = this.nextInLine();
    if (!next) return;
    // It has the place before anybody else can see it free.
    this.begin(next.runId);
    next.begin();
  }

  private nextInLine(): { runId: string; begin: () => void } | undefined {
    let best = 0;
    for (const [place, { runId }] of this.line.entries()) {
      if (this.ofRun(runId) < this.ofRun(this.line[best]?.runId ?? "")) best = place;
    }
    return this.line.splice(best, 1)[0];
  }

  private ofRun(runId: string): number {
    return this.ofRuns.get(runId) ?? 0;
  }
}
