// Looks up at its service whether a call took place whose answer was lost (R2). A look is a read: it may be made again
// after any crash. What it finds completes the step; whatever else it comes to is for a person, with what was found.
import { decideApproval } from "@/lib/approval/decide-approval";
import type { Querier } from "@/lib/db/client";
import { currentDefaultOfKind } from "@/lib/db/connections";
import { pauseService } from "@/lib/db/service-pauses";
import { findCurrentTools } from "@/lib/db/tools";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import type { LookAnswer } from "@/lib/domain/look-up";
import type { Receipt } from "@/lib/domain/receipt";
import { isFinishedRun, placeInEvent, type Run, runAt, type StepRun } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { importedFrom, maxWholeBytes, type Tool } from "@/lib/domain/tool";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { expectedOf } from "@/lib/planning/expectations";
import { judgeOutput } from "@/lib/planning/judge-output";
import { findingOf, lookUpCall } from "@/lib/planning/look-up-call";
import { ToolError } from "@/lib/tools/tool-contract";
import type { ActiveRun } from "./active-run";
import { inPlace, toolOf } from "./attempt-call";
import { callTool, type ToolCall, weighOutput } from "./call-tool";
import { askedPatienceMs, type CallOutcome, completionEvent } from "./decide-after-call";
import {
  type ConnectionReference,
  keyOf,
  type NextMove,
  nextLookAt,
  type StepFacts,
  stepInRun,
} from "./decide-next";
import { log } from "./engine-log";
import { persistently } from "./persistently";
import type { Means } from "./run-step";
import { serviceOf } from "./service-limits";

type LookMove = Extract<NextMove, { kind: "look-up" }>;
type LookingUp = Extract<StepRun, { status: "looking-up" }>;

/** What is asked, and of whom. */
interface Question {
  by: Tool;
  inputs: JsonObject;
  connection: ConnectionReference | null;
}

/** What would be asked, and why it is not. */
interface Unasked extends Omit<Question, "connection"> {
  reason: string;
}

/** What a look has come to; what was found is what the call gave. */
interface Found {
  answer: LookAnswer;
  output?: Json;
  receipt?: Receipt | null;
}

/** Takes one look, and records what was found. */
export async function lookUp(
  active: ActiveRun,
  facts: StepFacts,
  move: LookMove,
  means: Means,
): Promise<void> {
  const stepRun = runAt(facts.run, facts);
  if (stepRun.status !== "looking-up") return;
  const question = await questionOf(facts, stepRun);
  if ("reason" in question) {
    const { by, inputs, reason } = question;
    const answer: LookAnswer = { kind: "unclear", message: reason };
    await recordLook(active, facts, move, { by, inputs, found: { answer }, left: move.left });
    return;
  }
  await inPlace(active, { tool: question.by, connection: question.connection }, means, async (connection) => {
    const begun = await active.append((run) => {
      const mayBegin = run.status !== "paused" && run.planRevision === facts.plan.revision;
      if (!mayBegin || !isAt(run, facts, move, move.left)) return [];
      return [
        {
          type: "look-started",
          ...placeInEvent(facts),
          attempt: move.attempt,
          lookAt: nextLookAt(move.left),
        },
      ];
    });
    if (begun.events.length === 0) return;
    const outcome: CallOutcome =
      "failure" in connection
        ? { kind: "failed", failure: connection.failure, effectUncertain: false }
        : await ask(active, { facts, stepRun, question, means, connection: connection.open });
    const found = foundBy(outcome, facts, stepRun, question);
    log().info(
      {
        run: active.id,
        step: facts.stepId,
        item: facts.item,
        tool: question.by.id,
        answer: found.answer.kind,
      },
      "looked a call up",
    );
    const patienceMs = askedPatienceMs(outcome);
    const service = serviceOf(question.by, question.connection);
    if (patienceMs > 0) means.worker.limits.pause(service, patienceMs);
    const within = patienceMs > 0 ? (tx: Querier) => pauseService(service, patienceMs, tx) : undefined;
    const { by, inputs } = question;
    await recordLook(active, facts, move, { by, inputs, found, left: move.left - 1, within });
  });
}

/** Whether the step is still where a look that was decided on left it. What a look has found counts in a pause, too. */
function isAt(run: Run, facts: StepFacts, { attempt }: LookMove, left: number): boolean {
  const now = runAt(run, facts);
  return !isFinishedRun(run) && now.status === "looking-up" && now.attempt === attempt && now.left === left;
}

/** What is to be asked, or why nothing is. */
async function questionOf(facts: StepFacts, stepRun: LookingUp): Promise<Question | Unasked> {
  const tool = toolOf(facts);
  const inputs = inputsOf(stepRun);
  if (tool.lookUp?.kind !== "tool") return { by: tool, inputs, connection: facts.connection };
  const by = (await findCurrentTools([tool.lookUp.toolId])).get(tool.lookUp.toolId) ?? null;
  const call = lookUpCall({ tool, inputs, provenance: stepRun.provenance }, tool.lookUp, by);
  if (call.kind === "cannot") return { by: by ?? tool, inputs: {}, reason: call.reason };
  // What would need a person's leave is not asked unless a person asks for it (A2).
  const need = decideApproval({ tool: call.by, provenance: call.provenance, policy: facts.plan.policy });
  if (need.kind === "ask" && !stepRun.byPerson) {
    return { ...call, reason: `It is not asked unless you say so: ${need.reasons.join(" ")}` };
  }
  const kind = call.by.connectionKind;
  const connection = kind === null ? null : await currentDefaultOfKind(kind);
  if (kind !== null && !connection)
    return { ...call, reason: "The connection it would be looked up with is gone." };
  return { by: call.by, inputs: call.inputs, connection };
}

