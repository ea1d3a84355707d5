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

/** The steps of one cycle; null when there is none. In time proportional to steps and links. */
export function findCycle(steps: readonly Step[]): Set<StepId> | null {
  const dependencies = new Map(steps.map((step) => [step.id, dependenciesOf(step)]));
  const done = new Set<StepId>();
  for (const { id: start } of steps) {
    // The steps from `start` to the one looked at, each waiting for the next, and how far each has been followed.
    const trail = [{ id: start, next: 0 }];
    const onTrail = new Set([start]);
    for (let here = trail.at(-1); here && !done.has(start); here = trail.at(-1)) {
      const id = dependencies.get(here.id)?.[here.next];
      here.next += 1;
      if (id === undefined) {
        done.add(here.id);
        onTrail.delete(here.id);
        trail.pop();
      } else if (onTrail.has(id)) {
        return new Set(trail.slice(trail.findIndex((one) => one.id === id)).map((one) => one.id));
      } else if (dependencies.has(id) && !done.has(id)) {
        onTrail.add(id);
        trail.push({ id, next: 0 });
      }
    }
  }
  return null;
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
