import type { ApprovalCard } from "./approval";
import type { QuestionForm } from "./elicitation";
import type { ApprovalId, PlanId, QuestionId, RunId, StepId } from "./ids";
import type { Json, JsonObject } from "./json";
import type { Provenance } from "./origin";
import type { Step } from "./plan";
import type { Progress, Receipt } from "./run-event";
import type { ToolFailure } from "./tool-error";

export type RunStatus = "queued" | "running" | "waiting" | "paused" | "completed" | "failed" | "canceled";

export type StepStatus =
  | "pending"
  | "waiting-approval"
  | "waiting-answer"
  | "running"
  | "retrying"
  | "completed"
  | "failed"
  | "outcome-unknown"
  | "skipped"
  | "denied"
  | "canceled";

export interface Attempt {
  attempt: number;
  startedAt: string;
  finishedAt: string | null;
  inputs: JsonObject;
  /** Null while it runs and when it completed. */
  failure: ToolFailure | null;
  /** The last its tool said about how far it is; null when it says nothing. */
  progress: Progress | null;
}

/** What is true of a step in every status. */
export interface StepRunBase {
  stepId: StepId;
  /** The step as changed during the run; null while it is as in the plan. */
  amended: Step | null;
  inputs: JsonObject | null;
  provenance: Record<string, Provenance>;
  attempts: Attempt[];
  /** Attempts, without those cut off, since a person last said "try again": what the limit on retries counts. */
  tries: number;
  /** Counts from 1; what is sent from a change by a person on is another call, with another idempotency key. */
  generation: number;
  /** The hash an approval allows to execute; null when none does (any more). */
  approvedHash: string | null;
  startedAt: string | null;
  finishedAt: string | null;
}

export type StepRun = StepRunBase &
  (
    | { status: "pending" }
    | { status: "running" }
    | { status: "waiting-approval"; approvalId: ApprovalId; contentHash: string; card: ApprovalCard }
    | {
        status: "waiting-answer";
        questionId: QuestionId;
        question: string;
        options: string[];
        form: QuestionForm | null;
      }
    | { status: "retrying"; retryAt: string; failure: ToolFailure }
    | { status: "completed"; output: Json; receipt: Receipt | null; source: "tool" | "person" }
    | { status: "failed"; failure: ToolFailure }
    | { status: "outcome-unknown"; failure: ToolFailure | null }
    | { status: "skipped"; reason: string }
    | { status: "denied"; reason: string }
    | { status: "canceled" }
  );

/** A run as its events tell it. */
export interface Run {
  id: RunId;
  planId: PlanId;
  planRevision: number;
  status: RunStatus;
  /** Why it failed or was canceled. */
  reason: string | null;
  executorId: string | null;
  queuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** The last event folded in. */
  seq: number;
  /** Only steps something has happened to; every other is pending. */
  steps: Record<string, StepRun>;
}

export const finalRunStatuses = ["completed", "failed", "canceled"] as const satisfies RunStatus[];
export const finalStepStatuses = [
  "completed",
  "skipped",
  "denied",
  "canceled",
] as const satisfies StepStatus[];

/** True once nothing more happens in the run. */
export function isFinishedRun(run: Pick<Run, "status">): boolean {
  return (finalRunStatuses as readonly RunStatus[]).includes(run.status);
}

/** True once nothing more happens to the step. */
export function isFinishedStep(step: Pick<StepRun, "status">): boolean {
  return (finalStepStatuses as readonly StepStatus[]).includes(step.status);
}

/** True for a step that goes on only when a person does something. */
export function needsPerson(step: Pick<StepRun, "status">): boolean {
  return ["waiting-approval", "waiting-answer", "failed", "outcome-unknown"].includes(step.status);
}

const freshStep = (stepId: StepId): StepRun => ({
  stepId,
  status: "pending",
  amended: null,
  inputs: null,
  provenance: {},
  attempts: [],
  tries: 0,
  generation: 1,
  approvedHash: null,
  startedAt: null,
  finishedAt: null,
});

/** The step's part of the run: pending when nothing has happened to it yet, canceled when nothing will. */
export function stepRunOf(run: Run, stepId: StepId): StepRun {
  const known = Object.hasOwn(run.steps, stepId) ? run.steps[stepId] : undefined;
  if (known) return known;
  const fresh = freshStep(stepId);
  return isFinishedRun(run) ? { ...fresh, status: "canceled", finishedAt: run.finishedAt } : fresh;
}

/** The attempt that was started and of whose end nothing is known (yet); null when there is none. */
export function openAttempt(step: Pick<StepRun, "attempts">): Attempt | null {
  const last = step.attempts.at(-1);
  return last && last.finishedAt === null ? last : null;
}
