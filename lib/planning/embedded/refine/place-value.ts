// A value by itself, "ops@acme.example instead", "Oslo instead": put where its kind belongs.
import type { Step } from "@/lib/domain/plan";
import { readGoal } from "@/lib/planning/embedded/read-goal";
import { tagWords } from "@/lib/planning/embedded/tag-words";
import { inputFields, type Meaning } from "@/lib/planning/embedded/tool-fields";
import { contentStems } from "@/lib/planning/embedded/words";
import { addressField } from "./address-field";
import { proposeValue } from "./change-value";
import { findStep, listOf, numberedSteps } from "./find-step";
import type { Proposal } from "./proposal";
import { setRecipients } from "./recipients";
import { valueFor } from "./value-for";
import type { Wish } from "./wish";

/** An address by itself, "ops@acme.example instead": for the message that takes its kind. False when none does. */
export async function placeAddress(
  proposal: Proposal,
  wish: Wish,
  { to, of }: { to: string; of: Step | null },
): Promise<boolean> {
  const { values } = readGoal(to, proposal.request);
  const value = values.find(({ kind }) => /^(?:email|phone|chat)$/.test(kind));
  if (!value) return false;
  const steps = of ? [of] : numberedSteps(proposal.plan).reverse();
  const takers = steps.filter((step) => addressField(proposal, step)?.meaning === value.kind);
  const named = takers.length > 1 ? await findStep(proposal, to, (step) => takers.includes(step)) : null;
  const [taker, ...others] = named?.kind === "found" ? [named.step] : takers;
  if (!taker) return false;
  if (others.length > 0) {
    const all = numberedSteps(proposal.plan);
    const list = listOf([...takers].reverse(), all);
    const example = `${value.words} instead in step ${all.indexOf(taker) + 1}`;
    proposal.leave(wish.words, `“${value.words}” could be for ${list}. Say of which, such as “${example}”.`);
    return true;
  }
  const words = values.filter(({ kind }) => kind === value.kind).map((one) => one.words);
  return setRecipients(proposal, wish, { step: taker, words: words.join(" and "), isMore: false });
}

const anyKind: readonly Meaning[] = ["choice", "place", "airport", "count", "number"];

/** A value by itself, "Oslo instead", "a pie chart instead": for the step that takes its kind. False when none does. */
export function placeValue(
  proposal: Proposal,
  wish: Wish,
  { to, of }: { to: string; of: Step | null },
): boolean {
  const [value] = readGoal(to, proposal.request).values;
  if (value?.kind !== "time" && contentStems(to).length > 3) return false;
  const meanings: readonly Meaning[] =
    value?.kind === "time" ? ["date", "instant"] : value?.kind === "url" ? ["url"] : anyKind;
  const steps = of ? [of] : numberedSteps(proposal.plan).reverse();
  const isPerson = tagWords(to).some(({ tags }) => tags.has("Person") && !tags.has("Place"));
  for (const meaning of isPerson ? ["person-name" as const] : meanings) {
    const words = meaning === "place" || isPerson ? nameIn(to) : to;
    if (meaning === "place" && !/^\p{Lu}/u.test(words)) continue;
    for (const step of steps) {
      const tool = proposal.toolOf(step);
      for (const field of tool ? inputFields(tool) : []) {
        const known = step.inputs[field.name];
        // What nothing was said of is not what is meant, except for a choice, which names itself.
        const isOpen =
          known?.kind === "literal" || known?.kind === "question" || (meaning === "choice" && !known);
        if (field.meaning !== meaning || field.isList || !isOpen) continue;
        const made = valueFor(proposal, field, words);
        if (made === null || (known?.kind === "literal" && known.value === made)) continue;
        proposeValue(proposal, wish, { step, field, value: made, words });
        return true;
      }
    }
  }
  return false;
}

const nameIn = (words: string) =>
  words.replace(/^(?:(?:the )?(?:weather|forecast|flights?|trip)\s+)?(?:in|for|at|from|to|on|of)\s+/i, "");
