import type { RunId, StepId } from "@/lib/domain/ids";
import type { PlanChange } from "@/lib/domain/plan-change";
import { type RevisedRun, reviseRun } from "./revise-run";

/**
 * Takes a repair, or some parts of one: the run goes on with the plan so changed. What is taken is what was shown: the
 * changes come along, and are judged like those of anybody else.
 */
export function takeRepair(request: {
  runId: RunId;
  stepId: StepId;
  revision: number;
  key: string;
  title: string;
  changes: PlanChange[];
}): Promise<RevisedRun> {
  const { runId, stepId: mends, revision, key, title, changes } = request;
  return reviseRun({ runId, revision, changes, mends, repair: { key, title } });
}
