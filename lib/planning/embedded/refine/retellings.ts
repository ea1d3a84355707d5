// Titles and texts that the planner wrote and that name what a value was before.
import { type Binding, mapLeaves } from "@/lib/domain/binding";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Proposal } from "./proposal";

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Changes that make titles and texts name what is now; the inputs of `changed` are left as they are. */
export function retellings(
  { plan }: Proposal,
  changed: readonly Step[],
  was: readonly string[],
  now: string,
): PlanChange[] {
  const said = now.replace(/^(?:in|for|at|from|to|on|by|the|a|an)\s+/i, "");
  const patterns = was
    .filter((one) => one.trim().length > 2)
    .map((one) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(one.trim())}(?![\\p{L}\\p{N}])`, "giu"));
  const retold = (text: string) =>
    patterns.reduce((current, pattern) => current.replace(pattern, () => said), text);
  return plan.steps.flatMap((step): PlanChange[] => {
    const title = retold(step.title).slice(0, 200);
    const renamed: PlanChange[] =
      title === step.title ? [] : [{ kind: "rename-step", stepId: step.id, title }];
    if (changed.some(({ id }) => id === step.id)) return renamed;
    const inputs = Object.entries(step.inputs).flatMap(([input, binding]): PlanChange[] => {
      const next = withTexts(binding, retold);
      return JSON.stringify(next) === JSON.stringify(binding)
        ? []
        : [{ kind: "bind-input", stepId: step.id, input, binding: next }];
    });
    return [...renamed, ...inputs];
  });
}

/** True for a text that is what the person typed, give or take its first letter and its dot. */
function isTyped(value: string, { origin, words }: { origin: string; words?: string }): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/^["“]|["”.!?]+$/g, "");
  return origin === "person" && (words === undefined || plain(words).includes(plain(value)));
}

/** A binding with the texts that no person typed put differently. */
function withTexts(binding: Binding, retold: (text: string) => string): Binding {
  const leaves = mapLeaves(binding, (leaf) =>
    leaf.kind === "literal" && typeof leaf.value === "string" && !isTyped(leaf.value, leaf)
      ? { ...leaf, value: retold(leaf.value) }
      : leaf,
  );
  if (leaves.kind !== "template") return leaves;
  return { ...leaves, parts: leaves.parts.map((part) => (typeof part === "string" ? retold(part) : part)) };
}
