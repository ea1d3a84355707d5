// What a plan will take, from how its tools' calls ended before. Pure.
import type { ToolRecord } from "@/lib/domain/candidate";
import type { Interval, PlanEstimate, StepEstimate } from "@/lib/domain/estimate";
import type { StepId, ToolId } from "@/lib/domain/ids";
import { dependenciesOf, type Plan, type Step } from "@/lib/domain/plan";
import { topologicalOrder } from "./topological-order";

/** What calls of tools cost, in US dollars. */
export interface KnownCosts {
  /** As a person said. */
  prices: ReadonlyMap<ToolId, number>;
  /** What their questions to models cost before. */
  models: ReadonlyMap<ToolId, Interval>;
}
const noCosts: KnownCosts = { prices: new Map(), models: new Map() };

/** From so many calls on they say how likely a tool fails. */
export const fewestCalls = 5;
/** Nine in ten of the true shares lie inside: the normal distribution's quantile. */
const z90 = 1.645;

/**
 * The estimate of a plan. Times add up as if all steps were fast, or slow, at once, so the truth lies inside more often
 * than their bounds say. A repeated step counts with one call: how many items there will be is not known yet.
 */
export function estimatePlan(
  plan: Pick<Plan, "steps">,
  records: ReadonlyMap<ToolId, ToolRecord>,
  costs: KnownCosts = noCosts,
): PlanEstimate {
  const recordOf = (step: Step) => records.get(step.toolId) ?? noRecord;
  const steps = plan.steps.map((step) => ({
    ...estimateStep(step, recordOf(step)),
    usd: costOfCall(step.toolId, costs),
  }));
  return {
    steps,
    ms: longestWay(plan.steps, steps),
    failure: failureOdds(plan.steps.map(recordOf).filter(isTelling)),
    usd: wholeCost(plan.steps, steps),
    unknown: steps.filter(({ failure }) => failure === null).map(({ stepId }) => stepId),
  };
}

const noRecord: ToolRecord = { completed: 0, failed: 0, lowMs: null, medianMs: null, highMs: null };
const isTelling = ({ completed, failed }: ToolRecord) => completed + failed >= fewestCalls;

/** What one call costs: its price, and what it asks of a model. Null where neither is known. */
function costOfCall(toolId: ToolId, { prices, models }: KnownCosts): Interval | null {
  const price = prices.get(toolId);
  const asked = models.get(toolId);
  if (price === undefined && asked === undefined) return null;
  const { low, likely, high } = asked ?? { low: 0, likely: 0, high: 0 };
  const usd = price ?? 0;
  return { low: usd + low, likely: usd + likely, high: usd + high };
}

/**
 * What is known adds up. A step with a condition may cost nothing, and a repeated one is done up to its limit: what is
 * likely counts it once, as how many items there will be is not known yet.
 */
function wholeCost(steps: readonly Step[], estimates: readonly StepEstimate[]): Interval | null {
  const sum = { low: 0, likely: 0, high: 0 };
  let isKnown = false;
  for (const [index, { usd }] of estimates.entries()) {
    const step = steps[index];
    if (!usd || !step) continue;
    isKnown = true;
    sum.low += step.condition || step.repeat ? 0 : usd.low;
    sum.likely += usd.likely;
    sum.high += usd.high * (step.repeat?.limit ?? 1);
  }
  return isKnown ? sum : null;
}

function estimateStep(step: Step, record: ToolRecord): Omit<StepEstimate, "usd"> {
  const { completed, failed, lowMs, medianMs, highMs } = record;
  return {
    stepId: step.id,
    calls: completed + failed,
    ms:
      lowMs === null || medianMs === null || highMs === null
        ? null
        : { low: lowMs, likely: medianMs, high: highMs },
    failure: failureOdds([record].filter(isTelling)),
  };
}

/**
 * How likely one of some tools fails. Each share of success is known as far as its calls tell (Jeffreys' prior); the
 * product of all has an exact mean and variance, and is bounded as the share of so many calls as would be as sure:
 * Wilson's interval (JASA 22, 1927). Null without any.
 */
function failureOdds(records: readonly ToolRecord[]): Interval | null {
  if (records.length === 0) return null;
  let [mean, square] = [1, 1];
  for (const { completed, failed } of records) {
    const [good, all] = [completed + 0.5, completed + failed + 1];
    mean *= good / all;
    square *= (good * (good + 1)) / (all * (all + 1));
  }
  const likely = 1 - mean;
  const calls = (mean * likely) / (square - mean ** 2) - 1;
  const spread = 1 + z90 ** 2 / calls;
  const middle = (likely + z90 ** 2 / (2 * calls)) / spread;
  const half = (z90 / spread) * Math.sqrt((likely * mean) / calls + z90 ** 2 / (4 * calls ** 2));
  return { low: Math.max(0, middle - half), likely, high: Math.min(1, middle + half) };
}

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
