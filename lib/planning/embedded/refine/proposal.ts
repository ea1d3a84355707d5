import { type Binding, sourceSteps } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import { type Plan, readStepsOf, type Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { changesOf, type RefinementPart, type Unrefined, withPart } from "@/lib/domain/refinement";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { consequencesOf, givenTo } from "./consequences";

export type Proposed = Omit<RefinementPart, "id" | "consequences" | "needs">;

/** What a part touched: steps that came, and places of steps whose contents are others than before. */
interface Touched {
  id: string;
  added: ReadonlySet<StepId>;
  places: ReadonlySet<string>;
}

/** Beyond this many parts, not every choice of them is tried out. */
const mostTried = 6;

/** A refinement being made: each part is judged on the plan as it would be with those before it. */
export class Proposal {
  readonly base: Plan;
  /** With all parts so far. */
  plan: Plan;
  readonly request: PlanningRequest;
  readonly parts: RefinementPart[] = [];
  readonly unrefined: Unrefined[] = [];
  readonly notes: string[] = [];
  readonly #refused = new Set<Unrefined>();
  readonly #touched: Touched[] = [];
  /** The plan before each part. */
  readonly #before: Plan[] = [];

  constructor(plan: Plan, request: PlanningRequest) {
    this.base = plan;
    this.plan = plan;
    this.request = request;
  }

  toolOf(step: Pick<Step, "toolId">) {
    return this.request.tools.get(step.toolId) ?? null;
  }

  /** All steps any part brings, also those that another takes out again. */
  broughtSteps(): Step[] {
    const changes = this.parts.flatMap((part) => part.changes);
    return changes.flatMap((change) => (change.kind === "add-step" ? [change.step] : []));
  }

  /** Offers a part, and which others it makes no sense without; what the plan can't be changed to is left, with the reason. Tells the part's id. */
  propose(part: Proposed, needed: readonly string[] = []): string | null {
    const { tools } = this.request;
    const applied = applyPlanChanges(this.plan, part.changes, tools);
    if (applied.kind === "refused") {
      this.leave(part.words, applied.problems[0]?.message ?? "The plan would not be sound any more.");
      return null;
    }
    if (sameSteps(applied.plan, this.plan)) {
      this.refuse(part.words, "The plan is like that already.");
      return null;
    }
    const id = `p${this.parts.length + 1}`;
    const builtOn = this.#touched.filter((one) => isBuiltOn(part.changes, one)).map((one) => one.id);
    const needs = [...new Set([...builtOn, ...needed])];
    // What a model hands to a step of its own is shown before it is taken.
    const given = part.byModel ? givenTo(part.changes, applied.plan, tools) : [];
    const consequences = [...given, ...consequencesOf(this.plan, applied.plan, tools)];
    this.parts.push({ ...part, id, needs, consequences });
    this.#before.push(this.plan);
    this.#touched.push(touchedBetween(id, this.plan, applied.plan));
    this.plan = applied.plan;
    return id;
  }

  /** Makes the last part a piece of an earlier one: they are one thing to the person. */
  joinLast(id: string): void {
    const last = this.parts.at(-1);
    const place = this.parts.findIndex((part) => part.id === id);
    const part = this.parts[place];
    const before = this.#before[place];
    if (!last || !part || !before || last === part) return;
    this.parts.pop();
    const touched = this.#touched.pop();
    this.#before.pop();
    const changes = [...part.changes, ...last.changes];
    const needs = [...new Set([...part.needs, ...last.needs.filter((one) => one !== id)])];
    const consequences = consequencesOf(before, this.plan, this.request.tools);
    this.parts[place] = { ...part, changes, needs, consequences };
    const own = this.#touched[place];
    if (own && touched) {
      this.#touched[place] = {
        id,
        added: new Set([...own.added, ...touched.added]),
        places: new Set([...own.places, ...touched.places]),
      };
    }
  }

  /** Says of some words that they change nothing, and why. */
  leave(words: string, reason: string, nearest: Unrefined["nearest"] = []): void {
    if (this.unrefined.some((one) => one.words === words && one.reason === reason)) return;
    this.unrefined.push({ words: words.slice(0, 300), reason, nearest });
  }

  /** Leaves words that are understood, and are not done whoever is asked. */
  refuse(words: string, reason: string): void {
    this.leave(words, reason);
    const left = this.unrefined.find((one) => one.words === words.slice(0, 300) && one.reason === reason);
    if (left) this.#refused.add(left);
  }

  /** What was left because it was not understood: somebody else may. */
  get unread(): Unrefined[] {
    return this.unrefined.filter((one) => !this.#refused.has(one));
  }

  /** Takes words back that were left: they were read after all. */
  takeBack(read: readonly Unrefined[]): void {
    const kept = this.unrefined.filter((one) => !read.includes(one));
    this.unrefined.splice(0, this.unrefined.length, ...kept);
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** The parts, each with all it can't be taken without: whatever is chosen of them makes a sound plan. */
  settledParts(): RefinementPart[] {
    const isSound = (parts: readonly RefinementPart[], chosen: ReadonlySet<string>) =>
      chosen.size === 0 ||
      applyPlanChanges(this.base, changesOf(parts, chosen), this.request.tools).kind === "applied";
    const parts = this.parts.map((part, place) => {
      const alone = withPart(this.parts, new Set(), part.id);
      const before = this.parts.slice(0, place).map(({ id }) => id);
      return isSound(this.parts, alone) ? part : { ...part, needs: before };
    });
    if (choicesOf(parts).every((chosen) => isSound(parts, chosen))) return parts;
    return parts.map((part) => ({
      ...part,
      needs: parts.map(({ id }) => id).filter((id) => id !== part.id),
    }));
  }
}

const sameSteps = (a: Plan, b: Plan) => JSON.stringify(a.steps) === JSON.stringify(b.steps);

/** The choices a person has: all of them for a few parts, each by itself and all but each for many. */
function choicesOf(parts: readonly RefinementPart[]): ReadonlySet<string>[] {
  const closed = (ids: readonly string[]) =>
    ids.reduce((chosen, id) => withPart(parts, chosen, id), new Set<string>());
  const ids = parts.map(({ id }) => id);
  if (ids.length > mostTried) {
    return [ids, ...ids.map((id) => [id]), ...ids.map((id) => ids.filter((one) => one !== id))].map(closed);
  }
  return Array.from({ length: 2 ** ids.length }, (_, choice) =>
    closed(ids.filter((_id, place) => (choice >> place) % 2 === 1)),
  );
}

const placeOf = (stepId: StepId, place: string) => `${stepId}/${place}`;

function touchedBetween(id: string, before: Plan, after: Plan): Touched {
  const added = new Set<StepId>();
  const places = new Set<string>();
  for (const step of after.steps) {
    const old = before.steps.find((one) => one.id === step.id);
    if (!old) added.add(step.id);
    const names = new Set([...Object.keys(step.inputs), ...Object.keys(old?.inputs ?? {})]);
    for (const name of names) {
      if (JSON.stringify(step.inputs[name]) !== JSON.stringify(old?.inputs[name])) {
        places.add(placeOf(step.id, `input ${name}`));
      }
    }
    for (const place of ["toolId", "condition", "repeat"] as const) {
      if (JSON.stringify(step[place]) !== JSON.stringify(old?.[place])) places.add(placeOf(step.id, place));
    }
  }
  for (const step of before.steps) {
    if (!after.steps.some((one) => one.id === step.id)) places.add(placeOf(step.id, "gone"));
  }
  return { id, added, places };
}

/** True when changes speak of steps an earlier part brings, or write where it has written. */
function isBuiltOn(changes: readonly PlanChange[], { added, places }: Touched): boolean {
  const writes = (stepId: StepId) => (place: string) => places.has(placeOf(stepId, place));
  const hasInput = (stepId: StepId) => [...places].some((one) => one.startsWith(`${stepId}/input `));
  return changes.some((change) => {
    if (stepsNamedIn(change).some((id) => added.has(id))) return true;
    switch (change.kind) {
      case "bind-input":
      case "clear-input":
        return writes(change.stepId)("toolId") || writes(change.stepId)(`input ${change.input}`);
      case "swap-tool":
        return writes(change.stepId)("toolId") || writes(change.stepId)("repeat") || hasInput(change.stepId);
      case "set-condition":
        return writes(change.stepId)("condition");
      case "set-repeat":
        return writes(change.stepId)("repeat") || writes(change.stepId)("toolId");
      default:
        return false;
    }
  });
}

function stepsNamedIn(change: PlanChange): StepId[] {
  const own = "stepId" in change ? [change.stepId] : [];
  const read = (bindings: readonly Binding[]) => bindings.flatMap(sourceSteps);
  switch (change.kind) {
    case "add-step":
      return [...change.step.after, ...readStepsOf(change.step)];
    case "swap-tool":
      return [...own, ...read(Object.values(change.inputs))];
    case "bind-input":
      return [...own, ...read([change.binding])];
    case "add-dependency":
      return [...own, change.dependsOn];
    case "set-condition":
      return [...own, ...read((change.condition?.tests ?? []).map(({ value }) => value))];
    case "set-repeat":
      return [...own, ...read(change.repeat ? [change.repeat.over] : [])];
    default:
      return own;
  }
}
