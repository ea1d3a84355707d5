import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import {
  isFinishedRun,
  isFinishedStep,
  itemRunsOf,
  needsPerson,
  type Run,
  type StepRun,
  type StepStatus,
  stepRunKey,
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
  /** How it stands, as it is shown: a repeated step stands as its items do. */
  status: StepStatus;
  /** Of a repeated step, how each item stands. */
  items: readonly StepView[];
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
  /** How far repeated steps are: "3 of 12". */
  progress: Readonly<Record<string, string>>;
  titleOf: (stepId: StepId) => string;
}

/** @param before the view of the run a moment ago: steps nothing has happened to since are the same objects in both */
export function runView(
  run: Run,
  plan: Plan,
  tools: ReadonlyMap<ToolId, Tool>,
  before: RunView | null = null,
): RunView {
  const isComparable =
    before?.plan === plan && before.tools === tools && isFinishedRun(before.run) === isFinishedRun(run);
  const known = new Map(isComparable ? before.steps.map((view) => [view.step.id, view]) : []);
  const order = topologicalOrder(plan.steps) ?? plan.steps.map((step) => step.id);
  const planned = new Map(plan.steps.map((step) => [step.id, step]));
  const steps = order.flatMap((id, index): StepView[] => {
    const step = planned.get(id);
    if (!step) return [];
    const last = known.get(id);
    if (last && before && isUntouched(last, before.run, run)) return [last];
    return [stepView({ run, step, tools, number: index + 1 })];
  });
  return {
    run,
    plan,
    tools,
    steps,
    waiting: isFinishedRun(run) ? [] : steps.filter(isAsking),
    statuses: Object.fromEntries(steps.map((view) => [view.step.id, view.status])),
    progress: Object.fromEntries(
      steps.flatMap((view) => {
        const words = progressWords(view);
        return words ? [[view.step.id, words]] : [];
      }),
    ),
    titleOf: (stepId) => planned.get(stepId)?.title ?? stepId,
  };
}

function isUntouched({ step, items }: StepView, before: Run, now: Run): boolean {
  const isSame = (key: string) => before.steps[key] === now.steps[key];
  return (
    before.planRevision === now.planRevision &&
    isSame(stepRunKey(step.id)) &&
    items.every((_item, index) => isSame(stepRunKey(step.id, index)))
  );
}

function stepView(place: {
  run: Run;
  step: Step;
  tools: ReadonlyMap<ToolId, Tool>;
  number: number;
}): StepView {
  const { run, step, tools, number } = place;
  const stepRun = stepRunOf(run, step.id);
  const current = stepRun.amended ?? step;
  const items = itemRunsOf(run, stepRun).map((item, index): StepView => {
    const own = item.amended ?? current;
    const tool = tools.get(own.toolId) ?? null;
    return { number: index + 1, step: own, run: item, tool, status: item.status, items: [] };
  });
  const tool = tools.get(current.toolId) ?? null;
  return { number, step: current, run: stepRun, tool, status: shownStatus(stepRun, items), items };
}

/** What its items wait for, once none of them goes on by itself. */
function shownStatus(stepRun: StepRun, items: readonly StepView[]): StepStatus {
  if (stepRun.status !== "running" || items.length === 0) return stepRun.status;
  if (items.some(({ status }) => ["pending", "running", "retrying", "looking-up"].includes(status)))
    return "running";
  return items.find(({ run }) => needsPerson(run))?.status ?? "running";
}

const isAsking = (view: StepView) => needsPerson(view.run) || view.items.some(({ run }) => needsPerson(run));

/** "3 of 12"; null for a step that is done once. */
export function progressWords({ items }: StepView): string | null {
  if (items.length === 0) return null;
  return `${items.filter(({ run }) => isFinishedStep(run)).length} of ${items.length}`;
}

/** What an item is, in a few words. */
export function itemWords(item: Json): string {
  if (typeof item !== "object" || item === null) return String(item ?? "nothing");
  const texts = Object.values(item).filter((value) => typeof value === "string" || typeof value === "number");
  return texts.length > 0 ? texts.slice(0, 3).join(", ") : JSON.stringify(item);
}

/** The plan's steps as they are in the run: what forms and candidates work on. */
export function stepsInRun(view: RunView): Step[] {
  const current = new Map(view.steps.map(({ step }) => [step.id, step]));
  return view.plan.steps.map((step) => current.get(step.id) ?? step);
}