/** As they were sent: a person may have edited them before they approved. */
const inputsOf = (stepRun: LookingUp): JsonObject =>
  stepRun.attempts.find(({ attempt }) => attempt === stepRun.attempt)?.inputs ?? {};

function ask(
  active: ActiveRun,
  look: {
    facts: StepFacts;
    stepRun: LookingUp;
    question: Question;
    means: Means;
    connection: ToolCall["connection"];
  },
): Promise<CallOutcome> {
  const { facts, stepRun, question, means, connection } = look;
  const { worker } = means;
  const isItself = toolOf(facts).lookUp?.kind === "itself";
  const executorFor = isItself ? worker.parts.lookUpFor : worker.parts.executorFor;
  return callTool(
    {
      ...{ tool: question.by, inputs: question.inputs, connection, ended: active.ended },
      ...{ idempotencyKey: keyOf(facts.run, stepRun), timeZone: facts.plan.timeZone },
      // What another tool gives is looked through, and not recorded.
      ...(isItself ? {} : { mostOutputBytes: maxWholeBytes }),
      maySend: () => worker.lease.isHeld(),
    },
    { ...worker.parts, executorFor: (tool) => executorFor?.(tool) ?? null },
  );
}

/** What one call's outcome says of another's. */
function foundBy(
  outcome: CallOutcome,
  facts: StepFacts,
  stepRun: LookingUp,
  { by, inputs }: Question,
): Found {
  if (outcome.kind === "failed") {
    const { failure } = outcome;
    // There is no such thing: what a look at one place says that finds nothing there.
    const isMissing = failure.kind === "not-found";
    return {
      answer: isMissing ? { kind: "not-found", seen: seenIn(failure.evidence) } : { kind: "failed", failure },
    };
  }
  const tool = toolOf(facts);
  if (tool.lookUp?.kind !== "tool") {
    return { answer: { kind: "took-place" }, output: outcome.output, receipt: outcome.receipt };
  }
  const lost = { tool, inputs: inputsOf(stepRun), provenance: stepRun.provenance };
  const finding = findingOf(lost, tool.lookUp, outcome.output);
  if (finding.kind !== "found") return { answer: finding };
  const weighed = weighOutput(tool, finding.output);
  if (weighed instanceof ToolError) {
    return { answer: { kind: "unclear", message: `It was found. ${weighed.message}` } };
  }
  const receipt: Receipt = {
    reference: Object.values(finding.matched).join(", "),
    service: importedFrom(by)?.title ?? by.title,
    detail: { lookedUpWith: by.title, asked: inputs, found: finding.matched },
  };
  return { answer: { kind: "took-place" }, output: finding.output, receipt };
}

/** How many a built-in tool has looked through. */
function seenIn(evidence: Json): number | null {
  const seen = isJsonObject(evidence) ? evidence.seen : null;
  return typeof seen === "number" && Number.isInteger(seen) && seen >= 0 ? seen : null;
}

/** What may be another a moment later. */
const passingKinds: ReadonlySet<ToolErrorKind> = new Set(["transient", "timeout", "quota"]);

function mayChange(answer: LookAnswer): boolean {
  if (answer.kind === "not-found") return true;
  return answer.kind === "failed" && passingKinds.has(answer.failure.kind);
}

/** Records what a look has found, and what follows: the step's end, a person, or nothing while there is another look. */
async function recordLook(
  active: ActiveRun,
  facts: StepFacts,
  move: LookMove,
  look: {
    by: Tool;
    inputs: JsonObject;
    found: Found;
    left: number;
    within?: ((tx: Querier) => Promise<void>) | undefined;
  },
): Promise<void> {
  const { by, inputs, found, left, within } = look;
  const { attempt } = move;
  const place = placeInEvent(facts);
  await persistently("record what a look has found", () =>
    active.append((run) => {
      const stepRun = runAt(run, facts);
      if (!isAt(run, facts, move, left) || stepRun.status !== "looking-up") return [];
      const told = { by: { toolId: by.id, title: by.title }, inputs, answer: found.answer };
      const looked: RunEventBody = { type: "outcome-looked-up", ...place, attempt, look: told };
      if (found.answer.kind === "took-place") return [looked, completed(run, facts, found)];
      if (left > 0 && mayChange(found.answer)) return [looked];
      return [looked, { type: "outcome-unknown", ...place, attempt, failure: stepRun.failure }];
    }, within),
  );
}

function completed(run: Run, facts: StepFacts, { output = null, receipt = null }: Found): RunEventBody {
  const { plan, stepId, item } = facts;
  const step = stepInRun(plan, run, stepId, item);
  const observation = judgeOutput(step, expectedOf(plan, step, toolOf(facts)), output);
  return completionEvent(facts, { output, receipt, source: "look-up", observation });
}
