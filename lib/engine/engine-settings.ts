// What the web (which enqueues) and the workers (which run) agree on.

export const engineApplication = "lamplight";
export const runQueue = "lamplight-runs";
export const runWorkflow = "runPlan";

/**
 * Pinned: a run that waits for a person outlives releases, and workers take only runs of their version. Change it
 * only with a change of `runPlan` that recorded runs can't go on with.
 */
export const engineVersion = "1";

/** How often a worker looks for queued runs, in milliseconds. */
export const queuePollMs = 150;
