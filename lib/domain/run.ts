import type { ApprovalCard } from "./approval";
import type { CallCost } from "./call-cost";
import type { DecidedTest } from "./condition";
import type { QuestionForm } from "./elicitation";
import type { Observation } from "./expectation";
import type { ApprovalId, PlanId, QuestionId, RunId, StepId } from "./ids";
import type { Json, JsonObject } from "./json";
import type { Look } from "./look-up";
import type { Provenance } from "./origin";
import type { OutputSource } from "./output-source";
import type { Step } from "./plan";
import type { Receipt } from "./receipt";
import type { RepairChoice } from "./repair";
import type { Rerun, TakenFrom } from "./rerun";
import type { Rollback } from "./rollback";
import type { Progress } from "./run-event";
import type { ToolFailure } from "./tool-error";
import type { GivenValue, Trigger } from "./trigger";
import type { WholeOutput } from "./whole-output";

export type RunStatus = "queued" | "running" | "waiting" | "paused" | "completed" | "failed" | "canceled";

export type StepStatus =
  | "pending"
  | "waiting-approval"
  | "waiting-answer"
  | "running"
  | "retrying"
  | "looking-up"
  | "completed"
  | "failed"
  | "outcome-unknown"
  | "unexpected"
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
  /** What it is known to have cost; null when nothing of it is to be paid, or nobody knows. */
  cost: CallCost | null;
  /** The run it consists of, where the tool is a plan. */
  nestedRunId?: RunId | undefined;
}

/** The list a repeated step is done for. */
export interface RepeatedItems {
  items: Json[];
  provenance: Provenance;
}

/** What became of a repair that was proposed. */
export type TriedRepair = Pick<RepairChoice, "key" | "title"> &
  ({ outcome: "taken" } | { outcome: "denied"; reason: string });

/** What is true of a step, or of one item of a repeated step, in every status. */
export interface StepRunBase {
  stepId: StepId;
  /** Which item of the list of a repeated step, from 0; null for the step itself. */
  item: number | null;
  /** What its condition was decided on; null while it has not been, or there is none. */
  condition: { holds: boolean; tests: DecidedTest[] } | null;
  /** Of a repeated step, once its list is known. */
  repeated: RepeatedItems | null;
  /** The revision of the run's plan in which it came to be as it is now: what approvals of it are bound to. */
  revision: number;
  /** Where what it gave was recorded; null when it was in this run. */
  takenFrom: TakenFrom | null;
  /** Repairs that were taken or denied: none is proposed twice. */
  repairs: TriedRepair[];
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
    | {
        status: "completed";
        output: Json;
        /** All of it, where `output` is the beginning. */
        whole?: WholeOutput;
        receipt: Receipt | null;
        source: OutputSource;
        observation: Observation | null;
      }
    | {
        status: "unexpected";
        output: Json;
        /** All of it, where `output` is the beginning. */
        whole?: WholeOutput;
        receipt: Receipt | null;
        source: OutputSource;
        observation: Observation;
      }
    | { status: "failed"; failure: ToolFailure }
    /** Whether it took place is looked up at the service, before anybody is asked. */
    | {
        status: "looking-up";
        attempt: number;
        failure: ToolFailure | null;
        /** When the next look is due, and how many are left. */
        lookAt: string;
        left: number;
        /** A person asked for it. */
        byPerson: boolean;
        looks: Look[];
      }
    | { status: "outcome-unknown"; failure: ToolFailure | null; looks: Look[] }
    | { status: "skipped"; reason: string }
    | { status: "denied"; reason: string }
    | { status: "canceled" }
  );

/** A run as its events tell it. */
export interface Run {
  id: RunId;
  planId: PlanId;
  planRevision: number;
  /** What it is of an earlier run; null for a run of the whole plan. */
  rerun: Rerun | null;
  /** What it takes back of an earlier run; null for a run that takes back nothing. */
  rollback: Rollback | null;
  /** What started it; null where a person or a program did. */
  trigger: Trigger | null;
  /** Values that came with what started it. */
  given: GivenValue[];
  status: RunStatus;
  /** Why it failed or was canceled. */
  reason: string | null;
  executorId: string | null;
  queuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** The last event folded in. */
  seq: number;
  /** Only steps and items something has happened to, by `stepRunKey`; every other is pending. */
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

/** Where something went wrong, or came out otherwise than expected, and a person decides what is next. */
export const troubledStepStatuses = [
  "failed",
  "outcome-unknown",
  "unexpected",
] as const satisfies StepStatus[];

/** True for a step in trouble: a person decides what is next. */
export function isTroubledStep(step: Pick<StepRun, "status">): boolean {
  return (troubledStepStatuses as readonly StepStatus[]).includes(step.status);
}

/** True for a step that goes on only when a person does something. */
export function needsPerson(step: Pick<StepRun, "status">): boolean {
  return isTroubledStep(step) || ["waiting-approval", "waiting-answer"].includes(step.status);
}

/** A step, or one item of a repeated step. */
export interface StepPlace {
  stepId: StepId;
  item: number | null;
}

/** Where something took place, as its event says it. */
export function placeInEvent({ stepId, item }: StepPlace): { stepId: StepId; item?: number } {
  return item === null ? { stepId } : { stepId, item };
}

/** Where a run keeps a step, or one item of a repeated step: `s3`, `s3[0]`. */
export function stepRunKey(stepId: StepId, item: number | null = null): string {
  return item === null ? stepId : `${stepId}[${item}]`;
}

const freshStep = (stepId: StepId, item: number | null, revision: number): StepRun => ({
  stepId,
  item,
  condition: null,
  repeated: null,
  status: "pending",
  revision,
  takenFrom: null,
  repairs: [],
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

/** The part of the run of a step, or of one item of it: pending when nothing has happened to it yet, canceled when nothing will. */
export function stepRunOf(run: Run, stepId: StepId, item: number | null = null): StepRun {
  const key = stepRunKey(stepId, item);
  const known = Object.hasOwn(run.steps, key) ? run.steps[key] : undefined;
  if (known) return known;
  const fresh = freshStep(stepId, item, run.planRevision);
  return isFinishedRun(run) ? { ...fresh, status: "canceled", finishedAt: run.finishedAt } : fresh;
}

/** The attempt that was started and of whose end nothing is known (yet); null when there is none. */
export function openAttempt(step: Pick<StepRun, "attempts">): Attempt | null {
  const last = step.attempts.at(-1);
  return last && last.finishedAt === null ? last : null;
}

/** The runs that steps of this one have started, and of whose end it has not been told (yet). */
export function openNestedRuns(run: Pick<Run, "steps">): RunId[] {
  return Object.values(run.steps).flatMap((step) => openAttempt(step)?.nestedRunId ?? []);
}

/** The part of the run of a place. */
export function runAt(run: Run, { stepId, item }: StepPlace): StepRun {
  return stepRunOf(run, stepId, item);
}

/** How every item of a repeated step stands, in the order of the list; none while the list is not known. */
export function itemRunsOf(run: Run, step: Pick<StepRun, "stepId" | "repeated">): StepRun[] {
  return (step.repeated?.items ?? []).map((_item, index) => stepRunOf(run, step.stepId, index));
}
