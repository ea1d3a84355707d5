// Steps of one plan put into another, under other ids.
import { type Binding, mapLeaves } from "@/lib/domain/binding";
import { type StepId, stepIdSchema } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";

/** A step → the one that stands for it. */
type StandIns = ReadonlyMap<StepId, StepId>;

/** Inputs that read from the steps that stand for those they named. */
export function withSteps(inputs: Step["inputs"], standIns: StandIns): Step["inputs"] {
  const translated = Object.entries(inputs).map(([name, binding]) => [name, readingFrom(binding, standIns)]);
  return Object.fromEntries(translated);
}

/** The condition and the repetition of a step, where it has them. */
export function rulesOf({ condition, repeat }: Step, standIns: StandIns): Pick<Step, "condition" | "repeat"> {
  const standIn = (stepId: StepId) => standIns.get(stepId) ?? stepId;
  const tests = condition?.tests.map((test) => {
    const { value } = test;
    return value.kind === "output" ? { ...test, value: { ...value, stepId: standIn(value.stepId) } } : test;
  });
  return {
    ...(condition && tests ? { condition: { ...condition, tests } } : {}),
    ...(repeat ? { repeat: { ...repeat, over: readingFrom(repeat.over, standIns) } } : {}),
  };
}

/** A binding that reads from the steps that stand for those it named. */
function readingFrom(binding: Binding, standIns: StandIns): Binding {
  return mapLeaves(binding, (leaf) =>
    leaf.kind === "output" ? { ...leaf, stepId: standIns.get(leaf.stepId) ?? leaf.stepId } : leaf,
  );
}

/** The steps with ids that none of `others` has, reading from each other under them. */
export function withFreeIds(steps: readonly Step[], others: readonly Pick<Step, "id">[]): Step[] {
  const standIns = new Map<StepId, StepId>();
  const taken: Pick<Step, "id">[] = [...others];
  for (const { id } of steps) {
    const free = taken.some((one) => one.id === id) ? freeId(taken) : id;
    standIns.set(id, free);
    taken.push({ id: free });
  }
  return steps.map((step) => ({
    ...step,
    id: standIns.get(step.id) ?? step.id,
    inputs: withSteps(step.inputs, standIns),
    after: step.after.map((id) => standIns.get(id) ?? id),
    ...rulesOf(step, standIns),
  }));
}

/** The first id no step has. */
export function freeId(steps: readonly Pick<Step, "id">[]): StepId {
  const taken = new Set<string>(steps.map(({ id }) => id));
  let count = 1;
  while (taken.has(`s${count}`)) count += 1;
  return stepIdSchema.parse(`s${count}`);
}
