// "only Arjun", "only #sales": the message that goes to those some words name.
import type { Binding } from "@/lib/domain/binding";
import type { Step } from "@/lib/domain/plan";
import { addressField } from "./address-field";
import { numberedSteps } from "./find-step";
import type { Proposal } from "./proposal";
import { isNamed, itemsOf, wordIn } from "./recipients";

/** The last step whose message goes to all that are named; `isAll`: and to nobody else. Null when there is none. */
export function findReached(proposal: Proposal, words: string): { step: Step; isAll: boolean } | null {
  const names = words.split(/\s*,\s*(?:and\s+)?|\s+and\s+/i).map((name) => name.toLowerCase());
  for (const step of numberedSteps(proposal.plan).reverse()) {
    const field = addressField(proposal, step);
    const binding = field && step.inputs[field.name];
    const items = binding ? itemsOf(binding) : [];
    // Of several addresses typed together, the words hold all.
    const isMeant = (item: Binding, name: string) =>
      item.kind === "literal" && items.length > 1
        ? wordIn(String(item.value).toLowerCase(), name)
        : isNamed(proposal, item, name);
    if (!names.every((name) => items.some((item) => isMeant(item, name)))) continue;
    return { step, isAll: items.every((item) => names.some((name) => isMeant(item, name))) };
  }
  return null;
}
