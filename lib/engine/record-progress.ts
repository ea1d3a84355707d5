import { openAttempt, placeInEvent, type Run, runAt, type StepPlace } from "@/lib/domain/run";
import type { Progress, RunEventBody } from "@/lib/domain/run-event";
import { storableJson } from "@/lib/domain/storable-json";
import type { ActiveRun } from "./active-run";
import { log } from "./engine-log";

const leastIntervalMs = 1000;
/** The longer a call takes the rarer its progress is recorded: an hour's call leaves about 120 events. */
const shareOfElapsed = 1 / 20;

/** Records what a tool says of its progress, the latest of each while; a tool can't flood the run with it (M6). */
export function recordProgress(
  active: ActiveRun,
  told: StepPlace & { attempt: number },
): { report: (progress: Progress) => void; stop: () => Promise<void> } {
  const { attempt } = told;
  const startedAt = performance.now();
  let latest: Progress | null = null;
  let timer: NodeJS.Timeout | null = null;
  let recordedAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;
  let recording: Promise<unknown> = Promise.resolve();

  const record = () => {
    timer = null;
    const progress = latest;
    latest = null;
    if (!progress || isStopped) return;
    recordedAt = performance.now();
    const event: RunEventBody = { type: "attempt-progressed", ...placeInEvent(told), attempt, progress };
    const isOpen = (run: Run) => openAttempt(runAt(run, told))?.attempt === attempt;
    recording = active
      .append((run) => (isOpen(run) ? [event] : []))
      // Progress is worth no retry; what the call comes to is recorded whatever happens.
      .catch((error: unknown) => log().debug({ err: error, step: told.stepId }, "could not record progress"));
  };
  return {
    report: ({ done, total, message }) => {
      if (isStopped || !Number.isFinite(done)) return;
      const known = total !== null && Number.isFinite(total) ? total : null;
      latest = { done, total: known, message: message === null ? null : storableJson(message.slice(0, 500)) };
      const now = performance.now();
      const intervalMs = Math.max(leastIntervalMs, (now - startedAt) * shareOfElapsed);
      timer ??= setTimeout(record, Math.max(0, recordedAt + intervalMs - now));
    },
    stop: async () => {
      isStopped = true;
      if (timer) clearTimeout(timer);
      await recording;
    },
  };
}
