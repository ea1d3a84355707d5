import { type Binding, leafBindings, type OutputPath } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";

const bindingsOf = (step: Step): Binding[] => [
  ...Object.values(step.inputs),
  ...(step.condition?.tests ?? []).map(({ value }) => value),
];

/** The places other steps read of what a step's tool gives; of a repeated step, of what it gives for one item. */
export function placesRead({ steps }: Pick<Plan, "steps">): Map<StepId, OutputPath[]> {
  const places = new Map<StepId, OutputPath[]>();
  const repeated = new Set(steps.flatMap(({ id, repeat }) => (repeat ? [id] : [])));
  const add = (stepId: StepId, path: OutputPath) => {
    const inTool = repeated.has(stepId) ? ofOneItem(path) : path;
    if (inTool) places.set(stepId, [...(places.get(stepId) ?? []), inTool]);
  };
  for (const step of steps) {
    const leaves = bindingsOf(step).flatMap(leafBindings);
    for (const leaf of leaves) if (leaf.kind === "output") add(leaf.stepId, leaf.path);
    if (!step.repeat) continue;
    const items = leaves.flatMap((leaf) => (leaf.kind === "item" ? [leaf.path] : []));
    for (const over of leafBindings(step.repeat.over)) {
      if (over.kind !== "output") continue;
      add(over.stepId, over.path);
      for (const path of items) if (path.length > 0) add(over.stepId, [...over.path, "*", ...path]);
    }
  }
  return places;
}

/** A repeated step gives `{ results, done, total, left }`: what of a path is inside one result; null when none is. */
function ofOneItem([first, second, ...rest]: OutputPath): OutputPath | null {
  return first === "results" && (second === "*" || typeof second === "number") ? rest : null;
}
