// A request in words, "also post it to Slack", as changes to a plan that a person takes or leaves. Nothing is changed,
// run or asked of anybody here.
import type { Plan, Step } from "@/lib/domain/plan";
import type { Refinement } from "@/lib/domain/refinement";
import { legibility, legibilityNote } from "@/lib/planning/embedded/language";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { inputFields } from "@/lib/planning/embedded/tool-fields";
import { withLineBreaks, withPastedQuoted } from "@/lib/planning/own-words";
import { addSteps } from "./add-steps";
import { replaceValue, setValue } from "./change-value";
import { dropSteps } from "./drop-steps";
import { findReached } from "./find-reached";
import { findStep, numberedSteps, vesselIn, vesselOf } from "./find-step";
import { orderSteps, renameStep } from "./order-steps";
import { placeAddress, placeValue } from "./place-value";
import { Proposal } from "./proposal";
import { readRequest } from "./read-request";
import { setRecipients } from "./recipients";
import { restatePlan } from "./restate-plan";
import { setAlways, setCondition, setOnce, setRepetition } from "./set-control";
import { swapStep, toolFor } from "./swap-step";
import type { Wish } from "./wish";

type Replace = Extract<Wish, { kind: "replace" }>;

/** More wishes than this in one request are not looked at. */
const mostWishes = 12;

/**
 * @param request as for planning; its goal is what is wanted of the plan
 * @param readRest asked to make parts of what was not understood
 */
export async function refinePlan(
  plan: Plan,
  request: PlanningRequest,
  readRest: (proposal: Proposal) => Promise<void> = async () => {},
): Promise<Omit<Refinement, "planId" | "revision" | "request" | "planning">> {
  const proposal = new Proposal(plan, request);
  const note = legibilityNote(legibility(request.goal));
  if (note) proposal.leave(request.goal.slice(0, 200), note);
  const text = withPastedQuoted(request.goal);
  const wishes = note ? [] : readRequest(text);
  for (const wish of wishes.slice(0, mostWishes)) await makeParts(proposal, wish);
  if (wishes.length > mostWishes) {
    proposal.note(
      `The request asks for ${wishes.length} things; the first ${mostWishes} were looked at. Ask for the rest afterwards.`,
    );
  }
  if (text !== request.goal)
    proposal.note("What you pasted is taken as content: nothing that it asks for is done.");
  if (!note && wishes.length === 0) {
    proposal.leave(
      request.goal.slice(0, 200),
      "That doesn't say what is to change. Examples: “drop the chart”, “also post it to Slack”, “send it to ops@acme.example instead”.",
    );
  }
  if (proposal.unread.length > 0) await readRest(proposal);
  const parts = proposal.settledParts();
  const known = new Set(plan.steps.map(({ toolId }) => toolId));
  const used = new Set(proposal.plan.steps.map(({ toolId }) => toolId));
  for (const step of proposal.broughtSteps()) used.add(step.toolId);
  const tools = [...used].filter((id) => !known.has(id)).flatMap((id) => request.tools.get(id) ?? []);
  return withLineBreaks({ parts, unrefined: proposal.unrefined, notes: proposal.notes, tools });
}

async function makeParts(proposal: Proposal, wish: Wish): Promise<void> {
  switch (wish.kind) {
    case "refused":
      return proposal.refuse(wish.words, wish.reason);
    case "drop":
      return dropSteps(proposal, wish);
    case "keep-only":
      if (wish.isLoose && !(await isThere(proposal, wish.what)))
        return addSteps(proposal, { kind: "add", words: wish.words, text: wish.words, side: null });
      return dropSteps(proposal, wish);
    case "replace":
      return replace(proposal, wish);
    case "set":
      if (await setValue(proposal, wish, wish)) return;
      return replace(proposal, { kind: "replace", words: wish.words, to: wish.value, of: wish.what });
    case "condition":
      return setCondition(proposal, wish);
    case "always":
      return setAlways(proposal, wish);
    case "repeat":
      return setRepetition(proposal, wish);
    case "once":
      return setOnce(proposal, wish);
    case "order":
      return orderSteps(proposal, wish);
    case "rename":
      return renameStep(proposal, wish);
    case "add":
      return addSteps(proposal, wish);
    default:
      return wish satisfies never;
  }
}

/** True where some words name a step of the plan, or somebody a message of it goes to. */
async function isThere(proposal: Proposal, what: string): Promise<boolean> {
  return findReached(proposal, what) !== null || (await findStep(proposal, what)).kind !== "none";
}

