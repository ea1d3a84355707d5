import type { Plan } from "@/lib/domain/plan";
import { isFinishedRun, isFinishedStep, type Run, stepRunOf } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";

/** The event that ends a run whose steps have all ended. */
export function endEvents(plan: Plan, run: Run): RunEventBody[] {
  if (isFinishedRun(run)) return [];
  const steps = plan.steps.map((step) => ({ step, stepRun: stepRunOf(run, step.id) }));
  const unfinished = steps.filter(({ stepRun }) => !isFinishedStep(stepRun));
  if (unfinished.length > 0) throw new Error(`run ${run.id} can't end: ${unfinished[0]?.step.id} has not`);
  for (const { step, stepRun } of steps) {
    if (stepRun.status !== "denied") continue;
    const why = stepRun.reason === "" ? "." : `: ${stepRun.reason}`;
    return [{ type: "run-canceled", reason: `"${step.title}" was denied${why}` }];
  }
  return [{ type: "run-completed" }];
}
