import type { StepId } from "@/lib/domain/ids";
import { dependenciesOf, type Step } from "@/lib/domain/plan";

/**
 * The steps in an order in which each comes after those it depends on; among the free ones, in the order of the
 * plan, so that the same plan always gives the same order. Null when the steps form a cycle. Dependencies on
 * steps that are not there are left out.
 */
export function topologicalOrder(steps: readonly Step[]): StepId[] | null {
  const ids = new Set(steps.map((step) => step.id));
  const waitingFor = new Map(
    steps.map((step) => [step.id, dependenciesOf(step).filter((id) => ids.has(id)).length]),
  );
  const readers = new Map<StepId, StepId[]>();
  for (const step of steps) {
    for (const id of dependenciesOf(step)) readers.set(id, [...(readers.get(id) ?? []), step.id]);
  }
  const order: StepId[] = [];
  const free = steps.filter((step) => waitingFor.get(step.id) === 0).map((step) => step.id);
  for (let id = free.shift(); id !== undefined; id = free.shift()) {
    order.push(id);
    for (const reader of readers.get(id) ?? []) {
      const left = (waitingFor.get(reader) ?? 0) - 1;
      waitingFor.set(reader, left);
      if (left === 0) free.push(reader);
    }
  }
  return order.length === steps.length ? order : null;
}

/** Every step that can't run before `stepId` has: its readers, their readers, and so on. */
export function dependentsOf(steps: readonly Step[], stepId: StepId): Set<StepId> {
  const found = new Set<StepId>();
  const queue = [stepId];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const step of steps) {
      if (!found.has(step.id) && dependenciesOf(step).includes(id)) {
        found.add(step.id);
        queue.push(step.id);
      }
    }
  }
  return found;
}

/** Every step that has to run before `stepId` does. */
export function ancestorsOf(steps: readonly Step[], stepId: StepId): Set<StepId> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const found = new Set<StepId>();
  const queue: StepId[] = [stepId];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const step = byId.get(id);
    for (const dependency of step ? dependenciesOf(step) : []) {
      if (!found.has(dependency)) {
        found.add(dependency);
        queue.push(dependency);
      }
    }
  }
  return found;
}
