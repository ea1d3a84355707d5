// What a plan will take, from how its tools' calls ended before. Pure.
import type { ToolRecord } from "@/lib/domain/candidate";
import type { Interval, PlanEstimate, StepEstimate } from "@/lib/domain/estimate";
import type { StepId, ToolId } from "@/lib/domain/ids";
import { dependenciesOf, type Plan, type Step } from "@/lib/domain/plan";
import { topologicalOrder } from "./topological-order";

/** 90 of 100 of the true shares lie inside: the normal distribution's quantile. */
const z90 = 1.645;

/**
 * The estimate of a plan. Bounds add up as if all steps were fast, or slow, at once, so the truth lies inside more
 * often than nine times in ten. A repeated step counts with one call: how many items there will be is not known yet.
 */
export function estimatePlan(
  plan: Pick<Plan, "steps">,
  records: ReadonlyMap<ToolId, ToolRecord>,
): PlanEstimate {
  const steps = plan.steps.map((step) => estimateStep(step, records.get(step.toolId)));
  const known = steps.filter(({ failure }) => failure !== null);
  const survival = (bound: keyof Interval) =>
    known.reduce((product, { failure }) => product * (1 - (failure?.[bound] ?? 0)), 1);
  return {
    steps,
    ms: longestWay(plan.steps, steps),
    failure:
      known.length === 0
        ? null
        : { low: 1 - survival("low"), likely: 1 - survival("likely"), high: 1 - survival("high") },
    unknown: steps.filter(({ calls }) => calls === 0).map(({ stepId }) => stepId),
  };
}

function estimateStep(step: Step, record: ToolRecord | undefined): StepEstimate {
  const { completed, failed, lowMs, medianMs, highMs } = record ?? noRecord;
  const calls = completed + failed;
  const ms =
    lowMs === null || medianMs === null || highMs === null
      ? null
      : { low: lowMs, likely: medianMs, high: highMs };
  return { stepId: step.id, calls, ms, failure: calls === 0 ? null : failureOdds(failed, calls) };
}

const noRecord: ToolRecord = { completed: 0, failed: 0, lowMs: null, medianMs: null, highMs: null };

/** Wilson's interval for a share of few observations (E. B. Wilson, JASA 22, 1927); its middle is never just 0 or 1. */
function failureOdds(failed: number, calls: number): Interval {
  const share = failed / calls;
  const spread = 1 + z90 ** 2 / calls;
  const likely = (share + z90 ** 2 / (2 * calls)) / spread;
  const half = (z90 / spread) * Math.sqrt((share * (1 - share)) / calls + z90 ** 2 / (4 * calls ** 2));
  return {
    low: Math.max(0, likely - half),
    likely: calls < fewCalls ? likely : share,
    high: Math.min(1, likely + half),
  };
}

/** From so many calls on the share itself is the likeliest. */
const fewCalls = 20;

/** Steps run side by side: what counts is the longest chain of those that wait for each other. */
function longestWay(steps: readonly Step[], estimates: readonly StepEstimate[]): Interval | null {
  const order = topologicalOrder(steps);
  if (!order || estimates.every(({ ms }) => ms === null)) return null;
  const own = new Map(estimates.map((estimate) => [estimate.stepId, estimate.ms]));
  const byId = new Map(steps.map((step) => [step.id, step]));
  const longest = (bound: keyof Interval) => {
    const ends = new Map<StepId, number>();
    for (const id of order) {
      const step = byId.get(id);
      const start = Math.max(0, ...(step ? dependenciesOf(step) : []).map((before) => ends.get(before) ?? 0));
      ends.set(id, start + (own.get(id)?.[bound] ?? 0));
    }
    return Math.max(...ends.values());
  };
  return { low: longest("low"), likely: longest("likely"), high: longest("high") };
}
