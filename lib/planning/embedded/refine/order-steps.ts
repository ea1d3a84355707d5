// "move the mail before the post": what waits for what, where nothing else decides it.
import type { StepId } from "@/lib/domain/ids";
import { readStepsOf, type Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { dependentsOf } from "@/lib/planning/topological-order";
import { numberedSteps, stepOrLeave } from "./find-step";
import type { Proposal } from "./proposal";
import type { Wish } from "./wish";

type Order = Extract<Wish, { kind: "order" }>;

export async function orderSteps(proposal: Proposal, wish: Order): Promise<void> {
  const step = await stepOrLeave(proposal, wish, wish.what);
  if (!step) return;
  if (wish.where === "first" || wish.where === "last") return moveToEnd(proposal, wish, step);
  const other = await stepOrLeave(proposal, wish, wish.other, ({ id }) => id !== step.id);
  if (!other) return;
  const [first, second] = wish.where === "before" ? [step, other] : [other, step];
  const reading = readChain(proposal.plan.steps, second, first);
  if (reading)
    return proposal.leave(wish.words, `“${first.title}” can't be done before “${second.title}”: ${reading}.`);
  proposal.propose({
    kind: "order",
    title: `Do “${first.title}” before “${second.title}”`,
    words: wish.words,
    reason: "Neither reads what the other gives, so either order is possible.",
    changes: [
      ...freed(proposal.plan.steps, first, second),
      { kind: "add-dependency", stepId: second.id, dependsOn: first.id },
    ],
  });
}

/** How `reader` comes to read what `source` gives, as the end of a sentence; null when it doesn't. */
function readChain(steps: readonly Step[], source: Step, reader: Step): string | null {
  const seen = new Set<StepId>();
  const visit = (step: Step): Step[] | null => {
    if (seen.has(step.id)) return null;
    seen.add(step.id);
    for (const id of readStepsOf(step)) {
      if (id === source.id) return [step];
      const next = steps.find((one) => one.id === id);
      const chain = next && visit(next);
      if (chain) return [...chain, step];
    }
    return null;
  };
  const chain = visit(reader);
  const [direct] = chain ?? [];
  if (!direct) return null;
  return direct.id === reader.id
    ? "it reads what that gives"
    : `it needs “${direct.title}”, which reads what that gives`;
}

/** Without the waits that made `first` come after `second`. */
function freed(steps: readonly Step[], first: Step, second: Step): PlanChange[] {
  const after = dependentsOf(steps, second.id);
  return steps
    .filter(({ id }) => id === first.id || after.has(id))
    .flatMap((step) =>
      step.after
        .filter(
          (id) =>
            (id === second.id || after.has(id)) &&
            (step.id === first.id || dependentsOf(steps, step.id).has(first.id)),
        )
        .map((dependsOn): PlanChange => ({ kind: "remove-dependency", stepId: step.id, dependsOn })),
    );
}

function moveToEnd(proposal: Proposal, wish: Order, step: Step): void {
  const { steps } = proposal.plan;
  const others = numberedSteps(proposal.plan).filter(({ id }) => id !== step.id);
  const isFirst = wish.where === "first";
  const movable = others.filter((other) =>
    isFirst ? !readChain(steps, other, step) : !readChain(steps, step, other),
  );
  if (movable.length === 0) {
    const reason = isFirst ? "it reads what all other steps give" : "all other steps read what it gives";
    proposal.leave(
      wish.words,
      `“${step.title}” can't come ${wish.where}: ${others.length === 0 ? "it is the only step" : reason}.`,
    );
    return;
  }
  const ends = movable.filter(
    (other) =>
      !movable.some((one) =>
        (isFirst ? readStepsOf(other) : readStepsOf(one)).includes(isFirst ? one.id : other.id),
      ),
  );
  const moves = ends.flatMap((other): PlanChange[] => {
    const [first, second] = isFirst ? [step, other] : [other, step];
    return [
      ...freed(steps, first, second),
      { kind: "add-dependency", stepId: second.id, dependsOn: first.id },
    ];
  });
  proposal.propose({
    kind: "order",
    title: `Do “${step.title}” ${wish.where}`,
    words: wish.words,
    reason: isFirst ? "The others wait for it." : "It waits for the others.",
    changes: moves,
  });
}

export async function renameStep(proposal: Proposal, wish: Extract<Wish, { kind: "rename" }>): Promise<void> {
  const step = await stepOrLeave(proposal, wish, wish.what);
  if (!step) return;
  proposal.propose({
    kind: "rename",
    title: `Call “${step.title}” “${wish.title.slice(0, 200)}”`,
    words: wish.words,
    reason: "Only its title changes.",
    changes: [{ kind: "rename-step", stepId: step.id, title: wish.title.slice(0, 200) }],
  });
}
