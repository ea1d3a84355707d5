/** Places that calls take; whoever takes more than one kind takes them in the same order as all others. */
export interface Places {
  /** Takes a place for somebody, mostly a run; the returned function gives it back. */
  take(taker: string): Promise<() => void>;
}

/**
 * A number of places, taken and given back; who finds none waits in line. A place that becomes free goes to
 * whoever has the fewest, and among those to who has waited longest: a run with a thousand steps keeps no other waiting.
 */
export class Slots implements Places {
  private taken = 0;
  private readonly ofTakers = new Map<string, number>();
  private readonly line: { taker: string; begin: () => void }[] = [];

  constructor(private count: number) {}

  get inUse(): number {
    return this.taken;
  }

  async take(taker: string): Promise<() => void> {
    if (this.taken < this.count) this.begin(taker);
    else await new Promise<void>((resolve) => this.line.push({ taker, begin: resolve }));
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.end(taker);
    };
  }

  /** From now on so many: more go to who waits, fewer hold once enough were given back. */
  resize(count: number): void {
    this.count = count;
    this.letBegin();
  }

  private begin(taker: string): void {
    this.taken += 1;
    this.ofTakers.set(taker, this.ofTaker(taker) + 1);
  }

  private end(taker: string): void {
    this.taken -= 1;
    const left = this.ofTaker(taker) - 1;
    if (left > 0) this.ofTakers.set(taker, left);
    else this.ofTakers.delete(taker);
    this.letBegin();
  }

  private letBegin(): void {
    while (this.taken < this.count) {
      const next = this.nextInLine();
      if (!next) return;
      // It has the place before anybody else can see it free.
      this.begin(next.taker);
      next.begin();
    }
  }

  private nextInLine(): { taker: string; begin: () => void } | undefined {
    let best = 0;
    for (const [place, { taker }] of this.line.entries()) {
      if (this.ofTaker(taker) < this.ofTaker(this.line[best]?.taker ?? "")) best = place;
    }
    return this.line.splice(best, 1)[0];
  }

  private ofTaker(taker: string): number {
    return this.ofTakers.get(taker) ?? 0;
  }
}
