// "only if there are more than 10 rows", "for each of them": when steps are done, and how often.
import type { Binding } from "@/lib/domain/binding";
import { type Plan, readStepsOf, type Step } from "@/lib/domain/plan";
import { defaultItemLimit } from "@/lib/domain/repeat";
import type { DraftStep } from "@/lib/planning/embedded/draft";
import { draftOf } from "@/lib/planning/embedded/draft-of";
import { itemizedInputs, listPlaceOf } from "@/lib/planning/embedded/itemize";
import { readCondition } from "@/lib/planning/embedded/read-condition";
import { type Aside, wordsOf } from "@/lib/planning/embedded/split-clauses";
import { tagWords } from "@/lib/planning/embedded/tag-words";
import { conditionOf } from "@/lib/planning/embedded/with-control";
import { dependentsOf } from "@/lib/planning/topological-order";
import { addSteps } from "./add-steps";
import { findStep, listOf, numberedSteps, stepOrLeave } from "./find-step";
import type { Proposal } from "./proposal";
import type { Wish } from "./read-request";
import { planAmong } from "./restate";

type Control<Kind> = Extract<Wish, { kind: Kind }>;

const asideOf = (words: string): Aside => ({ words, tokens: tagWords(words) });

/** The steps that change something outside; where there is none, the last. */
function doingSteps(proposal: Proposal): Step[] {
  const steps = numberedSteps(proposal.plan);
  const writing = steps.filter((step) => proposal.toolOf(step)?.effect !== "read");
  return writing.length > 0 ? writing : steps.slice(-1);
}

export async function setCondition(proposal: Proposal, wish: Control<"condition">): Promise<void> {
  const { plan } = proposal;
  if (plan.steps.length === 0 && !wish.target)
    return proposal.leave(
      wish.words,
      "The plan has no steps yet, so there is nothing to put a condition on.",
    );
  const found = wish.target ? await findStep(proposal, wish.target) : null;
  if (found?.kind === "none")
    return addSteps(proposal, { ...wish, kind: "add", text: wish.words, side: null });
  const targets = found?.kind === "found" ? [found.step] : (found?.steps ?? doingSteps(proposal));
  if (
    !readCondition(asideOf(wish.when)).comparison &&
    !/\b(?:is|are|has|have|contains?|than|above|below|no|any)\b/i.test(wish.when)
  ) {
    return proposal.leave(
      wish.words,
      `“${wish.when}” compares nothing that could be looked at while the plan runs. An example: “only if there are more than 10 rows”.`,
    );
  }
  const decider = await decidingSteps(proposal, wish, targets);
  for (const target of targets) {
    const draft = draftUpTo(proposal.plan, proposal, target);
    const step = draft.steps.at(-1);
    if (!step) continue;
    const condition = conditionOf(draft, [], step, asideOf(wish.when));
    proposal.propose({
      kind: "condition",
      title: `Do “${target.title}” only on a condition`,
      words: wish.words,
      reason:
        targets.length > 1
          ? `Each step that changes something outside gets it: leave those out for which it isn't meant.`
          : decider
            ? `What decides is what “${decider.title}” gives.`
            : `“${wish.when}” is said of this step.`,
      changes: [{ kind: "set-condition", stepId: target.id, condition }],
    });
  }
}

/** The steps before one, as a draft, and it itself as the last. */
function draftUpTo(plan: Plan, proposal: Proposal, target: Step) {
  const dependents = dependentsOf(plan.steps, target.id);
  const before = plan.steps.filter(({ id }) => id !== target.id && !dependents.has(id));
  // What it is connected with is looked at first: the newest steps come first where a condition is read.
  const ancestors = new Set(readStepsOf(target));
  const near = [
    ...before.filter(({ id }) => !ancestors.has(id)),
    ...before.filter(({ id }) => ancestors.has(id)),
  ];
  const draft = draftOf({ given: near, tools: proposal.request.tools });
  const own = draftOf({ given: [target], tools: proposal.request.tools }).steps.map(
    (step): DraftStep => ({ ...step, intent: -10_000 }),
  );
  return { ...draft, steps: [...draft.steps, ...own] };
}

