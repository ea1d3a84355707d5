import type { StepId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import { type Run, stepRunOf } from "@/lib/domain/run";

/** The plan as it is in a run: with the steps a person changed on the way. */
export function planInRun(plan: Plan, run: Run): Plan {
  return { ...plan, steps: plan.steps.map((step) => stepRunOf(run, step.id).amended ?? step) };
}

/** In what a plan differs from an earlier one. */
export interface PlanDifference {
  /** Steps that would do something else, or when something else is so. */
  revised: StepId[];
  added: StepId[];
  dropped: StepId[];
}

/** What there is to do about a step whose plan became another: what it is called and where it stands is no difference. */
export function differenceBetween(before: Pick<Plan, "steps">, after: Pick<Plan, "steps">): PlanDifference {
  const old = new Map(before.steps.map((step) => [step.id, step]));
  const kept = new Set(after.steps.map(({ id }) => id));
  return {
    revised: after.steps.flatMap((step) => {
      const was = old.get(step.id);
      return was && doesOf(was) !== doesOf(step) ? [step.id] : [];
    }),
    added: after.steps.flatMap(({ id }) => (old.has(id) ? [] : [id])),
    dropped: before.steps.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
  };
}

/** What makes a call of a step what it is; the order of properties counts for nothing. */
export function doesOf({ toolId, inputs, condition, repeat, expect }: Step): string {
  const sorted = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([toolId, sorted, condition ?? null, repeat ?? null, expect ?? null]);
}
