// A step goes, with what is there for it alone; what read it does without, reads something else, or is asked.
import { type Binding, sourceSteps } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import { dependenciesOf, readStepsOf, type Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { requiredInputs } from "@/lib/domain/tool";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import { dependentsOf } from "@/lib/planning/topological-order";
import { addressField } from "./address-field";
import { numberedSteps } from "./find-step";
import type { Proposal } from "./proposal";
import { inputsFor } from "./restate";

/** Offers to remove a step, and apart from that what was there for it alone. */
export async function removeStep(proposal: Proposal, wish: { words: string }, step: Step): Promise<void> {
  if (!proposal.plan.steps.some(({ id }) => id === step.id)) return;
  const before = proposal.plan.steps;
  const changes: PlanChange[] = [];
  for (const reader of before.filter((one) => readStepsOf(one).includes(step.id))) {
    changes.push(...(await withoutSource(proposal, reader, step.id)));
  }
  const tool = proposal.toolOf(step);
  const removed = proposal.propose({
    kind: "remove",
    title: `Remove “${step.title}”`,
    words: wish.words,
    reason: tool
      ? `It is the step that fits these words: ${tool.title}.`
      : "It is the step that fits these words.",
    changes: [...changes, { kind: "remove-step", stepId: step.id }],
  });
  if (removed) dropSuppliers(proposal, wish, step, { before, removed });
}

/** What only the removed step read, and was there for the same words of the goal: look-ups, queries. */
function dropSuppliers(
  proposal: Proposal,
  wish: { words: string },
  removed: Step,
  { before, removed: part }: { before: readonly Step[]; removed: string },
): void {
  const gone = new Set<StepId>([removed.id]);
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const step of proposal.plan.steps) {
      const waiting = before.filter((one) => dependenciesOf(one).includes(step.id));
      const isForIt = waiting.length > 0 && waiting.every(({ id }) => gone.has(id));
      const isRead = proposal.plan.steps.some(
        (one) => !gone.has(one.id) && dependenciesOf(one).includes(step.id),
      );
      if (
        gone.has(step.id) ||
        isRead ||
        !isForIt ||
        proposal.toolOf(step)?.effect !== "read" ||
        step.why.words !== removed.why.words
      )
        continue;
      gone.add(step.id);
      isMore = true;
    }
  }
  const steps = numberedSteps(proposal.plan).filter(({ id }) => gone.has(id));
  if (steps.length === 0 || steps.length === proposal.plan.steps.length) return;
  proposal.propose(
    {
      kind: "remove",
      title: `Remove ${steps.map(({ title }) => `“${title}”`).join(" and ")} as well`,
      words: wish.words,
      reason: `Nothing else reads what ${steps.length === 1 ? "it gives" : "they give"}: it was there for “${removed.title}”.`,
      changes: [...steps].reverse().map(({ id }) => ({ kind: "remove-step", stepId: id })),
    },
    [part],
  );
}

/** How a step does without another's outputs: without the input, with the rest of a list, with what other steps give. */
export async function withoutSource(proposal: Proposal, reader: Step, source: StepId): Promise<PlanChange[]> {
  const tool = proposal.toolOf(reader);
  if (!tool) return [];
  const changes: PlanChange[] = [];
  let others: Record<string, Binding> | null = null;
  for (const [input, binding] of Object.entries(reader.inputs)) {
    if (!sourceSteps(binding).includes(source)) continue;
    const rest =
      binding.kind === "list" ? binding.items.filter((item) => !sourceSteps(item).includes(source)) : [];
    if (rest.length > 0) {
      changes.push({ kind: "bind-input", stepId: reader.id, input, binding: { kind: "list", items: rest } });
    } else if (!requiredInputs(tool).includes(input)) {
      changes.push({ kind: "clear-input", stepId: reader.id, input });
    } else {
      others ??= await inputsWithout(proposal, reader, source);
      const other = others[input];
      if (other) changes.push({ kind: "bind-input", stepId: reader.id, input, binding: other });
    }
  }
  const applied = applyPlanChanges(proposal.plan, changes, proposal.request.tools);
  return applied.kind === "applied" ? changes : [];
}

/** "Email a summary to Claire" as "Email it to Claire": what is there is handed on, nothing is made for it. */
const pointingBack = (title: string) =>
  title.replace(
    /\b(?:a|an|the)\s+(?:[\p{L}-]+\s+){0,2}(?:summary|report|chart|graph|analysis|overview|list|table|results?)\b(?: of .+?(?= to |$))?/iu,
    "it",
  );

/** What a step's inputs would be, were it planned among the other steps: only what those give. */
async function inputsWithout(
  proposal: Proposal,
  reader: Step,
  source: StepId,
): Promise<Record<string, Binding>> {
  const dependents = dependentsOf(proposal.plan.steps, reader.id);
  // Whom it goes to is not what it says.
  const field = addressField(proposal, reader);
  const address = (field && reader.inputs[field.name]) ?? null;
  const others = new Set([reader.id, source, ...dependents, ...(address ? sourceSteps(address) : [])]);
  const given = numberedSteps(proposal.plan).filter(({ id }) => !others.has(id));
  const made = await inputsFor(proposal, { toolId: reader.toolId, words: pointingBack(reader.title), given });
  if (!made || made.brought.length > 0) return {};
  const read = Object.entries(made.step.inputs).filter(([, binding]) => sourceSteps(binding).length > 0);
  return Object.fromEntries(read);
}
