// "also for Berlin": what the plan does for one value, done for another as well.
import { readStepsOf, type Step } from "@/lib/domain/plan";
import { withFreeIds } from "@/lib/planning/stand-ins";
import { numberedSteps } from "./find-step";
import { placeValue } from "./place-value";
import { Proposal } from "./proposal";
import type { Wish } from "./wish";

type Add = Extract<Wish, { kind: "add" }>;

/** Offers the steps that would be others with another value, beside those that are there. False when that isn't meant. */
export function doTheSame(proposal: Proposal, wish: Add): boolean {
  const [, said] =
    /^(?:(?:do |run )?(?:it|this|that|the same)(?: again)? |again )?for (?!each\b|every\b|all\b|me\b|us\b)(.+)$/i.exec(
      wish.text,
    ) ?? [];
  if (!said || wish.side) return false;
  const values = said.split(/\s*,\s*(?:and\s+)?|\s+and\s+/i).filter((value) => value !== "");
  const copies = values.map((value) => copyFor(proposal, wish, value));
  if (copies.some((copy) => copy === null)) return false;
  for (const [place, copy] of copies.entries()) {
    const steps = withFreeIds(copy ?? [], proposal.plan.steps);
    const titles = steps.map(({ title }) => `“${title}”`).join(" and ");
    proposal.propose({
      kind: "add",
      title: `Do the same for “${values[place]}”`,
      words: wish.words,
      reason: `${titles}: what the plan does already, with “${values[place]}”.`,
      changes: steps.map((step) => ({ kind: "add-step", step })),
    });
  }
  return true;
}

/** The steps that change when a value takes another's place, with all that read what they give. Null when none does. */
function copyFor(proposal: Proposal, wish: Add, value: string): Step[] | null {
  const { plan, request } = proposal;
  const scratch = new Proposal(plan, request);
  const instead: Wish = { kind: "replace", words: wish.words, to: value, of: null };
  const isPlaced = placeValue(scratch, instead, { to: value, of: null });
  const known = new Map(plan.steps.map((step) => [step.id, JSON.stringify(step.inputs)]));
  const { steps } = scratch.plan;
  if (!isPlaced || steps.length !== plan.steps.length || steps.some(({ id }) => !known.has(id))) return null;
  const copied = new Set(
    steps.filter(({ id, inputs }) => JSON.stringify(inputs) !== known.get(id)).map(({ id }) => id),
  );
  if (copied.size === 0) return null;
  const inOrder = numberedSteps(scratch.plan);
  for (const step of inOrder) if (readStepsOf(step).some((id) => copied.has(id))) copied.add(step.id);
  const titleOf = new Map(plan.steps.map(({ id, title }) => [id, title]));
  return inOrder
    .filter(({ id }) => copied.has(id))
    .map((step) => ({
      ...step,
      title: step.title === titleOf.get(step.id) ? `${step.title}: ${value}`.slice(0, 200) : step.title,
      why: { words: wish.words.slice(0, 500), reason: step.why.reason },
      position: null,
    }));
}
