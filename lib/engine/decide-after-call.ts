import type { Observation } from "@/lib/domain/expectation";
import { isJsonObject, type Json } from "@/lib/domain/json";
import type { OutputSource } from "@/lib/domain/output-source";
import type { Receipt } from "@/lib/domain/receipt";
import { placeInEvent, type StepPlace } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { Tool } from "@/lib/domain/tool";
import type { ToolErrorKind, ToolFailure } from "@/lib/domain/tool-error";
import type { WholeOutput } from "@/lib/domain/whole-output";
import { canRepeat, firstLook } from "./decide-next";

/** What a call came to. */
export type CallOutcome =
  | { kind: "completed"; output: Json; whole?: WholeOutput; receipt: Receipt | null }
  /** `effectUncertain`: the effect may have taken place all the same. */
  | { kind: "failed"; failure: ToolFailure; effectUncertain: boolean };

const retriedKinds: ReadonlySet<ToolErrorKind> = new Set(["transient", "timeout", "quota"]);
const maxBackoffMs = 5 * 60_000;
/** A service that asks for more patience than this is left to a person. */
const maxRetryAfterMs = 60 * 60_000;

/**
 * The event a call's outcome is recorded as. A failure of a kind that passes is tried again by itself as long as
 * the tool's limit allows, and only where repeating is safe: when the tool can be repeated, or nothing was sent.
 * An effect that may have taken place and can't be repeated is for a person (R2), and so is an output that is not what
 * was expected.
 */
export function decideAfterCall(call: {
  outcome: CallOutcome;
  place: StepPlace;
  tool: Pick<Tool, "effect" | "idempotency" | "retry">;
  attempt: number;
  /** Attempts since a person last acted, this one included. */
  tries: number;
  /** The output of a call that completed, judged; null where nothing was expected of it. */
  observation: Observation | null;
  /** Whether it is looked up at the service what came of a call whose answer was lost. */
  looksUp?: boolean;
  /** The run has ended: nothing is tried again. */
  isRunFinished: boolean;
  now: Date;
  /** 0 to 1, for the jitter. */
  random: number;
}): RunEventBody {
  const { outcome, tool, attempt } = call;
  const place = placeInEvent(call.place);
  if (outcome.kind === "completed") {
    const { output, whole, receipt } = outcome;
    const { observation, isRunFinished } = call;
    const given = { output, ...(whole && { whole }), receipt, source: "tool" as const };
    return completionEvent(call.place, { ...given, observation, isRunFinished });
  }
  const { failure, effectUncertain } = outcome;
  if (effectUncertain && !canRepeat(tool)) {
    if (!call.looksUp || call.isRunFinished) return { type: "outcome-unknown", ...place, attempt, failure };
    return { type: "outcome-uncertain", ...place, attempt, failure, ...firstLook(call.now) };
  }
  const delayMs = call.isRunFinished ? null : retryDelayMs({ ...call, failure });
  const retryAt = delayMs === null ? null : new Date(call.now.getTime() + delayMs).toISOString();
  return { type: "attempt-failed", ...place, attempt, failure, retryAt };
}

/** The event of a call that has taken place: completed, or for a person where it gave something else than expected. */
export function completionEvent(
  at: StepPlace,
  given: {
    output: Json;
    whole?: WholeOutput;
    receipt: Receipt | null;
    source: OutputSource;
    observation: Observation | null;
    isRunFinished?: boolean;
  },
): RunEventBody {
  const { observation, isRunFinished = false, ...rest } = given;
  const place = placeInEvent(at);
  // When the run has ended there is nobody to ask: it is recorded, with what was found.
  if (observation && observation.verdict !== "met" && !isRunFinished) {
    return { type: "step-unexpected", ...place, ...rest, observation };
  }
  return { type: "step-completed", ...place, ...rest, ...(observation ? { observation } : {}) };
}

/** How long to wait before the next attempt; null when there is none. */
function retryDelayMs(call: {
  failure: ToolFailure;
  tool: Pick<Tool, "retry">;
  tries: number;
  now: Date;
  random: number;
}): number | null {
  const { failure, tool, tries, now, random } = call;
  if (!retriedKinds.has(failure.kind) || tries >= tool.retry.attempts) return null;
  const backoffMs = Math.min(maxBackoffMs, tool.retry.backoffMs * 2 ** (tries - 1));
  const jitteredMs = Math.round(backoffMs * (0.5 + random / 2));
  const askedMs = retryAfterMs(failure.evidence, now);
  if (askedMs !== null && askedMs > maxRetryAfterMs) return null;
  return Math.max(jitteredMs, askedMs ?? 0);
}

/** How long a service that has had enough wants to be left alone by everybody, in milliseconds; 0 when it said nothing. */
export function askedPatienceMs(outcome: CallOutcome, now = new Date()): number {
  if (outcome.kind !== "failed" || outcome.failure.kind !== "quota") return 0;
  return Math.min(maxRetryAfterMs, retryAfterMs(outcome.failure.evidence, now) ?? 0);
}

/**
 * The patience a service asked for, in milliseconds, when its evidence says: `Retry-After` in seconds or as a date,
 * among the headers or beside them. Null when it does not.
 */
export function retryAfterMs(evidence: Json, now: Date): number | null {
  if (!isJsonObject(evidence)) return null;
  for (const [name, value] of Object.entries(evidence)) {
    const plain = name.toLowerCase().replaceAll(/[^a-z]/g, "");
    if (plain === "headers") {
      const inner = retryAfterMs(value, now);
      if (inner !== null) return inner;
    }
    if (plain === "retryafterms" && typeof value === "number") return Math.max(0, value);
    if (plain !== "retryafter" && plain !== "retryafterseconds") continue;
    const seconds = typeof value === "number" ? value : Number(value);
    if (value !== null && value !== "" && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
    const date = typeof value === "string" ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(date)) return Math.max(0, date - now.getTime());
  }
  return null;
}
