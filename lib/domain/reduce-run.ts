// The fold of a run's events: the one definition of what a run and its steps are, on the server and in the browser.
import { canonicalJson } from "./canonical-json";
import { endRepeated } from "./end-repeated";
import type { StepId } from "./ids";
import type { JsonObject } from "./json";
import type { Provenance } from "./origin";
import type { Step } from "./plan";
import type { RepairChoice } from "./repair";
import {
  type Attempt,
  isFinishedRun,
  isFinishedStep,
  isTroubledStep,
  itemRunsOf,
  needsPerson,
  openAttempt,
  type Run,
  type RunStatus,
  type StepRun,
  type StepRunBase,
  stepRunKey,
  stepRunOf,
} from "./run";
import type { RunEvent } from "./run-event";
import type { ToolFailure } from "./tool-error";

type RepairOutcome = { outcome: "taken" } | { outcome: "denied"; reason: string };

/** What is kept of a step when its status changes: everything that does not belong to one status. */
function baseOf(step: StepRun): StepRunBase {
  const { stepId, item, condition, repeated } = step;
  const { revision, takenFrom, repairs, amended, inputs, provenance, attempts, tries, generation } = step;
  const { approvedHash, startedAt, finishedAt } = step;
  return {
    stepId,
    item,
    condition,
    repeated,
    revision,
    takenFrom,
    repairs,
    amended,
    inputs,
    provenance,
    attempts,
    tries,
    generation,
    approvedHash,
    startedAt,
    finishedAt,
  };
}

/** Recorded of an attempt whose worker died before it could say what came of it. */
export const interruptedFailure: ToolFailure = {
  kind: "transient",
  message: "The worker stopped before the call had an answer.",
  evidence: null,
};

function endLastAttempt(attempts: Attempt[], finishedAt: string, failure: ToolFailure | null): Attempt[] {
  return attempts.map((attempt, index) =>
    index === attempts.length - 1 && attempt.finishedAt === null
      ? { ...attempt, finishedAt, failure }
      : attempt,
  );
}

/** Provenance after a person changed some inputs by hand: what differs is theirs. */
function editedProvenance(
  step: StepRunBase,
  editedInputs: JsonObject,
): Pick<StepRunBase, "inputs" | "provenance"> {
  const before = step.inputs ?? {};
  const provenance = Object.entries(editedInputs).map(([name, value]): [string, Provenance] => {
    const known = Object.hasOwn(step.provenance, name) ? step.provenance[name] : undefined;
    const isSame = Object.hasOwn(before, name) && canonicalJson(before[name]) === canonicalJson(value);
    return [name, isSame && known ? known : { origin: "person", sources: [{ origin: "person" }] }];
  });
  return { inputs: editedInputs, provenance: Object.fromEntries(provenance) };
}

/** A step after an approval was asked for or decided, or a question asked or answered. */
function reduceDecision(step: StepRun, event: RunEvent): StepRun {
  const { body, at } = event;
  const base = baseOf(step);
  switch (body.type) {
    case "approval-requested":
      return {
        ...base,
        // An earlier approval was for something else.
        approvedHash: null,
        status: "waiting-approval",
        approvalId: body.approvalId,
        contentHash: body.contentHash,
        card: body.card,
      };
    case "approval-granted":
      return {
        ...base,
        ...(body.editedInputs ? editedProvenance(base, body.editedInputs) : {}),
        generation: body.editedInputs ? base.generation + 1 : base.generation,
        status: "running",
        approvedHash: body.approvedHash,
      };
    case "envelope-used":
      return { ...base, status: "running", approvedHash: body.approvedHash };
    case "approval-denied":
      return { ...base, status: "denied", reason: body.reason, finishedAt: at };
    case "question-asked":
      return {
        ...base,
        status: "waiting-answer",
        questionId: body.questionId,
        question: body.question,
        options: body.options,
        // Events of an earlier release have none.
        form: body.form ?? null,
      };
    case "question-answered":
      return { ...base, status: "running" };
    case "question-withdrawn": {
      const isAsked = step.status === "waiting-answer" && step.questionId === body.questionId;
      return isAsked ? { ...base, status: "running" } : step;
    }
    default:
      return step;
  }
}

