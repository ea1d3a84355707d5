import type { EngineParts } from "./engine-parts";
import type { Lease } from "./lease";
import type { ServiceLimits } from "./service-limits";
import type { Slots } from "./slots";

/** What the runs of one worker process share. */
export interface WorkerContext {
  /** Of this process and no other, ever. */
  executorId: string;
  parts: EngineParts;
  lease: Lease;
  /** Limits the calls under way at once. */
  slots: Slots;
  /** What all workers together may do to one service. */
  limits: ServiceLimits;
  /** Milliseconds after which a run that only waits for a person is laid to rest. */
  restAfterMs: number;
  /** Set once the process is to end: nothing new is begun. */
  isStopping: boolean;
}

/** For what is begun no more: the process ends before this does. */
export function park(): Promise<never> {
  return new Promise(() => {});
}
