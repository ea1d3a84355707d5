// What a worker and the thread that keeps its lease agree on.

export interface LeaseTerms {
  databaseUrl: string;
  executorId: string;
  /** Milliseconds of silence after which the lease is lost. */
  leaseMs: number;
  /** Milliseconds without a sign of the worker's main thread after which the process is ended. */
  hungMs: number;
  cells: BigInt64Array;
}

/** What the thread tells. `silent`: the process is about to be ended. */
export type LeaseNews =
  | { kind: "held" }
  | { kind: "lost"; why: string | null }
  | { kind: "refused"; why: string };

/** Places in the memory that both share. */
export const cell = {
  /** Until when the server certainly keeps the lock: nanoseconds of the monotonic clock, which all threads share. */
  heldUntil: 0,
  /** The same in milliseconds since 1970: the monotonic clock stands still while a machine sleeps. */
  heldUntilDate: 1,
  /** Counted up by the main thread as long as it comes round. */
  signs: 2,
} as const;

export const cellCount = 3;
