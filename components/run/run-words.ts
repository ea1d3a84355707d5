import { isFinishedRun, type StepRun } from "@/lib/domain/run";
import type { RunView } from "./run-view";

const states = {
  queued: "Queued",
  running: "Running",
  waiting: "● Needs you",
  paused: "Paused",
  completed: "✓ Completed",
  failed: "✕ Failed",
  canceled: "Canceled",
} as const;

/** How the run stands, for the title of the browser's tab. */
export function tabTitle({ run, waiting, plan }: RunView): string {
  const state = waiting.length > 0 && !isFinishedRun(run) ? states.waiting : states[run.status];
  return `${state} · ${plan.goal}`;
}

const needs: Partial<Record<StepRun["status"], string>> = {
  "waiting-approval": "needs your approval",
  "waiting-answer": "asks you something",
  failed: "failed and needs you",
  "outcome-unknown": "may or may not have taken place, and needs you",
  unexpected: "gave something that is not as expected, and needs you",
};

const ends: Partial<Record<RunView["run"]["status"], string>> = {
  completed: "The run completed.",
  failed: "The run failed.",
  canceled: "The run was canceled.",
  paused: "The run is paused.",
};

/** What has to be said aloud about a change from one state of a run to the next; empty when nothing has. */
export function announcement(before: RunView, after: RunView): string {
  const wasWaiting = new Map(before.waiting.map(({ step, run }) => [step.id, run.status]));
  const asked = after.waiting
    .filter(({ step, run }) => wasWaiting.get(step.id) !== run.status)
    .map(({ step, run }) => `“${step.title}” ${needs[run.status] ?? "needs you"}.`);
  const ended = before.run.status === after.run.status ? undefined : ends[after.run.status];
  return [...asked, ...(ended ? [ended] : [])].join(" ");
}
