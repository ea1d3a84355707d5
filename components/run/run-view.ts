import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import {
  isFinishedRun,
  needsPerson,
  type Run,
  type StepRun,
  type StepStatus,
  stepRunOf,
} from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { topologicalOrder } from "@/lib/planning/topological-order";

/** A step of a run as the page shows it. */
export interface StepView {
  /** Its place in the order of the run, from 1. */
  number: number;
  /** As it is in this run: as planned, or as a person changed it on the way. */
  step: Step;
  run: StepRun;
  /** Null when it is not in the catalogue any more. */
  tool: Tool | null;
}

/** A run together with its plan and tools. */
export interface RunView {
  run: Run;
  plan: Plan;
  tools: ReadonlyMap<ToolId, Tool>;
  /** In the order in which they run. */
  steps: readonly StepView[];
  /** The steps a person has to do something about, in that order. */
  waiting: readonly StepView[];
  statuses: Readonly<Record<string, StepStatus>>;
  titleOf: (stepId: StepId) => string;
}

export function runView(run: Run, plan: Plan, tools: ReadonlyMap<ToolId, Tool>): RunView {
  const order = topologicalOrder(plan.steps) ?? plan.steps.map((step) => step.id);
  const planned = new Map(plan.steps.map((step) => [step.id, step]));
  const steps = order.flatMap((id, index): StepView[] => {
    const step = planned.get(id);
    if (!step) return [];
    const stepRun = stepRunOf(run, id);
    const current = stepRun.amended ?? step;
    return [{ number: index + 1, step: current, run: stepRun, tool: tools.get(current.toolId) ?? null }];
  });
  return {
    run,
    plan,
    tools,
    steps,
    waiting: isFinishedRun(run) ? [] : steps.filter((view) => needsPerson(view.run)),
    statuses: Object.fromEntries(steps.map((view) => [view.step.id, view.run.status])),
    titleOf: (stepId) => planned.get(stepId)?.title ?? stepId,
  };
}

/** The plan's steps as they are in the run: what forms and candidates work on. */
export function stepsInRun(view: RunView): Step[] {
  const current = new Map(view.steps.map(({ step }) => [step.id, step]));
  return view.plan.steps.map((step) => current.get(step.id) ?? step);
}
