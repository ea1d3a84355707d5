// A plan that broke off, completed by another plan of the same goal.
import type { Binding } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import { dependenciesOf, type Plan, type Step } from "@/lib/domain/plan";
import { requiredInputs, type Tool } from "@/lib/domain/tool";
import { applyPlanChanges } from "./apply-plan-changes";
import { lostValue } from "./lost-readings";
import { freeId, rulesOf, withSteps } from "./stand-ins";

export interface CompletedPlan {
  steps: Step[];
  /** Those that come from the other plan. */
  added: Step[];
}

/**
 * Keeps the steps there are and adds those of `draft` that serve words of the goal no step serves yet, with what they
 * need; where both plans have a step of the same tool, it is the one that is there. Required inputs without a value get
 * the draft's, or become questions. What does not fit is left out: the result is never invalid where `plan` was not.
 */
export function completePlan(options: {
  plan: Plan;
  draft: readonly Step[];
  tools: ReadonlyMap<ToolId, Tool>;
}): CompletedPlan {
  const { draft, tools } = options;
  let { plan } = options;
  const added: Step[] = [];
  /** The draft's step → the one that stands for it. */
  const standIns = new Map<StepId, StepId>();
  const wanted = stepsWanted(plan, draft);
  const unmatched = [...plan.steps];
  for (const step of draft) {
    const inputs = withSteps(step.inputs, standIns);
    const same = unmatched.findIndex(({ toolId }) => toolId === step.toolId);
    const [match] = same < 0 ? [] : unmatched.splice(same, 1);
    if (match) {
      standIns.set(step.id, match.id);
      plan = fill(plan, { step: match, offer: (name) => inputs[name], tools });
      continue;
    }
    if (!wanted.has(step.id)) continue;
    const id = freeId(plan.steps);
    const after = step.after.flatMap((one) => standIns.get(one) ?? []);
    const addition: Step = { ...step, id, inputs, after, ...rulesOf(step, standIns) };
    const applied = applyPlanChanges(plan, [{ kind: "add-step", step: addition }], tools);
    if (applied.kind === "refused") continue;
    standIns.set(step.id, id);
    plan = applied.plan;
    added.push(addition);
  }
  for (const step of plan.steps) {
    plan = fill(plan, { step, offer: (name) => lostValue(step, name), tools });
  }
  return { steps: [...plan.steps], added };
}

/** The draft's steps for words nobody serves yet, and those they depend on. */
function stepsWanted({ goal, steps }: Plan, draft: readonly Step[]): Set<StepId> {
  const text = goal.toLowerCase();
  const rangeOf = ({ why }: Step) => {
    const words = why.words.trim().toLowerCase();
    const start = words === "" ? -1 : text.indexOf(words);
    return start < 0 ? null : { start, end: start + words.length };
  };
  // Words that are most of the goal say nothing about which part of it is served.
  const most = draft.length > 1 ? text.length * 0.6 : text.length;
  const served = steps.map(rangeOf).filter((range) => range !== null && range.end - range.start <= most);
  const isServed = (step: Step) => {
    const range = rangeOf(step);
    if (!range) return false;
    const covered = served.reduce(
      (sum, one) =>
        sum + (one ? Math.max(0, Math.min(one.end, range.end) - Math.max(one.start, range.start)) : 0),
      0,
    );
    return covered * 2 >= range.end - range.start;
  };
  const wanted = new Set(draft.filter((step) => !isServed(step)).map(({ id }) => id));
  for (const step of draft.toReversed()) {
    if (wanted.has(step.id)) for (const source of dependenciesOf(step)) wanted.add(source);
  }
  return wanted;
}

/** Gives a step's required inputs that have no value the ones there are for them. */
function fill(
  plan: Plan,
  options: {
    step: Step;
    offer: (input: string) => Binding | undefined;
    tools: ReadonlyMap<ToolId, Tool>;
  },
): Plan {
  const { step, offer, tools } = options;
  const tool = tools.get(step.toolId);
  let current = plan;
  for (const input of tool ? requiredInputs(tool) : []) {
    const now = current.steps.find(({ id }) => id === step.id);
    const binding = now && !Object.hasOwn(now.inputs, input) ? offer(input) : undefined;
    if (!binding) continue;
    const applied = applyPlanChanges(
      current,
      [{ kind: "bind-input", stepId: step.id, input, binding }],
      tools,
    );
    if (applied.kind === "applied") current = applied.plan;
  }
  return current;
}
