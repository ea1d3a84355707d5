import { describe, expect, it } from "vitest";
import type { Observation } from "@/lib/domain/expectation";
import { stepIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { type CallOutcome, decideAfterCall, retryAfterMs } from "./decide-after-call";
import { keyedTool, postTool, readTool, sendTool } from "./testing/test-tools";

const now = new Date("2026-01-01T12:00:00.000Z");
const stepId = stepIdSchema.parse("a");
const limit = { retry: { attempts: 3, backoffMs: 1000 } };

function failed(kind: ToolErrorKind, rest: { effectUncertain?: boolean; evidence?: Json } = {}): CallOutcome {
  const { effectUncertain = false, evidence = null } = rest;
  return { kind: "failed", effectUncertain, failure: { kind, message: "no", evidence } };
}

const base = {
  place: { stepId, item: null },
  tool: { ...readTool, ...limit },
  attempt: 1,
  tries: 1,
  observation: null,
  isRunFinished: false,
  now,
  random: 1,
};

describe("decideAfterCall", () => {
  it("records what came out", () => {
    const outcome: CallOutcome = { kind: "completed", output: { value: "x" }, receipt: null };
    expect(decideAfterCall({ ...base, outcome })).toEqual({
      type: "step-completed",
      stepId,
      output: { value: "x" },
      receipt: null,
      source: "tool",
    });
  });

  it("leaves an output that is not as expected to a person, and records it when nobody can be asked", () => {
    const outcome: CallOutcome = { kind: "completed", output: { rows: [] }, receipt: null };
    const judged = (verdict: "met" | "partly" | "not-met"): Observation => {
      const check = { path: ["rows"], of: "any" as const, operator: "is-not-empty" as const, operand: null };
      return { verdict, source: "usual", checks: [{ ...check, holds: verdict === "met" }] };
    };
    const typeAfter = (observation: Observation, isRunFinished = false) =>
      decideAfterCall({ ...base, outcome, observation, isRunFinished });
    expect(typeAfter(judged("met"))).toMatchObject({ type: "step-completed", observation: judged("met") });
    for (const verdict of ["partly", "not-met"] as const) {
      const observation = judged(verdict);
      expect(typeAfter(observation)).toMatchObject({
        type: "step-unexpected",
        output: { rows: [] },
        observation,
      });
      expect(typeAfter(observation, true)).toMatchObject({ type: "step-completed", observation });
    }
  });

  it("tries again only what passes by itself", () => {
    const kinds: ToolErrorKind[] = [
      "transient",
      "timeout",
      "quota",
      "credentials",
      "bad-input",
      "not-found",
      "refused",
      "broken-tool",
    ];
    const retried = kinds.filter((kind) => {
      const event = decideAfterCall({ ...base, outcome: failed(kind) });
      return event.type === "attempt-failed" && event.retryAt !== null;
    });
    expect(retried).toEqual(["transient", "timeout", "quota"]);
  });

  it("waits longer each time, with jitter, up to the tool's limit", () => {
    const delays = [1, 2, 3].map((tries) => {
      const event = decideAfterCall({ ...base, tries, outcome: failed("transient") });
      return event.type === "attempt-failed" && event.retryAt && Date.parse(event.retryAt) - now.getTime();
    });
    expect(delays).toEqual([1000, 2000, null]);
    const least = decideAfterCall({ ...base, random: 0, outcome: failed("transient") });
    expect(least).toMatchObject({ retryAt: "2026-01-01T12:00:00.500Z" });
  });

  it("waits as long as the service asks, within reason", () => {
    const asked = (seconds: number) =>
      decideAfterCall({
        ...base,
        outcome: failed("quota", { evidence: { headers: { "Retry-After": `${seconds}` } } }),
      });
    expect(asked(30)).toMatchObject({ retryAt: "2026-01-01T12:00:30.000Z" });
    expect(asked(0)).toMatchObject({ retryAt: "2026-01-01T12:00:01.000Z" });
    expect(asked(7200)).toMatchObject({ type: "attempt-failed", retryAt: null });
  });

  it("R2: leaves an effect that may have taken place and can't be repeated to a person", () => {
    const outcome = failed("transient", { effectUncertain: true });
    for (const tool of [sendTool, postTool]) {
      expect(decideAfterCall({ ...base, tool: { ...tool, ...limit }, outcome })).toMatchObject({
        type: "outcome-unknown",
        failure: { kind: "transient" },
      });
    }
    // Where it can be looked up, that is done first; of a run that has ended nothing more is done.
    const looking = { ...base, tool: { ...sendTool, ...limit }, outcome, looksUp: true };
    expect(decideAfterCall(looking)).toMatchObject({
      ...{ type: "outcome-uncertain", attempt: 1, failure: { kind: "transient" } },
      ...{ looks: 3, lookAt: "2026-01-01T12:00:01.000Z" },
    });
    expect(decideAfterCall({ ...looking, isRunFinished: true }).type).toBe("outcome-unknown");
    for (const tool of [readTool, keyedTool]) {
      expect(decideAfterCall({ ...base, tool: { ...tool, ...limit }, outcome }).type).toBe("attempt-failed");
    }
    // Nothing was sent: trying again is safe.
    const refused = decideAfterCall({
      ...base,
      tool: { ...sendTool, ...limit },
      outcome: failed("transient"),
    });
    expect(refused).toMatchObject({ type: "attempt-failed", retryAt: "2026-01-01T12:00:01.000Z" });
  });

  it("tries nothing again once the run has ended", () => {
    expect(decideAfterCall({ ...base, isRunFinished: true, outcome: failed("transient") })).toMatchObject({
      type: "attempt-failed",
      retryAt: null,
    });
  });
});

describe("retryAfterMs", () => {
  it("reads seconds, milliseconds and dates, wherever they stand", () => {
    const evidences: [Json, number | null][] = [
      [null, null],
      ["retry-after: 5", null],
      [{ status: 429 }, null],
      [{ retryAfter: 5 }, 5000],
      [{ retryAfterSeconds: "5" }, 5000],
      [{ retryAfterMs: 250 }, 250],
      [{ headers: { "retry-after": "Thu, 01 Jan 2026 12:00:10 GMT" } }, 10_000],
      [{ headers: { "retry-after": "Thu, 01 Jan 2026 11:00:00 GMT" } }, 0],
      [{ "Retry-After": "soon" }, null],
      [{ retryAfter: null }, null],
      [{ retryAfter: "" }, null],
      [{ retryAfter: -3 }, 0],
      [{ headers: null, retryAfter: 2 }, 2000],
    ];
    expect(evidences.map(([evidence]) => retryAfterMs(evidence, now))).toEqual(evidences.map(([, ms]) => ms));
  });
});
