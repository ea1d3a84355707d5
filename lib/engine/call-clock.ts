/** A call of many parts takes so many times the time of one at most. */
const maxParts = 20;

/** Calls back when a call has taken too long. The time a person takes to answer is not the call's. */
export class CallClock {
  private timer: NodeJS.Timeout | null = null;
  private startedAt = 0;
  private leftMs: number;
  private pauses = 0;

  /** What renewing may still add. */
  private spareMs: number;

  /** @param limitMs for the call, or for each part of one that says when a part begins */
  constructor(
    private readonly limitMs: number,
    private readonly onEnd: () => void,
  ) {
    this.leftMs = limitMs;
    this.spareMs = (maxParts - 1) * limitMs;
    this.start();
  }

  /** Begins the time of the next part; of all parts together there is an end. */
  renew(): void {
    if (this.pauses > 0 || !this.timer) return;
    clearTimeout(this.timer);
    const usedMs = this.limitMs - this.leftMs + (performance.now() - this.startedAt);
    const addedMs = Math.min(usedMs, this.spareMs);
    this.spareMs -= addedMs;
    this.leftMs = this.limitMs - usedMs + addedMs;
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
