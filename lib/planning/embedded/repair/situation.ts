import type { Candidate } from "@/lib/domain/candidate";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { RefinementPart } from "@/lib/domain/refinement";
import type { Repair } from "@/lib/domain/repair";
import type { Tool } from "@/lib/domain/tool";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { Proposal, type Proposed } from "@/lib/planning/embedded/refine/proposal";
import type { Trouble } from "./trouble";

/** All that repairs are made of. */
export interface RepairSituation {
  /** As it is in the run. */
  plan: Plan;
  step: Step;
  /** Null when it is not in the catalogue any more. */
  tool: Tool | null;
  trouble: Trouble;
  /** Tools for the step, best first. */
  candidates: readonly Candidate[];
  /** What a step has given; undefined while it has given nothing. */
  outputOf: (stepId: StepId) => Json | undefined;
  /** Steps that have begun or ended, and are not the one in trouble: nothing of them is changed. */
  isFrozen: (stepId: StepId) => boolean;
  /** As for planning; its tools have those of the plan. */
  request: PlanningRequest;
}

/** A repair that is a change of the plan, with all its parts; null where the plan can't be changed so. */
export function changing(
  situation: RepairSituation,
  repair: Pick<Repair, "key" | "kind" | "title" | "reason">,
  parts: readonly Omit<Proposed, "words">[],
): Repair | null {
  const proposal = new Proposal(situation.plan, situation.request);
  const [first, ...others] = parts;
  if (!first || proposal.propose({ ...first, words: "" }) === null) return null;
  for (const part of others) proposal.propose({ ...part, words: "" });
  return { ...repair, parts: takenTogether(proposal.settledParts(), situation.step.id), waitMinutes: null };
}

/** Whether a step that asks before it changes something would run without asking, were it done with another tool. */
export function stopsAsking(
  { policy }: Plan,
  step: Pick<Step, "toolId">,
  to: Pick<Tool, "id" | "effect">,
): boolean {
  const trusts = (id: ToolId) => policy.trustedWrites.includes(id);
  return to.effect !== "read" && trusts(to.id) && !trusts(step.toolId);
}

/**
 * A step that is only there for another to read mends nothing without what reads it: the two are taken together. Of
 * several that read it, with what the step in trouble reads.
 */
export function takenTogether(parts: readonly RefinementPart[], mended: StepId): RefinementPart[] {
  return parts.map((part) => {
    if (part.changes.some(({ kind }) => kind !== "add-step")) return part;
    const readers = parts.filter(({ needs }) => needs.includes(part.id));
    const mending = readers.filter((reader) => stepsTouched([reader]).includes(mended));
    const needed = (mending.length > 0 ? mending : readers).map(({ id }) => id);
    return { ...part, needs: [...new Set([...part.needs, ...needed])] };
  });
}

/** The steps that are still to come, but for the one in trouble. */
export function laterSteps({ plan, step, isFrozen }: RepairSituation): Step[] {
  return plan.steps.filter(({ id }) => id !== step.id && !isFrozen(id));
}

/** The steps the parts speak of. */
export function stepsTouched(parts: readonly RefinementPart[]): StepId[] {
  return parts.flatMap(({ changes }) =>
    changes.flatMap((change) => ("stepId" in change ? [change.stepId] : [])),
  );
}

/** The tools with one more. */
export function withTool(tools: ReadonlyMap<ToolId, Tool>, tool: Tool): ReadonlyMap<ToolId, Tool> {
  return tools.has(tool.id) ? tools : new Map([...tools, [tool.id, tool]]);
}
