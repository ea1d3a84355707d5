// What the runs' records and the service's count say when all is over.
import type { RunEvent } from "@/lib/domain/run-event";
import type { ServiceCall } from "@/lib/engine/testing/test-service";
import { percentile, round } from "@/scripts/bench/machine";
import type { Attacked } from "./attack";
import { keylessSteps } from "./chaos-plan";

const ends = ["run-completed", "run-failed", "run-canceled"];
/** A call reaches the service a moment before or after the clock of its record. */
const clockMs = 5;
/** What was attacked is back after this time. */
const restartMs = 3000;

export interface Verdict {
  runs: number;
  completed: number;
  failed: number;
  lost: number;
  steps: number;
  calls: number;
  /** Steps that were recorded, and called or recorded once more. */
  repeatedRecorded: number;
  /** Writes that took place twice. */
  repeatedEffects: number;
  unknownAsked: number;
  takeovers: number;
  /** From the end of a worker to the moment another one has its run. */
  recoveryP50Ms: number | null;
  recoveryP95Ms: number | null;
  /** The same where other workers or the database were killed or frozen meanwhile. */
  recoveryAmidOthersP95Ms: number | null;
}

export function judge(
  runs: ReadonlyMap<string, readonly RunEvent[]>,
  calls: readonly ServiceCall[],
  attacks: readonly Attacked[],
): Verdict {
  const all = [...runs.values()];
  const endedAs = (type: string) =>
    all.filter((events) => events.some(({ body }) => body.type === type)).length;
  const isEnded = (events: readonly RunEvent[]) => events.some(({ body }) => ends.includes(body.type));
  for (const events of all.filter((one) => !isEnded(one))) {
    console.error(`Lost: ${JSON.stringify(events.slice(-4).map(({ at, body }) => ({ at, ...body })))}`);
  }
  const count = (type: string) => all.flat().filter(({ body }) => body.type === type).length;
  const { clean, disturbed } = takeoverTimes(all, attacks);
  const p = (times: number[], share: number) =>
    times.length > 0 ? round(percentile(times, share), 0) : null;
  return {
    runs: all.length,
    completed: endedAs("run-completed"),
    failed: endedAs("run-failed") + endedAs("run-canceled"),
    lost: all.filter((events) => !isEnded(events)).length,
    steps: count("step-completed"),
    calls: calls.length,
    repeatedRecorded: repeatedSteps(all, calls),
    repeatedEffects: repeatedEffects(calls),
    unknownAsked: count("outcome-unknown"),
    takeovers: clean.length,
    recoveryP50Ms: p(clean, 0.5),
    recoveryP95Ms: p(clean, 0.95),
    recoveryAmidOthersP95Ms: p(disturbed, 0.95),
  };
}

/** A key without its generation: the step or item it is of. */
const placeOf = (key: string) => key.replace(/:\d+$/, "");

/** Steps that were recorded as completed twice, and calls of a step that came after its record. */
function repeatedSteps(all: readonly (readonly RunEvent[])[], calls: readonly ServiceCall[]): number {
  const recorded = new Map<string, number>();
  let repeated = 0;
  for (const { runId, at, body } of all.flat()) {
    if (body.type !== "step-completed") continue;
    const place = [runId, body.stepId, ...(body.item === undefined ? [] : [body.item])].join(":");
    if (recorded.has(place)) repeated += 1;
    else recorded.set(place, Date.parse(at));
  }
  const late = calls.filter(({ key, time }) => {
    return time > (recorded.get(placeOf(key)) ?? Number.POSITIVE_INFINITY) + clockMs;
  });
  for (const call of late)
    console.error(`After its record: ${call.key} from ${call.pid} at ${new Date(call.time).toISOString()}`);
  return repeated + late.length;
}

/** Effects beyond the first: of a call without a key every further call, of one with a key every further key. */
function repeatedEffects(calls: readonly ServiceCall[]): number {
  const effects = new Map<string, number>();
  const keys = new Set<string>();
  for (const { key } of calls) {
    const [, stepId = ""] = key.split(":");
    if (!keylessSteps.has(stepId) && keys.has(key)) continue;
    keys.add(key);
    effects.set(placeOf(key), (effects.get(placeOf(key)) ?? 0) + 1);
  }
  const twice = [...effects].filter(([, count]) => count > 1);
  for (const [place, count] of twice) console.error(`Done ${count} times: ${place}`);
  return twice.reduce((sum, [, count]) => sum + count - 1, 0);
}

/**
 * From the end of a worker to the moment another one has its run: for every run that a killed worker had, and every one
 * that was taken from a frozen one. Apart: those during which something else was killed or frozen that is needed for it.
 */
function takeoverTimes(
  all: readonly (readonly RunEvent[])[],
  attacks: readonly Attacked[],
): { clean: number[]; disturbed: number[] } {
  const clean: number[] = [];
  const disturbed: number[] = [];
  const relevant = attacks.filter(({ kind }) => !kind.startsWith("web"));
  for (const attack of attacks) {
    if (!attack.kind.startsWith("worker")) continue;
    for (const events of all) {
      const takenAt = timeOfTakeover(events, attack);
      if (takenAt === null) continue;
      const others = relevant.filter(
        (other) => other !== attack && other.until > attack.at - restartMs && other.at < takenAt,
      );
      (others.length > 0 ? disturbed : clean).push(takenAt - attack.at);
    }
  }
  return { clean, disturbed };
}

/** When a run that the attacked worker had became another's; null when it did not, or a person woke it from its rest. */
function timeOfTakeover(events: readonly RunEvent[], { pid, at }: Attacked): number | null {
  const claims = events.flatMap(({ at: when, body }) =>
    body.type === "run-started" ? [{ time: Date.parse(when), owner: body.executorId }] : [],
  );
  const last = claims.findLastIndex(({ time }) => time <= at);
  const next = claims[last + 1];
  const isOwn = (owner: string | undefined) => owner?.includes(`-${pid}-`) === true;
  if (!next || !isOwn(claims[last]?.owner) || isOwn(next.owner)) return null;
  // Who was attacked appends nothing any more: whatever came before the takeover was a person's doing.
  const isWoken = events.some(({ at: when }) => Date.parse(when) > at && Date.parse(when) < next.time);
  return isWoken ? null : next.time;
}