/** One thing instead of another: in the words of the goal, else a value of the plan, else another tool for a step. */
async function replace(proposal: Proposal, wish: Replace): Promise<void> {
  const { to, of } = wish;
  if (proposal.plan.steps.length === 0) {
    proposal.leave(wish.words, "The plan has no steps yet, so there is nothing to replace.");
    return;
  }
  if (!of) return replaceStep(proposal, wish, null);
  const found = await findStep(proposal, of);
  // "the chart" is a step; "quarterly" is a word of the goal.
  if (found.kind === "found" && /^(?:the|that|this|step|my|our)\b/i.test(of)) {
    return replaceStep(proposal, wish, found.step);
  }
  if (await restatePlan(proposal, wish, { to, of })) return;
  if (await replaceValue(proposal, wish, { to, of })) return;
  if (found.kind === "found") return replaceStep(proposal, wish, found.step);
  const meant = (await toolFor(proposal, of)).tool;
  const [only, ...others] = proposal.plan.steps.filter(({ toolId }) => toolId === meant?.id);
  if (only && others.length === 0) return replaceStep(proposal, wish, only);
  proposal.leave(
    wish.words,
    `Nothing in this plan is “${of}”. Say of which step, such as “use SMS instead of step ${proposal.plan.steps.length}”.`,
  );
}

async function replaceStep(proposal: Proposal, wish: Replace, of: Step | null): Promise<void> {
  const { to } = wish;
  if (await placeAddress(proposal, wish, { to, of })) return;
  if (await sendElsewhere(proposal, wish, of)) return;
  const isAdverbial = /^(?:by|per|for|in|from|since|of|on|at|top|only) /i.test(to) && !vesselIn(to);
  if (isAdverbial && placeValue(proposal, wish, { to, of })) return;
  if (isAdverbial && (await restatePlan(proposal, wish, { to, of: null }))) return;
  if (!isAdverbial && (await swapStep(proposal, wish, { to, of }))) return;
  if (!isAdverbial && placeValue(proposal, wish, { to, of })) return;
  if (!isAdverbial && (await restatePlan(proposal, wish, { to, of: null }))) return;
  const hasMessage = proposal.plan.steps.some((step) => vesselOf(proposal.toolOf(step)) !== null);
  // There is no message whose place it could take: "drop the mail, post it to #general instead".
  if (vesselIn(to) && !hasMessage)
    return addSteps(proposal, { kind: "add", words: wish.words, text: to, side: null });
  const { nearest } = await toolFor(proposal, to);
  proposal.leave(
    wish.words,
    `No tool here and no value of the plan is “${to}”. The nearest tools are named; an example of what would be understood: “use SMS instead”.`,
    nearest.slice(0, 3).map(({ tool, score }) => ({ toolId: tool.id, title: tool.title, score })),
  );
}

/** "send it to Marcus instead": the message goes on the way it goes, unless another way is named. */
async function sendElsewhere(proposal: Proposal, wish: Replace, of: Step | null): Promise<boolean> {
  const [, verb = "", who] =
    /^(?:(e-?mail|mail|send|text|post|message|notify|tell) )?(?:(?:it|this|that|them) )?(?:to )?(.+)$/i.exec(
      wish.to,
    ) ?? [];
  const isSomebody =
    who &&
    /^(?:\p{Lu}[\p{L}'-]+|the |our |my |whoever)/u.test(who) &&
    /^\p{Lu}|\b(?:team|department|staff|engineer|manager|on[- ]call|everyone)\b/u.test(who);
  if (!who || !isSomebody || vesselIn(who)) return false;
  // A place is no addressee: "Oslo instead".
  const isSent = verb !== "" || /^(?:it |this )?to /i.test(wish.to);
  if (!isSent && proposal.plan.steps.some((step) => takesPlace(proposal, step))) return false;
  const way = vesselIn(verb);
  const steps = of ? [of] : [...numberedSteps(proposal.plan)].reverse();
  for (const step of steps) {
    const tool = proposal.toolOf(step);
    if (!tool || (way && vesselOf(tool) !== way)) continue;
    if (await setRecipients(proposal, wish, { step, words: who, isMore: false })) return true;
  }
  return false;
}

function takesPlace(proposal: Proposal, step: Step): boolean {
  const tool = proposal.toolOf(step);
  return (
    tool !== null &&
    inputFields(tool).some(
      ({ meaning, isRequired }) => isRequired && /^(?:place|airport|query)$/.test(meaning),
    )
  );
}
