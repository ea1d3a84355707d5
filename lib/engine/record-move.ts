// Moves that are nothing but their event: what is recorded of each, and what is stored along with it.
import { insertApproval } from "@/lib/db/approvals";
import type { Querier } from "@/lib/db/client";
import { insertQuestion } from "@/lib/db/questions";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { newId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { placeInEvent, type Run, runAt, type StepPlace } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { ActiveRun } from "./active-run";
import { approvalCard } from "./approval-card";
import { withdrawAsked } from "./ask-during-call";
import { conditionEvent } from "./condition-event";
import { decideNext, firstLook, type NextMove, type StepFacts } from "./decide-next";
import type { ApprovalMove } from "./find-envelope";
import { resolveStep } from "./resolve-step";

type RecordedMove = Exclude<
  NextMove,
  { kind: "finish" | "start-attempt" | "look-up" | "do-items" | "resolve-items" | `wait-${string}` }
>;

/** Whether a move decided on some facts is still the one to take, the run being what it is now. */
export function isStillNext(facts: StepFacts, run: Run, move: NextMove): boolean {
  if (run.planRevision !== facts.plan.revision) return false;
  return canonicalJson(decideNext({ ...facts, run, now: new Date() })) === canonicalJson(move);
}

/** Records a move that is nothing but its event, if it is still the move to take. */
export async function record(
  active: ActiveRun,
  facts: StepFacts,
  move: RecordedMove,
  notes: string[] = [],
): Promise<void> {
  const { event, within = withdrawAsked(facts.run, facts) } = recordOf(facts, move, notes);
  await active.append((run) => (isStillNext(facts, run, move) ? [event] : []), within);
}

/** The event of a move, and what is stored along with it. */
function recordOf(
  facts: StepFacts,
  move: RecordedMove,
  notes: string[],
): { event: RunEventBody; within?: (tx: Querier) => Promise<void> } {
  const place = placeInEvent(facts);
  switch (move.kind) {
    case "decide-condition":
      return { event: conditionEvent(facts) };
    case "end-items":
      return { event: { type: "items-ended", stepId: facts.stepId } };
    case "resolve-inputs":
      return { event: resolveStep(facts) };
    case "skip":
      return { event: { type: "step-skipped", ...place, reason: move.reason } };
    case "fail":
      return { event: { type: "step-failed", ...place, failure: move.failure } };
    case "mark-outcome-unknown":
      return { event: unknownEvent(facts, move.attempt) };
    case "begin-look-up": {
      const { attempt } = move;
      return {
        event: { type: "outcome-uncertain", ...place, attempt, failure: null, ...firstLook(facts.now) },
      };
    }
    case "give-up": {
      const { attempt, failure } = move;
      return { event: { type: "attempt-failed", ...place, attempt, failure, retryAt: null } };
    }
    case "ask-question":
      return questionRecord(facts, move.inputs);
    case "request-approval":
      return approvalRecord(facts, { ...move, reasons: [...notes, ...move.reasons] });
    default:
      return move satisfies never;
  }
}

/** Of a call that may have taken place. */
export function unknownEvent(facts: StepPlace & { run: Run }, attempt: number): RunEventBody {
  const stepRun = runAt(facts.run, facts);
  const failure = stepRun.status === "looking-up" ? stepRun.failure : null;
  return { type: "outcome-unknown", ...placeInEvent(facts), attempt, failure };
}

function questionRecord(facts: StepFacts, inputs: JsonObject): ReturnType<typeof recordOf> {
  const { run, stepId, item } = facts;
  const questionId = newId("question");
  const question = typeof inputs.question === "string" ? inputs.question : JSON.stringify(inputs);
  const options = Array.isArray(inputs.options)
    ? inputs.options.filter((option) => typeof option === "string")
    : [];
  const row = {
    id: questionId,
    runId: run.id,
    planId: run.planId,
    stepId,
    item,
    question,
    options,
    form: null,
  };
  return {
    event: { type: "question-asked", ...placeInEvent(facts), questionId, question, options },
    within: (tx) => insertQuestion(row, tx),
  };
}

function approvalRecord(facts: StepFacts, move: ApprovalMove): ReturnType<typeof recordOf> {
  const { run, stepId, item } = facts;
  const { contentHash, inputs, reasons } = move;
  const approvalId = newId("approval");
  const card = approvalCard(facts, { inputs, reasons });
  const { id: runId, planId } = run;
  const planRevision = runAt(run, facts).revision;
  return {
    event: { type: "approval-requested", ...placeInEvent(facts), approvalId, contentHash, card },
    within: (tx) =>
      insertApproval({ id: approvalId, runId, planId, planRevision, stepId, item, contentHash, card }, tx),
  };
}