/** A step after a person asked to try it again. */
function retriedStep(step: StepRun, amended: Step | null, at: string): StepRun {
  const base = baseOf(step);
  const again = { ...base, attempts: endLastAttempt(base.attempts, at, null), tries: 0 };
  if (amended) {
    const generation = base.generation + 1;
    return {
      ...again,
      status: "pending",
      amended,
      generation,
      inputs: null,
      provenance: {},
      approvedHash: null,
    };
  }
  // An approval is for one effect: it holds for the retry of a call that failed, not of one that may have worked.
  const isFailed = step.status === "failed" || step.status === "retrying";
  const approvedHash = isFailed ? base.approvedHash : null;
  // What has been done is to be done once more, not to be recognised as done.
  const generation = base.generation + (step.status === "unexpected" ? 1 : 0);
  return { ...again, status: "pending", approvedHash, generation };
}

/** A step that begins anew as the run's plan has it now: nothing that was resolved or approved for it holds any more. */
function revisedStep(step: StepRun, revision: number, at: string): StepRun {
  const { amended: _amended, ...base } = baseOf(retriedStep(step, null, at));
  const generation = step.generation + 1;
  const anew = { condition: null, repeated: null, inputs: null, provenance: {}, approvedHash: null };
  return { ...base, ...anew, amended: null, revision, generation, status: "pending" };
}

const looksOf = (step: StepRun) =>
  step.status === "looking-up" || step.status === "outcome-unknown" ? step.looks : [];

/** A step of which it is looked up whether it took place. */
function reduceLookUp(step: StepRun, { body, at }: RunEvent): StepRun {
  if (body.type === "outcome-uncertain") {
    const { attempt, failure, lookAt, looks: left, byPerson = false } = body;
    const base = baseOf(step);
    const attempts = endLastAttempt(base.attempts, at, failure ?? interruptedFailure);
    const looks = looksOf(step);
    return { ...base, attempts, status: "looking-up", attempt, failure, lookAt, left, byPerson, looks };
  }
  if (step.status !== "looking-up") return step;
  if (body.type === "look-started") return { ...step, left: Math.max(0, step.left - 1), lookAt: body.lookAt };
  if (body.type === "outcome-looked-up") return { ...step, looks: [...step.looks, { ...body.look, at }] };
  return step;
}

/** A step after one of its events. */
function reduceStep(step: StepRun, event: RunEvent): StepRun {
  const { body, at } = event;
  const base = baseOf(step);
  switch (body.type) {
    case "condition-decided": {
      const { holds, tests, reason } = body;
      const decided = { condition: { holds, tests } };
      return holds
        ? { ...step, ...decided }
        : { ...base, ...decided, status: "skipped", reason, finishedAt: at };
    }
    case "items-resolved": {
      const { items, provenance } = body;
      return {
        ...base,
        status: "running",
        repeated: { items, provenance },
        startedAt: base.startedAt ?? at,
      };
    }
    case "step-resolved":
      return {
        ...base,
        status: "running",
        inputs: body.inputs,
        provenance: body.provenance,
        startedAt: base.startedAt ?? at,
      };
    case "attempt-started": {
      const { attempt, inputs, nestedRunId } = body;
      const nested = nestedRunId ? { nestedRunId } : {};
      const earlier = endLastAttempt(base.attempts, at, interruptedFailure);
      return {
        ...base,
        status: "running",
        // One that was cut off says nothing about the tool.
        tries: openAttempt(base) ? base.tries : base.tries + 1,
        attempts: [
          ...earlier,
          {
            attempt,
            startedAt: at,
            finishedAt: null,
            inputs,
            failure: null,
            progress: null,
            cost: null,
            ...nested,
          },
        ],
      };
    }
    case "attempt-progressed": {
      const { attempt, progress } = body;
      const open = openAttempt(base);
      if (open?.attempt !== attempt) return step;
      return { ...step, attempts: [...base.attempts.slice(0, -1), { ...open, progress }] };
    }
    case "attempt-cost": {
      const attempts = step.attempts.map((one) =>
        one.attempt === body.attempt ? { ...one, cost: body.cost } : one,
      );
      return { ...step, attempts };
    }
    case "attempt-failed": {
      const attempts = endLastAttempt(base.attempts, at, body.failure);
      return body.retryAt === null
        ? { ...base, attempts, status: "failed", failure: body.failure }
        : { ...base, attempts, status: "retrying", failure: body.failure, retryAt: body.retryAt };
    }
    case "step-failed": {
      const attempts = endLastAttempt(base.attempts, at, body.failure);
      return { ...base, attempts, startedAt: base.startedAt ?? at, status: "failed", failure: body.failure };
    }
    case "outcome-unknown": {
      const attempts = endLastAttempt(base.attempts, at, body.failure ?? interruptedFailure);
      return { ...base, attempts, status: "outcome-unknown", failure: body.failure, looks: looksOf(step) };
    }
    case "outcome-uncertain":
    case "look-started":
    case "outcome-looked-up":
      return reduceLookUp(step, event);
    case "step-completed": {
      const { output, whole, receipt, source, observation = null } = body;
      const attempts = endLastAttempt(base.attempts, at, null);
      const given = { output, ...(whole && { whole }), receipt, source, observation };
      return { ...base, attempts, status: "completed", ...given, finishedAt: at };
    }
    case "step-taken-over": {
      const { from, inputs, provenance, output, whole, receipt, source, observation } = body;
      const given = { output, ...(whole && { whole }), receipt, source, observation };
      return { ...base, takenFrom: from, inputs, provenance, ...given, status: "completed", finishedAt: at };
    }
    case "step-unexpected": {
      const { output, whole, receipt, source = "tool", observation } = body;
      const attempts = endLastAttempt(base.attempts, at, null);
      const given = { output, ...(whole && { whole }), receipt, source, observation };
      return { ...base, attempts, status: "unexpected", ...given };
    }
    case "step-accepted": {
      if (step.status !== "unexpected") return step;
      const { output, whole, receipt, source, observation } = step;
      const given = { output, ...(whole && { whole }), receipt, source, observation };
      return { ...base, ...given, status: "completed", finishedAt: at };
    }
    case "step-skipped":
      return { ...base, status: "skipped", reason: body.reason, finishedAt: at };
    case "step-retried":
      return retriedStep(step, body.amended, at);
    case "step-postponed": {
      if (step.status !== "failed") return step;
      return { ...base, tries: 0, status: "retrying", failure: step.failure, retryAt: body.until };
    }
    default:
      return reduceDecision(step, event);
  }
}

