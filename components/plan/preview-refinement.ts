// A plan as it would be with some parts of a refinement, beside what it is: what comes, what goes, what is different.
import type { StepMark } from "@/components/canvas/canvas-graph";
import type { ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import { changesOf, type RefinementPart } from "@/lib/domain/refinement";
import type { Tool } from "@/lib/domain/tool";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";

export interface RefinementPreview {
  /** All steps there would be, and those there would not be any more. */
  steps: Step[];
  marks: Record<string, StepMark>;
  /** Why the parts can't be taken together; null when they can. */
  problem: string | null;
}

export function previewRefinement(options: {
  plan: Plan;
  parts: readonly RefinementPart[];
  chosen: ReadonlySet<string>;
  tools: ReadonlyMap<ToolId, Tool>;
}): RefinementPreview {
  const { plan, parts, chosen, tools } = options;
  const applied = applyPlanChanges(plan, changesOf(parts, chosen), tools);
  if (applied.kind === "refused") {
    const message = applied.problems[0]?.message ?? "The plan would not be sound.";
    return { steps: [...plan.steps], marks: {}, problem: message };
  }
  const after = applied.plan.steps;
  const marks: Record<string, StepMark> = {};
  for (const step of after) {
    const before = plan.steps.find(({ id }) => id === step.id);
    if (!before) marks[step.id] = "added";
    else if (contentsOf(before) !== contentsOf(step)) marks[step.id] = "changed";
  }
  const removed = plan.steps.filter(({ id }) => !after.some((step) => step.id === id));
  for (const { id } of removed) marks[id] = "removed";
  return {
    steps: [...inPlace(plan.steps, after), ...after.filter(({ id }) => marks[id] === "added")],
    marks,
    problem: null,
  };
}

/** The steps that were there, as they would be; those that go as they are. */
function inPlace(before: readonly Step[], after: readonly Step[]): Step[] {
  return before.map((step) => after.find(({ id }) => id === step.id) ?? step);
}

/** What makes a step what it is: all but where it stands on the canvas. */
const contentsOf = ({ position: _position, ...step }: Step) => JSON.stringify(step);
