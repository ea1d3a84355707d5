// What a step of a run does next: a pure decision over the folded run, so that it comes out the same after any
// crash. Taken once to act on it, and once more under the run's lock before the act is recorded.
import { createHash } from "node:crypto";
import { contentHash } from "@/lib/approval/content-hash";
import { decideApproval } from "@/lib/approval/decide-approval";
import { readsItem } from "@/lib/domain/binding";
import type { Connection } from "@/lib/domain/connection";
import type { RunId, StepId, ToolId } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Origin } from "@/lib/domain/origin";
import { dependenciesOf, type Plan, type Policy, readStepsOf, type Step } from "@/lib/domain/plan";
import { interruptedFailure } from "@/lib/domain/reduce-run";
import {
  type Attempt,
  isFinishedRun,
  isFinishedStep,
  itemRunsOf,
  openAttempt,
  type Run,
  type StepRun,
  type StepStatus,
  stepRunOf,
} from "@/lib/domain/run";
import { offProblem, type Tool } from "@/lib/domain/tool";
import type { ToolFailure } from "@/lib/domain/tool-error";

/** What of a connection an approval is bound to. */
export type ConnectionReference = Pick<Connection, "id" | "name" | "origin">;

/** Everything the decision rests on. */
export interface StepFacts {
  run: Run;
  /** The plan at the run's revision. */
  plan: Plan;
  stepId: StepId;
  /** Of a repeated step, the item that is looked at, from 0; null for the step itself. */
  item: number | null;
  /** The tools of the plan's steps as they are now; one that is gone is left out. */
  tools: ReadonlyMap<ToolId, Tool>;
  /** The connection the step's tool would use now; null when it needs none or there is none. */
  connection: ConnectionReference | null;
  /** What the step reads of outputs that the run's record has only the beginning of. */
  wholes?: ReadonlyMap<StepId, Json>;
  now: Date;
}

export type NextMove =
  /** Nothing more happens to the step. */
  | { kind: "finish"; status: StepStatus }
  | { kind: "wait-for-person" }
  | { kind: "wait-for-resume" }
  | { kind: "wait-for-steps"; stepIds: StepId[] }
  /** The run its tool consists of goes on by itself. */
  | { kind: "wait-for-run"; runId: RunId }
  | { kind: "wait-until"; at: string }
  | { kind: "decide-condition" }
  /** Of a repeated step: fix the list it is done for; do what is left of it; say that all of it has ended. */
  | { kind: "resolve-items" }
  | { kind: "do-items"; items: number[] }
  | { kind: "end-items" }
  | { kind: "resolve-inputs" }
  | { kind: "skip"; reason: string }
  /** Nothing was sent, and as things are nothing can be. */
  | { kind: "fail"; failure: ToolFailure }
  | { kind: "ask-question"; inputs: JsonObject }
  | { kind: "request-approval"; inputs: JsonObject; contentHash: string; reasons: string[] }
  | {
      kind: "start-attempt";
      attempt: number;
      inputs: JsonObject;
      contentHash: string;
      idempotencyKey: string;
    }
  /** An attempt was cut off, and what it did can't be repeated unasked (R2). */
  | { kind: "mark-outcome-unknown"; attempt: number }
  /** The same, where it is looked up first; and a look that is due. */
  | { kind: "begin-look-up"; attempt: number }
  | { kind: "look-up"; attempt: number; left: number }
  /** An attempt was cut off once too often: it may be what stops the worker (R11). */
  | { kind: "give-up"; attempt: number; failure: ToolFailure };

/** How often in a row a call may be cut off before it is no longer repeated by itself. */
export const maxInterruptions = 7;
/** So many are taken for somebody else's fault; after more the step leaves the others some time (R11). */
const freeInterruptions = 2;
const interruptionDelayMs = 2500;

/** The step as it is in this run: as planned, or as a person changed it on the way. */
export function stepInRun(plan: Plan, run: Run, stepId: StepId, item: number | null = null): Step {
  const planned = plan.steps.find((step) => step.id === stepId);
  if (!planned) throw new Error(`plan ${plan.id} has no step ${stepId}`);
  const ofItem = item === null ? null : stepRunOf(run, stepId, item).amended;
  return ofItem ?? stepRunOf(run, stepId).amended ?? planned;
}

/** True when calling the tool once more does nothing more than calling it once. */
export function canRepeat(tool: Pick<Tool, "effect" | "idempotency">): boolean {
  return tool.effect === "read" || tool.idempotency !== "none";
}

/** How long after what came before each look is due: the service may still be at it, or show it late. */
const lookDelaysMs = [1000, 3000, 10_000];

/** When it is looked up first, and how often at most. */
export function firstLook(now: Date): { lookAt: string; looks: number } {
  return { lookAt: lookAfter(lookDelaysMs[0], now), looks: lookDelaysMs.length };
}

