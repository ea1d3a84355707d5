// Planning a goal while somebody watches. Who stops watching stops nothing: the plan is stored when it is whole, and is
// found among the others. Who cancels it does.
import { newId, type PlanId } from "@/lib/domain/ids";
import type { PlanningEvent } from "@/lib/domain/planning-event";
import { describeError } from "@/lib/engine/describe-error";
import { type GoalRequest, proposePlan } from "./propose-plan";

/** Plannings under way in this process. Next.js may load this file once for each route: they have to meet. */
const running: Map<PlanId, AbortController> = keptOnce();

function keptOnce(): Map<PlanId, AbortController> {
  const place = Symbol.for("lamplight.plannings");
  const holder = globalThis as { [place]?: Map<PlanId, AbortController> };
  holder[place] ??= new Map();
  return holder[place];
}

/** Begins at once. The events end with `planned`, `refused` or `canceled`; throws when planning itself broke. */
export function watchPlanning(request: GoalRequest): AsyncIterable<PlanningEvent> {
  const planId = newId("plan");
  const controller = new AbortController();
  const events = new EventQueue();
  running.set(planId, controller);
  const work = async () => {
    const proposed = await proposePlan(request, {
      planId,
      signal: controller.signal,
      tell: (event) => events.push(event),
    });
    if (proposed.kind === "proposed") events.push({ kind: "planned", planId });
    else events.push(proposed);
  };
  work()
    .then(
      () => events.end(null),
      (error: unknown) => {
        // Nobody may be watching any more.
        console.error("Planning broke.", describeError(error));
        events.end(error);
      },
    )
    .finally(() => running.delete(planId));
  return events;
}

/** Stops a planning; false when it is not under way (any more) in this process. */
export function cancelPlanning(planId: PlanId): boolean {
  const controller = running.get(planId);
  controller?.abort();
  return controller !== undefined;
}

/** What was told and not yet read. */
class EventQueue implements AsyncIterable<PlanningEvent> {
  #waiting: PlanningEvent[] = [];
  #ended: { error: unknown } | null = null;
  #wake: () => void = () => {};

  push(event: PlanningEvent): void {
    this.#waiting.push(event);
    this.#wake();
  }

  end(error: unknown): void {
    this.#ended = { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator]() {
    for (;;) {
      yield* this.#waiting.splice(0);
      if (this.#waiting.length > 0) continue;
      if (this.#ended?.error) throw this.#ended.error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
