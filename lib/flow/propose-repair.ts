import type { RunId, StepId, ToolId } from "@/lib/domain/ids";
import type { Repair, RepairProposal } from "@/lib/domain/repair";
import type { Run } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { refinePlan } from "@/lib/planning/embedded/refine/refine-plan";
import { proposeRepairs, responseTo } from "@/lib/planning/embedded/repair/propose-repairs";
import { stepsTouched, takenTogether } from "@/lib/planning/embedded/repair/situation";
import { modelRepairOf, printOf, reasonsOf } from "./model-repair-state";
import { findTrouble, type TroubledStep } from "./repair-situation";

export type ProposedRepair =
  | { kind: "proposed"; proposal: RepairProposal }
  /** The step is in no trouble (any more). */
  | { kind: "conflict"; run: Run }
  | { kind: "not-found" };

/**
 * What could be done about a step in trouble: one repair, and never one that was taken or denied before. It is read,
 * never done; taking it is an edit of the run's plan like any other (A1). No model is asked here: what one has answered
 * to `askForRepair` comes first.
 */
export async function proposeRepair(wanted: { runId: RunId; stepId: StepId }): Promise<ProposedRepair> {
  const found = await findTrouble(wanted);
  if (found.kind !== "found") return found;
  const { troubled } = found;
  const { run, situation } = troubled;
  const { repair: written, model } = await modelRepairOf(troubled);
  // A model that was asked has read what the person said.
  const first = written ? [written] : await asTold(troubled);
  const left = untried([...first, ...(await proposeRepairs(situation))], troubled);
  const [repair = null] = left;
  const known = new Set<ToolId>(situation.plan.steps.map(({ toolId }) => toolId));
  return {
    kind: "proposed",
    proposal: {
      ...{ ...wanted, revision: run.planRevision },
      response: responseTo(situation.trouble, repair),
      repair,
      others: Math.max(0, left.length - 1),
      tools: repair ? toolsBrought(repair, situation.request, known) : [],
      model,
    },
  };
}

/** Those that were neither taken nor denied, whoever proposed them, each once. */
function untried(repairs: readonly Repair[], { situation, tried }: TroubledStep): Repair[] {
  const gone = new Set(tried.map(({ key }) => key));
  return repairs.filter((repair) => {
    const print = printOf(repair, situation);
    const isGone = gone.has(repair.key) || (print !== null && gone.has(print));
    gone.add(repair.key);
    if (print !== null) gone.add(print);
    return !isGone;
  });
}

function toolsBrought({ parts }: Repair, { tools }: PlanningRequest, known: ReadonlySet<ToolId>): Tool[] {
  const used = parts.flatMap(({ changes }) =>
    changes.flatMap((change) => {
      if (change.kind === "add-step") return [change.step.toolId];
      return change.kind === "swap-tool" ? [change.toolId] : [];
    }),
  );
  return [...new Set(used)].filter((id) => !known.has(id)).flatMap((id) => tools.get(id) ?? []);
}

/** What the person said when they denied a repair, read as a request to change what is left of the plan. */
async function asTold({ situation, tried }: TroubledStep): Promise<Repair[]> {
  const { plan, step, request, isFrozen } = situation;
  if (situation.trouble.kind !== "unexpected" && !situation.trouble.isHarmless) return [];
  const last = reasonsOf(tried).at(-1);
  if (last === undefined) return [];
  const made = await refinePlan(plan, { ...request, goal: last });
  const isFree = (part: Repair["parts"][number]) =>
    stepsTouched([part]).every((id) => !isFrozen(id)) && part.kind !== "remove";
  const parts = made.parts.filter(isFree);
  const whole = parts.filter((part) => part.needs.every((id) => parts.some((one) => one.id === id)));
  if (!stepsTouched(whole).includes(step.id)) return [];
  return [
    {
      ...{
        key: `request:${last.slice(0, 200)}`,
        kind: "request",
        title: "Change it as you said",
        parts: takenTogether(whole, step.id),
      },
      reason: "It is what your reason asks for.",
      waitMinutes: null,
    },
  ];
}