/** "if it rains in Oslo": what decides is looked up, where no step does that yet. Tells the step that does. */
async function decidingSteps(
  proposal: Proposal,
  wish: Control<"condition">,
  targets: readonly Step[],
): Promise<Step | null> {
  const { subject } = readCondition(asideOf(wish.when));
  const [target] = targets;
  if (!target || subject.length === 0) return null;
  const draft = draftUpTo(proposal.plan, proposal, target);
  const step = draft.steps.at(-1);
  if (!step) return null;
  const known = conditionOf(draft, [], step, asideOf(wish.when));
  const source = known.tests[0]?.value;
  if (source?.kind === "output") return proposal.plan.steps.find(({ id }) => id === source.stepId) ?? null;
  const dependents = new Set(targets.flatMap(({ id }) => [id, ...dependentsOf(proposal.plan.steps, id)]));
  const given = proposal.plan.steps.filter(({ id }) => !dependents.has(id));
  const made = await planAmong(proposal, given, { goal: wordsOf(subject) });
  if (made.steps.length === 0 || made.unserved.length > 0) return null;
  const last = made.steps.at(-1);
  proposal.propose({
    kind: "add",
    title: `Add ${made.steps.map(({ title }) => `“${title}”`).join(", ")}`,
    words: wish.words,
    reason: `It gives what decides: “${wish.when}”.`,
    changes: made.steps.map((one) => ({ kind: "add-step", step: one })),
  });
  return last ?? null;
}

export async function setAlways(proposal: Proposal, wish: Control<"always">): Promise<void> {
  const steps = numberedSteps(proposal.plan).filter(({ condition }) => condition);
  if (steps.length === 0)
    return proposal.leave(
      wish.words,
      "No step of this plan has a condition: each is done whenever the plan runs.",
    );
  const target = wish.target ? await stepOrLeave(proposal, wish, wish.target) : null;
  if (wish.target && !target) return;
  const meant = target ? [target] : steps;
  for (const step of meant) {
    if (!step.condition) {
      proposal.leave(wish.words, `“${step.title}” has no condition.`);
      continue;
    }
    proposal.propose({
      kind: "condition",
      title: `Always do “${step.title}”`,
      words: wish.words,
      reason: "Its condition goes.",
      changes: [{ kind: "set-condition", stepId: step.id, condition: null }],
    });
  }
}

export async function setOnce(proposal: Proposal, wish: Control<"once">): Promise<void> {
  const steps = numberedSteps(proposal.plan).filter(({ repeat }) => repeat);
  const target = wish.target ? await stepOrLeave(proposal, wish, wish.target) : null;
  if (wish.target && !target) return;
  const meant = target ? steps.filter(({ id }) => id === target.id) : steps;
  if (meant.length === 0)
    return proposal.leave(wish.words, "No step of this plan is repeated: each is done once a run.");
  for (const step of meant) {
    proposal.propose({
      kind: "repeat",
      title: `Do “${step.title}” once`,
      words: wish.words,
      reason: "It is not repeated any more; what it read of each item is asked of you.",
      changes: [{ kind: "set-repeat", stepId: step.id, repeat: null }],
    });
  }
}

export async function setRepetition(proposal: Proposal, wish: Control<"repeat">): Promise<void> {
  const all = numberedSteps(proposal.plan);
  const isPointing = wish.target === null || /^(?:do |send |run )?(?:it|this|that|them)$/i.test(wish.target);
  const found = wish.target && !isPointing ? await findStep(proposal, wish.target) : null;
  if (found?.kind === "none")
    return addSteps(proposal, { ...wish, kind: "add", text: `${wish.over}, ${wish.target}`, side: null });
  if (found?.kind === "several")
    return proposal.leave(wish.words, `“${wish.target}” could mean ${listOf(found.steps, all)}. Say which.`);
  const target = found?.step ?? doingSteps(proposal).at(-1);
  if (!target) return proposal.leave(wish.words, "The plan has no steps yet, so there is nothing to repeat.");
  const draft = draftUpTo(proposal.plan, proposal, target);
  const step = draft.steps.at(-1);
  const words = wish.over.slice(0, 500);
  for (const source of draft.steps.slice(0, -1).reverse()) {
    const list = listPlaceOf(source, proposal.request, words);
    const inputs = list && step && itemizedInputs(step, source, list);
    if (!list || !inputs) continue;
    const over: Binding = { kind: "output", stepId: source.id, path: list.path };
    const changed = Object.entries(inputs).filter(
      ([name, binding]) => JSON.stringify(binding) !== JSON.stringify(target.inputs[name]),
    );
    proposal.propose({
      kind: "repeat",
      title: `Do “${target.title}” once for each item`,
      words: wish.words,
      reason: `The items are what “${source.title}” gives; at most ${defaultItemLimit} of them.`,
      changes: [
        { kind: "set-repeat", stepId: target.id, repeat: { over, limit: defaultItemLimit, words } },
        ...changed.map(([input, binding]) => ({
          kind: "bind-input" as const,
          stepId: target.id,
          input,
          binding,
        })),
      ],
    });
    return;
  }
  proposal.leave(
    wish.words,
    `No step before “${target.title}” gives a list it could go through. A step that looks people up or reads a table gives one.`,
  );
}
