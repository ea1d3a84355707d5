// "drop the chart", "leave out Marcus", "only the mail": what a request wants less of.
import type { StepId } from "@/lib/domain/ids";
import { readStepsOf, type Step } from "@/lib/domain/plan";
import { requiredInputs } from "@/lib/domain/tool";
import { findReached } from "./find-reached";
import { findStep, numberedSteps, stepOrLeave } from "./find-step";
import type { Proposal } from "./proposal";
import { dropRecipient, recipientCount, setRecipients } from "./recipients";
import { removeStep, withoutSource } from "./remove-step";
import type { Wish } from "./wish";

type Drop = Extract<Wish, { kind: "drop" | "keep-only" }>;

/** Several things are named one by one: "the chart and the mail". */
const listed = (words: string) =>
  words
    .split(/\s*,\s*(?:and\s+)?(?=(?:the|step|all)\b)|\s+and\s+(?=(?:the|step|all|also)\b)/i)
    .map((part) => part.replace(/^(?:also )/i, "").trim())
    .filter((part) => part !== "");

export async function dropSteps(proposal: Proposal, wish: Drop): Promise<void> {
  if (wish.kind === "keep-only") return keepOnly(proposal, wish);
  if (
    /^(?:everything|all|all (?:of )?(?:it|the steps|them)|the (?:whole|entire) plan|every step)$/i.test(
      wish.what,
    )
  ) {
    return removeAll(proposal, wish, numberedSteps(proposal.plan));
  }
  const who =
    /^(?:(?:e-?mail|mail|send|text|post|message|notify|tell)(?:ing)? )?(?:(?:it|this|that) )?(?:to )?(\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?|\S+@\S+\.\S+)$/u.exec(
      wish.what,
    )?.[1];
  const isOne = who && numberedSteps(proposal.plan).some((step) => recipientCount(proposal, step) > 1);
  if (isOne && (await dropRecipient(proposal, wish, who, null))) return;
  const several = listed(wish.what);
  const found = await Promise.all(several.map((what) => findStep(proposal, what)));
  const named = found.every(({ kind }) => kind !== "none") ? several : [wish.what];
  for (const what of named) {
    const [, part, from] = /^(.+?) (?:from|of|in|out of) (.+)$/i.exec(what) ?? [];
    if (part && from && (await dropFrom(proposal, wish, part, from))) continue;
    const everyOf = /^(?:all|both|every)(?: of)?(?: the)? (.+?)s?$/i.exec(what)?.[1];
    const found = await findStep(proposal, everyOf ?? what);
    if (everyOf && found.kind === "several") {
      for (const step of found.steps) await removeStep(proposal, wish, step);
      continue;
    }
    if (found.kind === "none" && (await dropRecipient(proposal, wish, what, null))) continue;
    if (found.kind === "none" && clearInput(proposal, wish, what, null)) continue;
    const step = found.kind === "found" ? found.step : await stepOrLeave(proposal, wish, what);
    if (step) await removeStep(proposal, wish, step);
  }
}

/** "the chart from the mail": the mail stays, and does without it. True when that is what was meant. */
async function dropFrom(proposal: Proposal, wish: Drop, what: string, from: string): Promise<boolean> {
  const holder = /^(?:the )?(?:recipients?|receivers|list|addressees)$/i.test(from)
    ? null
    : await findStep(proposal, from);
  if (holder && holder.kind !== "found") return false;
  const step = holder?.step ?? null;
  if (await dropRecipient(proposal, wish, what, step)) return true;
  if (!step) return false;
  if (clearInput(proposal, wish, what, step)) return true;
  const source = await findStep(proposal, what, ({ id }) => readStepsOf(step).includes(id));
  if (source.kind !== "found") return false;
  const changes = await withoutSource(proposal, step, source.step.id);
  proposal.propose({
    kind: "value",
    title: `Take “${source.step.title}” out of “${step.title}”`,
    words: wish.words,
    reason: `“${what}” is what “${source.step.title}” gives; the step itself stays.`,
    changes,
  });
  return true;
}

/** An input named by what it is called is left empty, or asked for where it can't be. */
function clearInput(proposal: Proposal, wish: Drop, what: string, only: Step | null): boolean {
  const name = what.replace(/^(?:the|its|any|all)\s+/i, "").toLowerCase();
  for (const step of numberedSteps(proposal.plan).reverse()) {
    const tool = proposal.toolOf(step);
    if (!tool || (only && step.id !== only.id)) continue;
    const input = Object.keys(step.inputs).find((one) => {
      const title = (tool.input.properties?.[one]?.title ?? one).toLowerCase();
      return [one.toLowerCase(), title].some(
        (label) => label === name || label === `${name}s` || `${label}s` === name,
      );
    });
    if (!input) continue;
    const title = tool.input.properties?.[input]?.title ?? input;
    if (requiredInputs(tool).includes(input)) {
      proposal.leave(
        wish.words,
        `“${step.title}” can't be done without “${title}”. Say what it should be, such as “change the ${title.toLowerCase()} to …”.`,
      );
      return true;
    }
    proposal.propose({
      kind: "value",
      title: `Leave “${title}” of “${step.title}” empty`,
      words: wish.words,
      reason: `“${what}” is an input of “${step.title}” that it can do without.`,
      changes: [{ kind: "clear-input", stepId: step.id, input }],
    });
    return true;
  }
  return false;
}

async function keepOnly(proposal: Proposal, wish: Drop): Promise<void> {
  const reached = findReached(proposal, wish.what);
  if (reached && !reached.isAll) {
    const { step } = reached;
    if (await setRecipients(proposal, wish, { step, words: wish.what, isMore: false })) return;
  }
  const kept = new Set<StepId>();
  for (const what of listed(wish.what)) {
    const step = reached?.step ?? (await stepOrLeave(proposal, wish, what));
    if (!step) return;
    const queue = [step.id];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (kept.has(id)) continue;
      kept.add(id);
      const one = proposal.plan.steps.find((other) => other.id === id);
      queue.push(...(one ? readStepsOf(one) : []));
    }
  }
  removeAll(
    proposal,
    wish,
    numberedSteps(proposal.plan).filter(({ id }) => !kept.has(id)),
  );
}

/** From the last to the first, so that nothing is asked for what goes anyway. */
function removeAll(proposal: Proposal, wish: Drop, steps: readonly Step[]): void {
  if (steps.length === 0) {
    proposal.leave(wish.words, "There is no other step in the plan.");
    return;
  }
  const names =
    steps.length > 3 ? `${steps.length} steps` : steps.map(({ title }) => `“${title}”`).join(", ");
  proposal.propose({
    kind: "remove",
    title: `Remove ${names}`,
    words: wish.words,
    reason:
      wish.kind === "keep-only" ? `Only “${wish.what}” and what it reads stay.` : "All steps are meant.",
    changes: [...steps].reverse().map(({ id }) => ({ kind: "remove-step", stepId: id })),
  });
}
