import type { ApprovalCard } from "./approval";
import type { ApprovalId, PlanId, QuestionId, RunId, StepId } from "./ids";
import type { Json, JsonObject } from "./json";
import type { Provenance } from "./origin";
import type { Step } from "./plan";
import type { Receipt, RunEvent } from "./run-event";
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
  failure: ToolFailure | null;
}

/** What is true of a step in every status. */
interface StepRunBase {
  stepId: StepId;
  /** The step as changed during the run; null while it is as in the plan. */
  amended: Step | null;
  inputs: JsonObject | null;
  provenance: Record<string, Provenance>;
  attempts: Attempt[];
  /** The hash an approval allows to execute, since the last change of the step. */
  approvedHash: string | null;
  startedAt: string | null;
  finishedAt: string | null;
}

export type StepRun = StepRunBase &
  (
    | { status: "pending" }
    | { status: "running" }
    | { status: "waiting-approval"; approvalId: ApprovalId; contentHash: string; card: ApprovalCard }
    | { status: "waiting-answer"; questionId: QuestionId; question: string; options: string[] }
    | { status: "retrying"; retryAt: string; failure: ToolFailure }
    | { status: "completed"; output: Json; receipt: Receipt | null; source: "tool" | "person" }
    | { status: "failed"; failure: ToolFailure }
    | { status: "outcome-unknown" }
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
  approvedHash: null,
  startedAt: null,
  finishedAt: null,
});

/** The step's part of the run; pending when nothing has happened to it yet. */
export function stepRunOf(run: Run, stepId: StepId): StepRun {
  return Object.hasOwn(run.steps, stepId) ? (run.steps[stepId] ?? freshStep(stepId)) : freshStep(stepId);
}

/** What is kept of a step when its status changes: everything that does not belong to one status. */
function baseOf(step: StepRun): StepRunBase {
  const { stepId, amended, inputs, provenance, attempts, approvedHash, startedAt, finishedAt } = step;
  return { stepId, amended, inputs, provenance, attempts, approvedHash, startedAt, finishedAt };
}

function endLastAttempt(attempts: Attempt[], finishedAt: string, failure: ToolFailure | null): Attempt[] {
  return attempts.map((attempt, index) =>
    index === attempts.length - 1 && attempt.finishedAt === null
      ? { ...attempt, finishedAt, failure }
      : attempt,
  );
}

/** A step after one of its events. */
function reduceStep(step: StepRun, event: RunEvent): StepRun {
  const { body, at } = event;
  const base = baseOf(step);
  switch (body.type) {
    case "step-resolved":
      return {
        ...base,
        status: "running",
        inputs: body.inputs,
        provenance: body.provenance,
        startedAt: base.startedAt ?? at,
      };
    case "approval-requested":
      return {
        ...base,
        status: "waiting-approval",
        approvalId: body.approvalId,
        contentHash: body.contentHash,
        card: body.card,
      };
    case "approval-granted":
      return {
        ...base,
        status: "running",
        approvedHash: body.approvedHash,
        inputs: body.editedInputs ?? base.inputs,
      };
    case "approval-denied":
      return { ...base, status: "denied", reason: body.reason, finishedAt: at };
    case "question-asked":
      return {
        ...base,
        status: "waiting-answer",
        questionId: body.questionId,
        question: body.question,
        options: body.options,
      };
    case "question-answered":
      return { ...base, status: "running" };
    case "attempt-started":
      return {
        ...base,
        status: "running",
        attempts: [
          ...base.attempts,
          { attempt: body.attempt, startedAt: at, finishedAt: null, inputs: body.inputs, failure: null },
        ],
      };
    case "attempt-failed": {
      const attempts = endLastAttempt(base.attempts, at, body.failure);
      return body.retryAt === null
        ? { ...base, attempts, status: "failed", failure: body.failure }
        : { ...base, attempts, status: "retrying", failure: body.failure, retryAt: body.retryAt };
    }
    case "outcome-unknown":
      return { ...base, status: "outcome-unknown" };
    case "step-completed":
      return {
        ...base,
        attempts: endLastAttempt(base.attempts, at, null),
        status: "completed",
        output: body.output,
        receipt: body.receipt,
        source: body.source,
        finishedAt: at,
      };
    case "step-skipped":
      return { ...base, status: "skipped", reason: body.reason, finishedAt: at };
    case "step-retried":
      return {
        ...base,
        attempts: endLastAttempt(base.attempts, at, null),
        status: "pending",
        amended: body.amended ?? base.amended,
        approvedHash: null,
      };
    default:
      return step;
  }
}

function statusOf(run: Run): RunStatus {
  if (run.status === "paused" || isFinishedRun(run) || run.startedAt === null) return run.status;
  const steps = Object.values(run.steps);
  const working = steps.some((step) => step.status === "running" || step.status === "retrying");
  return !working && steps.some(needsPerson) ? "waiting" : "running";
}

/** Ends every step that is not finished, when the run ends. */
function cancelSteps(steps: Run["steps"], at: string): Run["steps"] {
  return Object.fromEntries(
    Object.entries(steps).map(([id, step]) => [
      id,
      isFinishedStep(step) || step.status === "failed"
        ? step
        : { ...baseOf(step), status: "canceled" as const, finishedAt: at },
    ]),
  );
}

function reduceOne(run: Run, event: RunEvent): Run {
  const { body, at, seq } = event;
  const next = { ...run, seq };
  switch (body.type) {
    case "run-queued":
      return next;
    case "run-started": {
      const status = run.status === "paused" ? "paused" : "running";
      return { ...next, status, executorId: body.executorId, startedAt: run.startedAt ?? at };
    }
    case "run-paused":
      return { ...next, status: "paused" };
    case "run-resumed":
      return { ...next, status: statusOf({ ...next, status: "running" }) };
    case "run-completed":
      return { ...next, status: "completed", finishedAt: at };
    case "run-failed":
      return {
        ...next,
        status: "failed",
        reason: body.reason,
        finishedAt: at,
        steps: cancelSteps(run.steps, at),
      };
    case "run-canceled":
      return {
        ...next,
        status: "canceled",
        reason: body.reason,
        finishedAt: at,
        steps: cancelSteps(run.steps, at),
      };
    default: {
      const steps = { ...run.steps, [body.stepId]: reduceStep(stepRunOf(run, body.stepId), event) };
      return { ...next, steps, status: statusOf({ ...next, steps }) };
    }
  }
}

/**
 * Folds events into the run they tell of, from its beginning or on top of `run`. Events already folded in are
 * left out, so a repeated one changes nothing. Null while there is none.
 */
export function reduceRun(events: readonly RunEvent[], run: Run | null = null): Run | null {
  let state = run;
  for (const event of events) {
    if (state === null) {
      if (event.body.type !== "run-queued") continue;
      state = {
        id: event.runId,
        planId: event.body.planId,
        planRevision: event.body.planRevision,
        status: "queued",
        reason: null,
        executorId: null,
        queuedAt: event.at,
        startedAt: null,
        finishedAt: null,
        seq: event.seq,
        steps: {},
      };
    } else if (event.seq > state.seq) {
      state = reduceOne(state, event);
    }
  }
  return state;
}