/** When the look after this one is due. @param left how many there are with this one */
export function nextLookAt(left: number, now = new Date()): string {
  return lookAfter(lookDelaysMs[lookDelaysMs.length - left + 1], now);
}

const lookAfter = (delayMs = 0, now: Date) => new Date(now.getTime() + delayMs).toISOString();

/** Whether a run looks by itself whether a call of the tool took place. A plan that asks before it reads, asks. */
export function looksUp(tool: Pick<Tool, "lookUp">, { reads }: Policy): boolean {
  return tool.lookUp !== undefined && reads === "run";
}

export function decideNext(facts: StepFacts): NextMove {
  const { run, plan, stepId, item, tools } = facts;
  const stepRun = stepRunOf(run, stepId, item);
  const step = stepInRun(plan, run, stepId, item);
  const tool = tools.get(step.toolId) ?? null;
  const open = openAttempt(stepRun);
  if (open?.nestedRunId) return { kind: "wait-for-run", runId: open.nestedRunId };
  // Whoever decides here is not the one making the call: that process is gone.
  if (open && !(tool && canRepeat(tool))) {
    const isLookedUp = tool !== null && looksUp(tool, plan.policy) && !isFinishedRun(run);
    return { kind: isLookedUp ? "begin-look-up" : "mark-outcome-unknown", attempt: open.attempt };
  }
  if (isFinishedRun(run) || isFinishedStep(stepRun)) return { kind: "finish", status: stepRun.status };
  switch (stepRun.status) {
    case "waiting-approval":
    case "failed":
    case "outcome-unknown":
    case "unexpected":
      return { kind: "wait-for-person" };
    case "waiting-answer":
      // Asked in the middle of a call whose process is gone: nobody waits for the answer any more.
      if (!open) return { kind: "wait-for-person" };
      break;
    case "pending":
    case "running":
    case "retrying":
    case "looking-up":
      break;
    default:
      return { kind: "finish", status: stepRun.status };
  }
  if (run.status === "paused") return { kind: "wait-for-resume" };
  if (stepRun.status === "looking-up") return decideLook(stepRun, tool, facts.now);
  return (
    (open && decideInterrupted(run, open, stepRun, facts.now)) ??
    (stepRun.status === "retrying" ? waitUntil(stepRun.retryAt, facts.now) : null) ??
    decideReady(facts, step, stepRun, tool)
  );
}

function decideLook(
  stepRun: Extract<StepRun, { status: "looking-up" }>,
  tool: Tool | null,
  now: Date,
): NextMove {
  const { attempt, left, lookAt } = stepRun;
  // Whoever decides here is not the one that looked last: that process is gone.
  if (!tool?.lookUp || left === 0) return { kind: "mark-outcome-unknown", attempt };
  return waitUntil(lookAt, now) ?? { kind: "look-up", attempt, left };
}

const waitUntil = (at: string, now: Date): NextMove | null =>
  now.getTime() < Date.parse(at) ? { kind: "wait-until", at } : null;

/**
 * Whether a call that was cut off is made again now. The worker may have died of it, so each time it waits longer,
 * and in the end for a person; null: now.
 */
function decideInterrupted(run: Run, open: Attempt, stepRun: StepRun, now: Date): NextMove | null {
  const earlier = stepRun.attempts.slice(0, -1).reverse();
  const isCutOff = (attempt: Attempt) => attempt.failure?.message === interruptedFailure.message;
  const whole = earlier.findIndex((attempt) => !isCutOff(attempt));
  const interruptions = 1 + (whole === -1 ? earlier.length : whole);
  if (interruptions >= maxInterruptions) {
    const message =
      `The worker stopped during this call, ${interruptions} times in a row. ` +
      "Look at the worker's log; then try again, change the step, or skip it.";
    const failure: ToolFailure = { kind: "broken-tool", message, evidence: null };
    return { kind: "give-up", attempt: open.attempt, failure };
  }
  if (interruptions <= freeInterruptions) return null;
  const delayMs =
    interruptionDelayMs * 2 ** (interruptions - freeInterruptions - 1) * spread(run.id, interruptions);
  return waitUntil(new Date(Date.parse(open.startedAt) + delayMs).toISOString(), now);
}

/**
 * From 0.5 to 1.5, always the same for a run's so-manieth interruption: what was cut off together does not begin together
 * again, so that a call which ends its worker takes no other with it to the last.
 */
function spread(runId: RunId, interruptions: number): number {
  return (
    0.5 +
    Number.parseInt(createHash("sha256").update(`${runId}:${interruptions}`).digest("hex").slice(0, 8), 16) /
      0x1_0000_0000
  );
}

