// The planner asked among the steps of a plan: for more steps, or for one step with the tool it has, which is how
// values, people and places in a request are read.
import { noReasons } from "@/lib/domain/candidate";
import type { ToolId } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import { planGoal } from "@/lib/planning/embedded/plan-goal";
import type { PlanDraft, PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { withFreeIds } from "@/lib/planning/stand-ins";
import type { Proposal } from "./proposal";

/** Steps beyond this are not read from: the planner looks through all it is given. */
const mostGiven = 60;

/** What the planner makes of some words beside the given steps, the newest of them; its steps have ids of their own. */
export async function planAmong(
  proposal: Proposal,
  given: readonly Step[],
  request: Pick<PlanningRequest, "goal"> & Partial<PlanningRequest>,
): Promise<PlanDraft> {
  const draft = await planGoal({ ...proposal.request, ...request, given: given.slice(-mostGiven) });
  const others = [...proposal.base.steps, ...proposal.plan.steps, ...proposal.broughtSteps()];
  return { ...draft, steps: withFreeIds(draft.steps, others) };
}

/** A step as it would be for some words, and the steps it would bring along. */
export interface Restated {
  step: Step;
  brought: Step[];
}

/** A step of one tool for some words; null when they say nothing that it can be made of. */
export async function inputsFor(
  proposal: Proposal,
  { toolId, words, given }: { toolId: ToolId; words: string; given: readonly Step[] },
): Promise<Restated | null> {
  const tool = proposal.request.tools.get(toolId);
  if (!tool) return null;
  const only = {
    tool,
    score: 1,
    fits: true,
    similarity: 1,
    matchedWords: [],
    reasons: noReasons,
    connected: true,
    filled: [],
    missingInputs: [],
    record: null,
  };
  const search = async () => [only];
  const draft = await planAmong(proposal, given, {
    goal: words,
    nearest: [toolId],
    search,
    chooseTool: undefined,
  });
  const step = draft.steps.findLast((one) => one.toolId === toolId);
  return step ? { step, brought: draft.steps.filter((one) => one !== step) } : null;
}
