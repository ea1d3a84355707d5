/** A number of places, taken and given back; who finds none waits in line. */
export class Slots {
  private taken = 0;
  private readonly line: (() => void)[] = [];

  constructor(private readonly count: number) {}

  get inUse(): number {
    return this.taken;
  }

  /** Takes a place; the returned function gives it back. */
  async take(): Promise<() => void> {
    if (this.taken < this.count) this.taken += 1;
    else await new Promise<void>((resolve) => this.line.push(resolve));
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      const next = this.line.shift();
      // The place goes to the next in line without ever being free.
      if (next) next();
      else this.taken -= 1;
    };
  }
}
