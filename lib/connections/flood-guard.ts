// Whoever sends messages faster than this sends them to do harm: each costs time to read (M6).
const windowMs = 10_000;
const mostPerWindow = 5000;

export const floodMessage = "The service sends more messages than anybody can read.";

/** Counts messages of one connection. */
export class FloodGuard {
  private windowStart = 0;
  private count = 0;

  /** False once there were too many of late. */
  allows(nowMs: number): boolean {
    if (nowMs - this.windowStart > windowMs) {
      this.windowStart = nowMs;
      this.count = 0;
    }
    this.count += 1;
    return this.count <= mostPerWindow;
  }
}
