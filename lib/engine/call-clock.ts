/** Calls back when a call has taken too long. The time a person takes to answer is not the call's. */
export class CallClock {
  private timer: NodeJS.Timeout | null = null;
  private startedAt = 0;
  private pauses = 0;

  constructor(
    private leftMs: number,
    private readonly onEnd: () => void,
  ) {
    this.start();
  }

  pause(): void {
    this.pauses += 1;
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.leftMs -= performance.now() - this.startedAt;
  }

  resume(): void {
    this.pauses -= 1;
    if (this.pauses === 0 && !this.timer) this.start();
  }

  /** Ends it without calling back. */
  stop(): void {
    this.pauses = Number.POSITIVE_INFINITY;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private start(): void {
    this.startedAt = performance.now();
    this.timer = setTimeout(this.onEnd, Math.max(0, this.leftMs));
  }
}
