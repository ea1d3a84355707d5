/** Random choices that a seed replays (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** One of a list, each as often as its weight says. */
  weighted<T>(list: readonly (readonly [T, number])[]): T | undefined {
    let left = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
    return list.find(([, weight]) => {
      left -= weight;
      return left < 0;
    })?.[0];
  }
}
