// A plan as a model writes it: item by item, each judged before it counts. Pure; whatever comes in, what comes out is a
// plan that passes the rules every plan answers to (A1).
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { requiredInputs } from "@/lib/domain/tool";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { ownWords } from "@/lib/planning/own-words";
import { parseItem, readItem } from "./plan-answer";

/** More than any goal asks for; whoever adds more has lost the thread. */
const mostAdded = 50;
const mostNotes = 20;
const mostUnserved = 50;
const mostRefusals = 20;

/** Why a change is not allowed here, in a sentence for the model; null where it is. */
export type ChangeGuard = (change: PlanChange, plan: Plan) => string | null;

type Taken = { kind: "change"; change: PlanChange } | { kind: "kept" } | { kind: "refused"; reason: string };

export class PlanWriter {
  #plan: Plan;
  readonly #request: PlanningRequest;
  readonly #begunWith: number;
  readonly #guard: ChangeGuard;
  readonly #unserved: string[] = [];
  readonly #notes: string[] = [];
  #refused: string[] = [];

  /**
   * @param begun the plan the model begins with
   * @param guard what is allowed beyond what the rules for every plan say
   */
  constructor(begun: Plan, request: PlanningRequest, guard: ChangeGuard = () => null) {
    this.#guard = guard;
    this.#plan = begun;
    this.#begunWith = begun.steps.length;
    this.#request = request;
  }

  /** Judges one item of the answer, given as it was parsed from JSON. */
  take(item: unknown): Taken {
    const parsed = parseItem(item);
    if (!parsed) return this.refuse("It is none of the changes there are, or lacks a part of one.");
    const { goal, tools, facts } = this.#request;
    const toolOf = (stepId: string) => {
      const step = this.#plan.steps.find(({ id }) => id === stepId);
      return step && tools.get(step.toolId);
    };
    const read = readItem(parsed, { goal, tools, mostItems: facts.mostItems, toolOf });
    switch (read.kind) {
      case "wrong":
        return this.refuse(...read.problems);
      case "unserved":
        if (this.#unserved.length < mostUnserved) this.#unserved.push(read.words);
        return { kind: "kept" };
      case "note":
        if (this.#notes.length < mostNotes && read.text !== "") this.#notes.push(read.text);
        return { kind: "kept" };
      case "change":
        return this.#apply(read.change);
      default:
        return read satisfies never;
    }
  }

  #apply(change: PlanChange): Taken {
    if (change.kind === "add-step" && this.#plan.steps.length - this.#begunWith >= mostAdded) {
      return this.refuse(`${mostAdded} steps were added already, and no goal needs more.`);
    }
    const objection = this.#guard(change, this.#plan);
    if (objection !== null) return this.refuse(objection);
    const applied = applyPlanChanges(this.#plan, [change], this.#request.tools);
    if (applied.kind === "refused") return this.refuse(...applied.problems.map(({ message }) => message));
    this.#plan = applied.plan;
    return { kind: "change", change };
  }

  /** Notes that something of the answer is not taken, and why. */
  refuse(...reasons: string[]): Taken {
    this.#refused.push(...reasons.slice(0, mostRefusals));
    return { kind: "refused", reason: reasons[0] ?? "It can't be read." };
  }

  get plan(): Plan {
    return this.#plan;
  }

  get steps(): readonly Step[] {
    return this.#plan.steps;
  }

  get unserved(): readonly string[] {
    return this.#unserved;
  }

  /** What the model says. */
  get said(): readonly string[] {
    return this.#notes;
  }

  /** What the model says, and what the person should see of what it did. */
  get notes(): string[] {
    return [...this.#notes, ...this.#pasted()];
  }

  /** What was refused since this was asked last. */
  takeRefused(): string[] {
    const refused = this.#refused;
    this.#refused = [];
    return refused.slice(0, mostRefusals);
  }

  /** What the plan still lacks: required inputs with no value. */
  missing(): string[] {
    return this.#plan.steps.flatMap((step) => {
      const tool = this.#request.tools.get(step.toolId);
      const names = tool ? requiredInputs(tool) : [];
      return names
        .filter((name) => !Object.hasOwn(step.inputs, name))
        .map((name) => `Step "${step.id}" lacks its required input "${name}".`);
    });
  }

  /** Whom a step reaches by words that stand only in a quoted or pasted part of the goal (A2). */
  #pasted(): string[] {
    const { goal, tools } = this.#request;
    const [all, own] = [goal.toLowerCase(), ownWords(goal).toLowerCase()];
    return this.#plan.steps.flatMap((step) => {
      const controls = tools.get(step.toolId)?.controlInputs ?? [];
      return controls.flatMap((name) => {
        const binding = Object.hasOwn(step.inputs, name) ? step.inputs[name] : undefined;
        return textsOf(binding)
          .filter((text) => text.trim().length > 2 && all.includes(text.trim().toLowerCase()))
          .filter((text) => !own.includes(text.trim().toLowerCase()))
          .map(
            (text) =>
              `“${text.trim().slice(0, 100)}” in the step “${step.title}” stands only in text you quoted or pasted. Check whether you meant it.`,
          );
      });
    });
  }
}

/** The texts among the literals of a binding. */
function textsOf(binding: Step["inputs"][string] | undefined): string[] {
  if (binding?.kind === "list") return binding.items.flatMap(textsOf);
  if (binding?.kind !== "literal") return [];
  return [binding.value].flat().filter((value) => typeof value === "string");
}
