// How long work would take on an idle machine, whatever else the machine is doing: for tests of what must be quick.

/** Reading and writing this text is what other work is compared with: others slow all things down alike. */
const yardstick = JSON.stringify(
  Array.from({ length: 20_000 }, (_, index) => ({
    name: `thing${index}`,
    list: [1, 2, "three"],
    nested: { a: true },
  })),
);
// The least measured was 17 ms of one core, on a server of 2026 that other work kept busy.
const idleYardstickMs = 20;

function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/** How long the yardstick takes now, in ms: of the processor, and by the clock. */
function measure(): { processor: number; clock: number } {
  const start = process.cpuUsage();
  const began = performance.now();
  for (let round = 0; round < 4; round += 1) JSON.stringify(JSON.parse(yardstick));
  return { processor: processorMs(start) / 4, clock: (performance.now() - began) / 4 };
}

/** How many times slower than an idle machine this one was before and after something. */
function slowdown(before: number, after: number): number {
  return Math.max(1, (before + after) / 2 / idleYardstickMs);
}

/** How much of an idle processor something takes in this process, in ms. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; result: T }> {
  const before = measure();
  const start = process.cpuUsage();
  const result = await work();
  const ms = processorMs(start);
  return { ms: ms / slowdown(before.processor, measure().processor), result };
}

/** The quickest of at most three times that something is done: the first that stays below a limit, or the last. */
export async function timedBelow<T>(limitMs: number, work: () => T | Promise<T>) {
  const first = await timed(work);
  if (first.ms < limitMs) return first;
  const second = await timed(work);
  return second.ms < limitMs ? second : timed(work);
}

/** How long one would wait on an idle machine for something that other processes or a database do, in ms. */
export async function waited<T>(work: () => T | Promise<T>): Promise<{ ms: number; result: T }> {
  const before = measure();
  const began = performance.now();
  const result = await work();
  const ms = performance.now() - began;
  return { ms: ms / slowdown(before.clock, measure().clock), result };
}
