// "only if there are more than 10 rows", "for each of them": when steps are done, and how often.
import type { Binding } from "@/lib/domain/binding";
import { readStepsOf, type Step } from "@/lib/domain/plan";
import { itemLimit } from "@/lib/domain/repeat";
import { type DraftStep, emptyDraft } from "@/lib/planning/embedded/draft";
import { draftOf } from "@/lib/planning/embedded/draft-of";
import { itemizedInputs, listPlaceOf } from "@/lib/planning/embedded/itemize";
import { readCondition } from "@/lib/planning/embedded/read-condition";
import { readGoal } from "@/lib/planning/embedded/read-goal";
import { type Aside, wordsOf } from "@/lib/planning/embedded/split-clauses";
import { tagWords } from "@/lib/planning/embedded/tag-words";
import { outputPlaces } from "@/lib/planning/embedded/tool-fields";
import { conditionOf } from "@/lib/planning/embedded/with-control";
import { dependentsOf } from "@/lib/planning/topological-order";
import { addSteps } from "./add-steps";
import { findStep, listOf, numberedSteps, stepOrLeave } from "./find-step";
import type { Proposal } from "./proposal";
import { planAmong } from "./restate";
import type { Wish } from "./wish";

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
  const decider = await decidingStep(proposal, wish, targets);
  for (const target of targets) {
    const draft = draftUpTo(proposal, target, { decider, words: wish.when });
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

/** The steps before one, as a draft, and it itself as the last. `decider`: the one looked at first. */
function draftUpTo(
  proposal: Proposal,
  target: Step,
  { decider, words }: { decider?: Step | null; words: string },
) {
  const { plan, request } = proposal;
  const dependents = dependentsOf(plan.steps, target.id);
  const before = plan.steps.filter(({ id }) => id !== target.id && !dependents.has(id));
  // What it is connected with is looked at before what it isn't: the last ones come first.
  const ancestors = new Set(readStepsOf(target));
  const nearness = ({ id }: Step) => (id === decider?.id ? 2 : ancestors.has(id) ? 1 : 0);
  const given = before.toSorted((a, b) => nearness(a) - nearness(b));
  const isCounting = counted.test(words);
  const known = draftOf({ given, tools: request.tools }).steps.map((step): DraftStep => {
    const isDecider = step.id === decider?.id;
    return isCounting || isDecider ? { ...step, isMain: true } : step;
  });
  const ordered = given.flatMap(({ id }) => known.find((step) => step.id === id) ?? []);
  const own = draftOf({ given: [target], tools: request.tools }).steps;
  const last = own.map((step): DraftStep => ({ ...step, intent: -10_000 }));
  return { ...emptyDraft, steps: [...ordered, ...last] };
}

const counted = /\b(?:rows?|lines?|records?|entries|results?|matches)\b/i;

/** "if it rains in Oslo": what decides is looked up, where no step does that yet. Tells the step that does. */
async function decidingStep(
  proposal: Proposal,
  wish: Control<"condition">,
  targets: readonly Step[],
): Promise<Step | null> {
  const { subject } = readCondition(asideOf(wish.when));
  const [target] = targets;
  if (!target || subject.length === 0 || counted.test(wish.when)) return null;
  const words = wordsOf(subject);
  // What is named is that very thing, not whatever else an earlier step knows of its kind.
  const isNamed =
    readGoal(words, proposal.request).values.length > 0 ||
    subject.some(({ text }, place) => place > 0 && /^\p{Lu}/u.test(text));
  const draft = draftUpTo(proposal, target, { words: wish.when });
  const step = draft.steps.at(-1);
  const source = step && conditionOf(draft, [], step, asideOf(wish.when)).tests[0]?.value;
  if (!isNamed && source?.kind === "output") {
    return proposal.plan.steps.find(({ id }) => id === source.stepId) ?? null;
  }
  const dependents = new Set(targets.flatMap(({ id }) => [id, ...dependentsOf(proposal.plan.steps, id)]));
  const given = proposal.plan.steps.filter(({ id }) => !dependents.has(id));
  const made = await planAmong(proposal, given, { goal: words });
  if (made.unserved.length > 0) return null;
  const last = made.steps.at(-1);
  if (!last) return given.find(({ title }) => title.toLowerCase().includes(words.toLowerCase())) ?? null;
  proposal.propose({
    kind: "add",
    title: `Add ${made.steps.map(({ title }) => `“${title}”`).join(", ")}`,
    words: wish.words,
    reason: `It gives what decides: “${wish.when}”.`,
    changes: made.steps.map((one) => ({ kind: "add-step", step: one })),
  });
  return last;
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
  const draft = draftUpTo(proposal, target, { words: wish.over });
  const step = draft.steps.at(-1);
  const words = wish.over.slice(0, 500);
  const limit = itemLimit(proposal.request.facts.mostItems);
  for (const source of draft.steps.slice(0, -1).reverse()) {
    const list = listPlaceOf(source, proposal.request, words);
    const isRows =
      list &&
      outputPlaces(source.tool).some(({ path, schema }) => path === list.path && schema.format === "table");
    if (counted.test(words) && !isRows) continue;
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
      reason: `The items are what “${source.title}” gives; at most ${limit} of them.`,
      changes: [
        { kind: "set-repeat", stepId: target.id, repeat: { over, limit, words } },
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
