// Changes that a model wrote, as parts of a proposal that a person takes or leaves one by one.
import type { StepId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Proposal, Proposed } from "@/lib/planning/embedded/refine/proposal";

/** Offers the changes as parts, in the words proposals have. */
export function proposeChanges(
  proposal: Proposal,
  changes: readonly PlanChange[],
  said: Pick<Proposed, "words" | "reason">,
): void {
  for (const group of grouped(changes)) {
    const [first] = group;
    const reason = (first?.kind === "add-step" && first.step.why.reason) || said.reason;
    const kindAndTitle = described(proposal.plan, group, proposal);
    proposal.propose({ ...kindAndTitle, words: said.words, reason, changes: group, byModel: true });
  }
}

const stepOf = (change: PlanChange): StepId | null => {
  if (change.kind === "add-step") return change.step.id;
  return "stepId" in change ? change.stepId : null;
};

/** Changes that follow each other and are about one step are one thing to the person. */
function grouped(changes: readonly PlanChange[]): PlanChange[][] {
  const groups: PlanChange[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    const isMore = first && stepOf(first) === stepOf(change) && !/^(?:add|remove)-step$/.test(change.kind);
    if (group && isMore) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** What the first of some changes of one step is, in the words proposals have. */
function described(
  plan: Plan,
  [first, ...rest]: readonly PlanChange[],
  { request }: Pick<Proposal, "request">,
): Pick<Proposed, "kind" | "title"> {
  const step = plan.steps.find(({ id }) => first && id === stepOf(first));
  const name = `“${step?.title ?? ""}”`;
  const label = (input: string) =>
    `“${(step && request.tools.get(step.toolId)?.input.properties?.[input]?.title) ?? input}”`;
  switch (first?.kind) {
    case "add-step": {
      const tool = request.tools.get(first.step.toolId);
      const by = tool && tool.title !== first.step.title ? `, done by “${tool.title}”` : "";
      return { kind: "add", title: `Add “${first.step.title}”${by}` };
    }
    case "swap-tool":
      return { kind: "swap", title: `Use “${request.tools.get(first.toolId)?.title ?? ""}” for ${name}` };
    case "remove-step":
      return { kind: "remove", title: `Remove ${name}` };
    case "set-condition":
      return {
        kind: "condition",
        title: first.condition ? `Do ${name} only on a condition` : `Always do ${name}`,
      };
    case "set-repeat":
      return {
        kind: "repeat",
        title: first.repeat ? `Do ${name} once for each item` : `Do ${name} just once`,
      };
    case "add-dependency": {
      const other = plan.steps.find(({ id }) => id === first.dependsOn);
      return { kind: "order", title: `Do ${name} after “${other?.title ?? ""}”` };
    }
    case "rename-step":
      return { kind: "rename", title: `Call ${name} “${first.title}”` };
    case "clear-input":
      return {
        kind: "value",
        title: rest.length > 0 ? `Change ${name}` : `Leave ${label(first.input)} of ${name} empty`,
      };
    case "bind-input":
      return { kind: "value", title: `Change ${rest.length > 0 ? "" : `${label(first.input)} of `}${name}` };
    default:
      return { kind: "value", title: `Change ${name}` };
  }
}