/** The move of a step that waits for neither a person nor a time. */
function decideReady(facts: StepFacts, step: Step, stepRun: StepRun, tool: Tool | null): NextMove {
  const dependencies = decideDependencies(facts, step);
  if (dependencies) return dependencies;
  if (isDecidedHere(step, facts.item) && stepRun.condition === null) return { kind: "decide-condition" };
  if (!tool) {
    const message = `The tool "${step.toolId}" is not in the catalogue any more. Swap it for another, or skip the step.`;
    return { kind: "fail", failure: { kind: "broken-tool", message, evidence: null } };
  }
  const off = offProblem(tool);
  if (off !== null) {
    return { kind: "fail", failure: { kind: "broken-tool", message: off, evidence: null } };
  }
  if (step.repeat && facts.item === null) return decideItems(facts, stepRun);
  const { inputs } = stepRun;
  if (inputs === null) return { kind: "resolve-inputs" };
  if (tool.asksPerson) return { kind: "ask-question", inputs };
  if (tool.connectionKind !== null && facts.connection === null) {
    const message = `"${tool.title}" needs a connection of the kind "${tool.connectionKind}", and there is none. Add one under Connections, then try again.`;
    return { kind: "fail", failure: { kind: "credentials", message, evidence: null } };
  }
  return decideCall(facts, { tool, stepRun, inputs });
}

/** Waits for steps that have not ended; skips a step that reads one that came to nothing. */
function decideDependencies(facts: StepFacts, step: Step): NextMove | null {
  const { run, plan } = facts;
  const dependencies = dependenciesOf(step).map((id) => stepRunOf(run, id));
  const unfinished = dependencies.filter((dependency) => !isFinishedStep(dependency));
  if (unfinished.length > 0) {
    return { kind: "wait-for-steps", stepIds: unfinished.map((dependency) => dependency.stepId) };
  }
  const read = new Set(readStepsOf(step));
  const missing = dependencies.find(
    (dependency) => dependency.status !== "completed" && read.has(dependency.stepId),
  );
  if (!missing) return null;
  const title = stepInRun(plan, run, missing.stepId).title;
  return { kind: "skip", reason: `It needs what "${title}" gives, which was ${missing.status}.` };
}

/** A condition that reads the item of a repeated step is decided for each item; any other once, for the step. */
function isDecidedHere(step: Step, item: number | null): boolean {
  if (!step.condition) return false;
  const isOfItem = step.repeat !== undefined && step.condition.tests.some(({ value }) => readsItem(value));
  return isOfItem === (item !== null);
}

/** A repeated step: its list first, then what is left of it. */
function decideItems({ run }: StepFacts, stepRun: StepRun): NextMove {
  if (stepRun.repeated === null) return { kind: "resolve-items" };
  const items = itemRunsOf(run, stepRun).flatMap((one, item) => (isFinishedStep(one) ? [] : [item]));
  return items.length > 0 ? { kind: "do-items", items } : { kind: "end-items" };
}

const repeatedReason = "It was called in the run this one takes up: this does it once more.";

/** Asks where a person has to be asked, and calls where that has been settled for exactly this call (A3). */
function decideCall(facts: StepFacts, call: { tool: Tool; stepRun: StepRun; inputs: JsonObject }): NextMove {
  const { run, plan, connection } = facts;
  const { tool, stepRun, inputs } = call;
  const hash = contentHash({
    planId: plan.id,
    planRevision: stepRun.revision,
    stepId: stepRun.stepId,
    ...(stepRun.item === null ? {} : { item: stepRun.item }),
    toolId: tool.id,
    toolVersion: tool.version,
    inputs,
    connectionId: connection?.id ?? null,
    connectionOrigin: connection?.origin ?? null,
  });
  const need = decideApproval({
    tool,
    provenance: stepRun.provenance,
    policy: plan.policy,
    listOrigin: listOriginOf(facts),
  });
  // What was done in an earlier run is not done once more silently, whatever the plan trusts (R2).
  const isRepeated = run.rerun?.repeats.includes(stepRun.stepId) ?? false;
  const reasons = [...(isRepeated ? [repeatedReason] : []), ...(need.kind === "ask" ? need.reasons : [])];
  if (reasons.length > 0 && stepRun.approvedHash !== hash) {
    const changed =
      stepRun.approvedHash === null
        ? []
        : ["What was approved has changed since: the tool, its connection or an input is another now."];
    return { kind: "request-approval", inputs, contentHash: hash, reasons: [...changed, ...reasons] };
  }
  return {
    kind: "start-attempt",
    attempt: stepRun.attempts.length + 1,
    inputs,
    contentHash: hash,
    idempotencyKey: keyOf(run, stepRun),
  };
}

/** The idempotency key of a step's call: the same for each attempt at it. */
export function keyOf(run: Pick<Run, "id">, { stepId, item, generation }: StepRun): string {
  return [run.id, stepId, ...(item === null ? [] : [item]), generation].join(":");
}

/** Of an item: where the list came from that says how often the step is done; null for a step that is done once. */
function listOriginOf({ run, stepId, item }: StepFacts): Origin | null {
  return item === null ? null : (stepRunOf(run, stepId).repeated?.provenance.origin ?? null);
}