/**
 * A step after an event that came when the run had ended already: what a call in flight came to is still recorded,
 * but nothing starts again because of it.
 */
function reduceLateStep(step: StepRun, event: RunEvent): StepRun {
  const after = reduceStep(step, event);
  const isOutcome = after.status === "completed" || after.status === "outcome-unknown";
  return isOutcome ? after : { ...step, attempts: after.attempts };
}

/** A repeated step works as long as one of its items goes on by itself. */
function isWorking(run: Run, step: StepRun): boolean {
  if (step.status === "retrying" || step.status === "looking-up") return true;
  if (step.status !== "running") return false;
  if (step.repeated === null) return true;
  return itemRunsOf(run, step).every((item) => isFinishedStep(item)) || itemRunsOf(run, step).some(goesOn);
}

const goesOn = ({ status }: StepRun) =>
  status === "pending" || status === "running" || status === "retrying" || status === "looking-up";

function statusOf(run: Run): RunStatus {
  if (run.status === "paused" || isFinishedRun(run)) return run.status;
  if (run.startedAt === null) return "queued";
  const steps = Object.values(run.steps);
  const working = steps.some((step) => isWorking(run, step));
  return !working && steps.some(needsPerson) ? "waiting" : "running";
}

/** Ends every step that is not finished, when the run ends; what failed or may have happened stays visible. */
function cancelSteps(steps: Run["steps"], at: string): Run["steps"] {
  return Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, endedStep(step, at)]));
}

function endedStep(step: StepRun, at: string): StepRun {
  if (isFinishedStep(step) || isTroubledStep(step)) return step;
  if (step.status === "looking-up") {
    const { failure, looks } = step;
    return { ...baseOf(step), status: "outcome-unknown", failure, looks };
  }
  return { ...baseOf(step), status: "canceled", finishedAt: at };
}

