// What a change of a plan comes to, whatever it is called: two repairs that have the same print are the same one.
import { createHash } from "node:crypto";
import { type Binding, mapLeaves } from "@/lib/domain/binding";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Tool } from "@/lib/domain/tool";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import { differenceBetween } from "@/lib/planning/plan-in-run";

/**
 * A hash of what would be done otherwise, in hex; null where the changes can't be made or change nothing. Titles,
 * reasons, the words a value was read from, the ids of new steps and the order of the changes are no part of it.
 */
export function repairPrint(
  base: Plan,
  changes: readonly PlanChange[],
  tools: ReadonlyMap<ToolId, Tool>,
): string | null {
  if (changes.length === 0) return null;
  const applied = applyPlanChanges(base, changes, tools);
  if (applied.kind === "refused") return null;
  const { revised, added, dropped } = differenceBetween(base, applied.plan);
  if (revised.length + added.length + dropped.length === 0) return null;
  const steps = new Map(applied.plan.steps.map((step) => [step.id, step]));
  // New steps in the order of what they do; what they read of each other counts without their ids.
  const isNew = new Set<string>(added);
  const blank = (id: string) => (isNew.has(id) ? "new" : id);
  const does = (id: Step["id"]) => {
    const step = steps.get(id);
    return step ? doneBy(step, blank) : null;
  };
  const content = {
    revised: revised.map((id) => [id, does(id)]).sort(byText),
    added: added.map(does).sort(byText),
    dropped: [...dropped].sort(),
  };
  return createHash("sha256").update(canonicalJson(content)).digest("hex").slice(0, 32);
}

const byText = (one: unknown, other: unknown) => (canonicalJson(one) < canonicalJson(other) ? -1 : 1);

/** What a step does, without words about it. */
function doneBy({ toolId, inputs, condition, repeat }: Step, blank: (id: string) => string) {
  const bare = (binding: Binding) => mapLeaves(binding, (leaf) => bareLeaf(leaf, blank) as Binding);
  return {
    toolId,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, binding]) => [name, bare(binding)])),
    condition: condition
      ? {
          match: condition.match,
          tests: condition.tests.map((test) => ({ ...test, value: bareLeaf(test.value, blank) })),
        }
      : null,
    over: repeat ? bare(repeat.over) : null,
  };
}

function bareLeaf(leaf: Binding, blank: (id: string) => string): unknown {
  switch (leaf.kind) {
    case "literal":
      return { kind: "literal", value: leaf.value };
    case "output":
      return { ...leaf, stepId: blank(leaf.stepId) };
    case "question":
      return { kind: "question" };
    default:
      return leaf;
  }
}
