import { connectedKinds } from "@/lib/db/connections";
import { findPlan } from "@/lib/db/plans";
import { toolRecords } from "@/lib/db/tool-records";
import { findTools } from "@/lib/db/tools";
import { leafBindings } from "@/lib/domain/binding";
import type { Candidate, ToolRecord } from "@/lib/domain/candidate";
import type { PlanId, StepId, ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { filledInputs, openInputs } from "@/lib/planning/filled-inputs";
import { rebindStep } from "@/lib/planning/rebind-step";
import { candidateOf, searchTools } from "@/lib/retrieval/search-tools";

/** What a missing input, a reader that would break and a missing connection cost a candidate, of its score. */
const costs = { missing: 0.12, broken: 0.15, unconnected: 0.1, otherEffect: 0.3, failing: 0.15 };

/**
 * The tools that could do a step, best first: by what the step is for, and by how many of its values carry over.
 * The step's own tool is among them; `missingInputs` are those that would be asked for after a swap. Null when
 * there is no such plan or step.
 */
export async function findCandidates(request: {
  planId: PlanId;
  stepId: StepId;
  limit: number;
}): Promise<Candidate[] | null> {
  const place = await findPlace(request);
  return place && rankCandidates(place, request.limit);
}

/** The tools that could do a step of a plan as it is here, best first; its own tool, if it is there, before them. */
export async function rankCandidates(
  { plan, step, tool }: { plan: Plan; step: Step; tool: Tool | null },
  limit: number,
): Promise<Candidate[]> {
  const kinds = await connectedKinds();
  const found = await searchTools({
    query: queryFor(step, tool),
    limit: Math.max(limit * 3, 24),
    connectedKinds: kinds,
  });
  const others = found.filter((candidate) => candidate.tool.id !== step.toolId);
  const tools = await findTools(plan.steps.map((one) => one.toolId));
  const records = await toolRecords([step.toolId, ...found.map((candidate) => candidate.tool.id)]);
  const ranked = others
    .map((candidate) => ({ ...candidate, record: records.get(candidate.tool.id) ?? null }))
    .map((candidate) => weigh({ plan, step, from: tool, tools }, candidate))
    .sort((a, b) => b.rank - a.rank)
    .map(({ candidate }) => candidate);
  if (!tool) return ranked.slice(0, limit);
  const own = found.find((candidate) => candidate.tool.id === tool.id) ?? candidateOf(tool, kinds);
  const evidence = {
    filled: filledInputs(tool, step.inputs),
    missingInputs: openInputs(tool, step.inputs),
    record: records.get(tool.id) ?? null,
  };
  return [{ ...own, ...evidence }, ...ranked].slice(0, limit);
}

async function findPlace(request: { planId: PlanId; stepId: StepId }) {
  const plan = await findPlan(request.planId);
  const step = plan?.steps.find((one) => one.id === request.stepId);
  if (!plan || !step) return null;
  // A tool that was removed meanwhile: candidates can still be offered.
  const tool = (await findTools([step.toolId])).get(step.toolId) ?? null;
  return { plan, step, tool };
}

/** What the step is for, without what its message says: that could speak for any tool. */
function queryFor(step: Step, tool: Tool | null): string {
  let query = step.title;
  for (const [input, binding] of Object.entries(step.inputs)) {
    if (tool?.input.properties?.[input]?.format !== "text") continue;
    for (const leaf of leafBindings(binding)) {
      if (leaf.kind === "literal" && leaf.words) query = query.replace(leaf.words, " ");
    }
  }
  const trimmed = query.replace(/\s+(?:that|saying)?\s*$/i, "").trim();
  return trimmed === "" ? (tool?.title ?? step.title) : trimmed;
}

interface Swapping {
  plan: Plan;
  step: Step;
  from: Tool | null;
  tools: ReadonlyMap<ToolId, Tool>;
}

function weigh(
  { plan, step, from, tools }: Swapping,
  candidate: Candidate,
): { candidate: Candidate; rank: number } {
  const to = candidate.tool;
  const cost = (candidate.connected ? 0 : costs.unconnected) + failureCost(candidate.record);
  if (!from) return { candidate, rank: candidate.score - cost };
  const swap = rebindStep({ plan, step, from, to, tools });
  const changesNature = (from.effect === "read") !== (to.effect === "read");
  const rank =
    candidate.score -
    cost -
    swap.missing.length * costs.missing -
    swap.broken.length * costs.broken -
    (changesNature ? costs.otherEffect : 0);
  const evidence = { filled: filledInputs(to, swap.inputs), missingInputs: swap.missing };
  return { candidate: { ...candidate, ...evidence }, rank };
}

/** A tool that often failed is chosen later; one or two failures prove little. */
function failureCost(record: ToolRecord | null): number {
  return record ? (costs.failing * record.failed) / (record.completed + record.failed + 2) : 0;
}