/** A run after its plan became another, or a repair was denied. What has ended stays as it is. */
function reduceRevision(run: Run, { body, at }: RunEvent): Run {
  if (isFinishedRun(run)) return run;
  switch (body.type) {
    case "plan-revised": {
      // What was changed of steps before is in the new revision.
      const steps = Object.entries(run.steps).map(([key, step]): [string, StepRun] => [
        key,
        step.item === null ? { ...step, amended: null } : step,
      ]);
      const revised = { ...run, planRevision: body.planRevision, steps: Object.fromEntries(steps) };
      return body.repair ? withRepair(revised, body.repair, { outcome: "taken" }) : revised;
    }
    case "repair-denied":
      return withRepair(run, body.repair, { outcome: "denied", reason: body.reason });
    case "step-revised": {
      const { stepId, item = null } = body;
      const before = stepRunOf(run, stepId, item);
      if (isFinishedStep(before)) return run;
      const after = revisedStep(before, run.planRevision, at);
      const kept = item === null ? withoutItems(run.steps, stepId) : run.steps;
      return { ...run, steps: { ...kept, [stepRunKey(stepId, item)]: after } };
    }
    case "step-dropped": {
      const { [body.stepId]: _dropped, ...others } = withoutItems(run.steps, body.stepId);
      return { ...run, steps: others };
    }
    default:
      return run;
  }
}

function withoutItems(steps: Run["steps"], stepId: StepId): Run["steps"] {
  const others = Object.entries(steps).filter(([, step]) => step.stepId !== stepId || step.item === null);
  return Object.fromEntries(others);
}

function withRepair(run: Run, repair: RepairChoice, outcome: RepairOutcome): Run {
  const step = stepRunOf(run, repair.stepId);
  const repairs = [...step.repairs, { key: repair.key, title: repair.title, ...outcome }];
  return { ...run, steps: { ...run.steps, [repair.stepId]: { ...step, repairs } } };
}

/** Steps objects that this fold has made and nobody else has seen: these are changed instead of copied. */
type OwnSteps = Set<Run["steps"]>;

/** The steps with one of them as it is now. A copy for each event would cost a plan of a thousand steps most of its time. */
function withStep(steps: Run["steps"], step: StepRun, own: OwnSteps): Run["steps"] {
  const changed = own.has(steps) ? steps : { ...steps };
  own.add(changed);
  changed[stepRunKey(step.stepId, step.item)] = step;
  return changed;
}

function reduceOne(run: Run, event: RunEvent, own: OwnSteps): Run {
  const { body, at, seq } = event;
  const next = { ...run, seq };
  // A run ends once; a worker may still claim it, to record what became of its last calls.
  if (isFinishedRun(run) && !("stepId" in body)) {
    return body.type === "run-started" ? { ...next, executorId: body.executorId } : next;
  }
  switch (body.type) {
    case "run-queued":
      return next;
    case "run-started": {
      return { ...next, executorId: body.executorId, startedAt: run.startedAt ?? at };
    }
    case "plan-revised":
    case "repair-denied":
    case "step-revised":
    case "step-dropped":
      return reduceRevision(next, event);
    case "run-paused":
      return { ...next, status: "paused" };
    case "run-resumed":
      return { ...next, status: "running" };
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
      const item = ("item" in body ? body.item : undefined) ?? null;
      const before = stepRunOf(run, body.stepId, item);
      const reduce = isFinishedRun(run) ? reduceLateStep : reduceStep;
      const after =
        body.type === "items-ended" && !isFinishedRun(run)
          ? endRepeated(run, before, at)
          : reduce(before, event);
      const changed = { ...next, steps: withStep(run.steps, after, own) };
      const taken = body.type === "step-postponed" && !isFinishedRun(run) ? body.repair : undefined;
      return taken ? withRepair(changed, taken, { outcome: "taken" }) : changed;
    }
  }
}

/**
 * Folds events into the run they tell of, from its beginning or on top of `run`. Events already folded in are
 * left out, so a repeated one changes nothing. Null while there is none.
 */
export function reduceRun(events: readonly RunEvent[], run: Run | null = null): Run | null {
  let state = run;
  const own: OwnSteps = new Set();
  for (const event of events) {
    if (state === null) {
      if (event.body.type !== "run-queued") continue;
      state = {
        id: event.runId,
        planId: event.body.planId,
        planRevision: event.body.planRevision,
        rerun: event.body.rerun ?? null,
        rollback: event.body.rollback ?? null,
        trigger: event.body.trigger ?? null,
        given: event.body.given ?? [],
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
      state = reduceOne(state, event, own);
    }
  }
  // Once for all events: what the steps make of a run's status concerns none of the events between.
  return state === null || state === run ? state : { ...state, status: statusOf(state) };
}
