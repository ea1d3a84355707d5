// What a run is replayed by: each event that changes what its canvas shows, in a sentence.
import type { StepId } from "@/lib/domain/ids";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";

export interface Moment {
  seq: number;
  /** ISO. */
  at: string;
  /** Null for what happened to the run as a whole. */
  stepId: StepId | null;
  text: string;
}

/** The moments of a run, in order. `titleOf` names its steps. */
export function momentsOf(events: readonly RunEvent[], titleOf: (stepId: StepId) => string): Moment[] {
  let starts = 0;
  return events.flatMap(({ seq, at, body }): Moment[] => {
    if (body.type === "run-started") starts += 1;
    const text = "stepId" in body ? stepWords(body, nameOf(body, titleOf)) : runWords(body, starts);
    return text === null ? [] : [{ seq, at, stepId: "stepId" in body ? body.stepId : null, text }];
  });
}

type StepBody = Extract<RunEventBody, { stepId: StepId }>;
type WholeBody = Exclude<RunEventBody, StepBody>;

function nameOf(body: StepBody, titleOf: (stepId: StepId) => string): string {
  const item = "item" in body ? body.item : undefined;
  return `“${titleOf(body.stepId)}”${item === undefined ? "" : ` (item ${item + 1})`}`;
}

function runWords(body: WholeBody, starts: number): string | null {
  switch (body.type) {
    case "run-queued":
      return "The run was started";
    case "run-started":
      return starts === 1 ? "A worker began" : "Another worker took over";
    case "run-paused":
      return "You paused the run";
    case "run-resumed":
      return "You resumed the run";
    case "run-completed":
      return "The run completed";
    case "run-failed":
      return "The run failed";
    case "run-canceled":
      return "The run was canceled";
    case "plan-revised":
      return "The plan was changed";
    case "repair-denied":
      return "You denied a repair";
    default:
      return body satisfies never;
  }
}

/** Null for what leaves the canvas as it is. */
function stepWords(body: StepBody, name: string): string | null {
  switch (body.type) {
    case "condition-decided":
      return body.holds ? null : `${name} is left out: its condition doesn't hold`;
    case "items-resolved":
      return `${name} has ${body.items.length === 1 ? "1 item" : `${body.items.length} items`}`;
    case "items-ended":
      return `${name} is through its items`;
    case "approval-requested":
      return `${name} asks for your approval`;
    case "approval-granted":
      return body.editedInputs ? `You approved ${name} with changes` : `You approved ${name}`;
    case "envelope-used":
      return `${name} is within the bounds you set`;
    case "approval-denied":
      return `You denied ${name}`;
    case "question-asked":
      return `${name} asks you`;
    case "question-answered":
      return `You answered ${name}`;
    case "attempt-started":
      return body.attempt === 1 ? `${name} is called` : `${name} is called again`;
    case "attempt-failed":
      return body.retryAt === null ? `${name} failed` : `${name} failed, and is tried again`;
    case "step-failed":
      return `${name} can't be called`;
    case "outcome-unknown":
      return `Nobody knows whether ${name} took place`;
    case "outcome-uncertain":
      return `Whether ${name} took place is looked up`;
    case "outcome-looked-up":
      return body.look.answer.kind === "took-place" ? `${name} had taken place` : `${name} was not found`;
    case "step-completed":
      return body.source === "person" ? `You confirmed that ${name} took place` : `${name} completed`;
    case "step-unexpected":
      return `${name} gave something else than expected`;
    case "step-taken-over":
      return `${name} is taken over from an earlier run`;
    case "step-accepted":
      return `You went on with what ${name} gave`;
    case "step-skipped":
      return `${name} was skipped`;
    case "step-retried":
      return body.amended ? `${name} is tried again, changed` : `${name} is tried again`;
    case "step-revised":
      return `${name} begins anew`;
    case "step-dropped":
      return `${name} is no longer in the plan`;
    case "step-postponed":
      return `${name} is tried again later`;
    case "step-resolved":
    case "question-withdrawn":
    case "attempt-progressed":
    case "attempt-cost":
    case "look-started":
      return null;
    default:
      return body satisfies never;
  }
}
