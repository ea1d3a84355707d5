// One step of a run, from whatever state it is in to its end: look, decide, act, and look again. Everything it
// knows is in the run's events, so it can begin anew after any crash.
import { setTimeout as delay } from "node:timers/promises";
import { insertApproval } from "@/lib/db/approvals";
import type { Querier } from "@/lib/db/client";
import { defaultOfKind } from "@/lib/db/connections";
import { insertQuestion } from "@/lib/db/questions";
import { FencedError } from "@/lib/db/runs";
import { findTools } from "@/lib/db/tools";
import { sourceSteps } from "@/lib/domain/binding";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { newId, type StepId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import {
  isFinishedRun,
  isFinishedStep,
  needsPerson,
  openAttempt,
  type Run,
  type StepStatus,
  stepRunOf,
} from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { ActiveRun } from "./active-run";
import { approvalCard } from "./approval-card";
import { withdrawAsked } from "./ask-during-call";
import { attemptCall } from "./attempt-call";
import { decideNext, type NextMove, type StepFacts, stepInRun } from "./decide-next";
import { log } from "./engine-log";
import { isDatabaseAway, persistently } from "./persistently";
import { resolveStep } from "./resolve-step";
import { park, type WorkerContext } from "./worker-context";

/** Faults of Lamplight itself in a row after which a step is left to a person instead of tried again (R11). */
const maxFaults = 5;
/** However far off a retry is said to be, the step looks again after this time: the clock may have been wrong. */
const maxSleepMs = 60 * 60_000;

/** Runs a step to its end, and says what that is. Throws `FencedError` when another worker took the run over. */
export async function runStep(active: ActiveRun, stepId: StepId, worker: WorkerContext): Promise<StepStatus> {
  for (let faults = 0; ; ) {
    active.assertOwned();
    if (worker.isStopping) await park();
    try {
      const status = await advance(active, stepId, worker);
      if (status !== null) return status;
      faults = 0;
    } catch (error) {
      if (error instanceof FencedError) throw error;
      const isAway = isDatabaseAway(error);
      if (!isAway) faults += 1;
      log()[isAway ? "warn" : "error"](
        { err: error, run: active.id, step: stepId },
        "a step could not go on",
      );
      if (faults >= maxFaults) {
        await persistently("record a fault", () => active.append((run) => faultEvents(run, stepId)));
        faults = 0;
      }
      await delay(200 * 2 ** faults);
    }
  }
}

function faultEvents(run: Run, stepId: StepId): RunEventBody[] {
  const stepRun = stepRunOf(run, stepId);
  if (isFinishedRun(run) || isFinishedStep(stepRun) || needsPerson(stepRun)) return [];
  const message =
    "Lamplight failed at this step in a way it should not. The worker's log says more. Try again, change the step, or skip it.";
  return [{ type: "step-failed", stepId, failure: { kind: "broken-tool", message, evidence: null } }];
}

/** Takes one move; the step's status when it has ended, else null. */
async function advance(active: ActiveRun, stepId: StepId, worker: WorkerContext): Promise<StepStatus | null> {
  const { run } = active;
  const stepRun = stepRunOf(run, stepId);
  if (!isFinishedRun(run) && needsPerson(stepRun) && !openAttempt(stepRun)) {
    await active.changed(run.seq);
    return null;
  }
  const facts = await gatherFacts(active, run, stepId);
  const move = decideNext(facts);
  switch (move.kind) {
    case "finish":
      return move.status;
    case "wait-for-person":
    case "wait-for-resume":
    case "wait-for-steps":
      await active.changed(run.seq);
      return null;
    case "wait-until":
      await active.changed(run.seq, Math.min(maxSleepMs, Date.parse(move.at) - Date.now()));
      return null;
    case "start-attempt":
      await attemptCall(active, facts, move, worker);
      return null;
    default:
      await record(active, facts, move);
      return null;
  }
}

async function gatherFacts(active: ActiveRun, run: Run, stepId: StepId): Promise<StepFacts> {
  const { plan } = active;
  const step = stepInRun(plan, run, stepId);
  const read = Object.values(step.inputs).flatMap(sourceSteps);
  const tools = await findTools(
    [step, ...read.map((id) => stepInRun(plan, run, id))].map((one) => one.toolId),
  );
  const kind = tools.get(step.toolId)?.connectionKind ?? null;
  const connection = kind === null ? null : await defaultOfKind(kind);
  return { run, plan, stepId, tools, connection, now: new Date() };
}

type RecordedMove = Exclude<NextMove, { kind: "finish" | "start-attempt" | `wait-${string}` }>;

/** Records a move that is nothing but its event, if it is still the move to take. */
async function record(active: ActiveRun, facts: StepFacts, move: RecordedMove): Promise<void> {
  const { event, within = withdrawAsked(facts.run, facts.stepId) } = recordOf(facts, move);
  const isStill = (run: Run) =>
    canonicalJson(decideNext({ ...facts, run, now: new Date() })) === canonicalJson(move);
  await active.append((run) => (isStill(run) ? [event] : []), within);
}

/** The event of a move, and what is stored along with it. */
function recordOf(
  facts: StepFacts,
  move: RecordedMove,
): { event: RunEventBody; within?: (tx: Querier) => Promise<void> } {
  const { stepId } = facts;
  switch (move.kind) {
    case "resolve-inputs":
      return { event: resolveStep(facts) };
    case "skip":
      return { event: { type: "step-skipped", stepId, reason: move.reason } };
    case "fail":
      return { event: { type: "step-failed", stepId, failure: move.failure } };
    case "mark-outcome-unknown":
      return { event: { type: "outcome-unknown", stepId, attempt: move.attempt, failure: null } };
    case "give-up": {
      const { attempt, failure } = move;
      return { event: { type: "attempt-failed", stepId, attempt, failure, retryAt: null } };
    }
    case "ask-question":
      return questionRecord(facts, move.inputs);
    case "request-approval":
      return approvalRecord(facts, move);
    default:
      return move satisfies never;
  }
}

function questionRecord(facts: StepFacts, inputs: JsonObject): ReturnType<typeof recordOf> {
  const { run, stepId } = facts;
  const questionId = newId("question");
  const question = typeof inputs.question === "string" ? inputs.question : JSON.stringify(inputs);
  const options = Array.isArray(inputs.options)
    ? inputs.options.filter((option) => typeof option === "string")
    : [];
  const row = { id: questionId, runId: run.id, planId: run.planId, stepId, question, options, form: null };
  return {
    event: { type: "question-asked", stepId, questionId, question, options },
    within: (tx) => insertQuestion(row, tx),
  };
}

function approvalRecord(
  facts: StepFacts,
  move: Extract<NextMove, { kind: "request-approval" }>,
): ReturnType<typeof recordOf> {
  const { run, stepId } = facts;
  const { contentHash, inputs, reasons } = move;
  const approvalId = newId("approval");
  const card = approvalCard(facts, { inputs, reasons });
  const { id: runId, planId, planRevision } = run;
  return {
    event: { type: "approval-requested", stepId, approvalId, contentHash, card },
    within: (tx) =>
      insertApproval({ id: approvalId, runId, planId, planRevision, stepId, contentHash, card }, tx),
  };
}
