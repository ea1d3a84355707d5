import { modelInUse } from "@/lib/ai/usable-model";
import { findFiles } from "@/lib/db/files";
import { findPlan } from "@/lib/db/plans";
import { loadRun } from "@/lib/db/runs";
import { findTools } from "@/lib/db/tools";
import type { RunId, StepId, ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Repair, RepairProposal } from "@/lib/domain/repair";
import {
  isFinishedRun,
  isFinishedStep,
  itemRunsOf,
  openAttempt,
  type Run,
  stepRunOf,
} from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { retryAfterMs } from "@/lib/engine/decide-after-call";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { refinePlan } from "@/lib/planning/embedded/refine/refine-plan";
import { proposeRepairs, responseTo } from "@/lib/planning/embedded/repair/propose-repairs";
import { type RepairSituation, stepsTouched } from "@/lib/planning/embedded/repair/situation";
import { failureOf, troubleOf } from "@/lib/planning/embedded/repair/trouble";
import { planInRun } from "@/lib/planning/plan-in-run";
import { rankCandidates } from "./find-candidates";
import { gatherPlanning } from "./gather-planning";

export type ProposedRepair =
  | { kind: "proposed"; proposal: RepairProposal }
  /** The step is in no trouble (any more). */
  | { kind: "conflict"; run: Run }
  | { kind: "not-found" };

/** Tools that are looked at for a step. */
const mostCandidates = 12;

/**
 * What could be done about a step in trouble: one repair, and never one that was taken or denied before. It is read,
 * never done; taking it is an edit of the run's plan like any other (A1).
 */
export async function proposeRepair(wanted: { runId: RunId; stepId: StepId }): Promise<ProposedRepair> {
  const { runId, stepId } = wanted;
  const run = await loadRun(runId);
  const plan = run && (await findPlan(run.planId, run.planRevision));
  if (!run || !plan) return { kind: "not-found" };
  const inRun = planInRun(plan, run);
  const step = inRun.steps.find(({ id }) => id === stepId);
  if (!step) return { kind: "not-found" };
  const situation = await situationOf(run, inRun, step);
  if (!situation) return { kind: "conflict", run };
  const { repairs: tried } = stepRunOf(run, stepId);
  const all = [...(await asTold(situation, run)), ...(await proposeRepairs(situation))];
  const left = all.filter(({ key }) => !tried.some((one) => one.key === key));
  const [repair = null] = left;
  const known = new Set<ToolId>(inRun.steps.map(({ toolId }) => toolId));
  return {
    kind: "proposed",
    proposal: {
      ...{ runId, stepId, revision: run.planRevision },
      response: responseTo(situation.trouble, repair),
      repair,
      others: Math.max(0, left.length - 1),
      tools: repair ? toolsBrought(repair, situation.request, known) : [],
    },
  };
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

/** Null when the step is in no trouble. */
async function situationOf(run: Run, plan: Plan, step: Step): Promise<RepairSituation | null> {
  const own = await findTools(plan.steps.map(({ toolId }) => toolId));
  const tool = own.get(step.toolId) ?? null;
  const failure = failureOf(run, step);
  const patienceMs = failure?.kind === "quota" ? retryAfterMs(failure.evidence, new Date()) : null;
  const trouble = isFinishedRun(run) ? null : troubleOf(run, step, tool, patienceMs);
  if (!trouble) return null;
  const files = await findFiles(plan.fileIds);
  const { planning } = await gatherPlanning({
    goal: step.title,
    files: plan.fileIds.flatMap((id) => files.get(id) ?? []),
    now: new Date(),
    timeZone: plan.timeZone,
    writesTexts: (await modelInUse().catch(() => null)) !== null,
  });
  const candidates = await rankCandidates({ plan, step, tool }, mostCandidates);
  const tools = new Map([
    ...planning.tools,
    ...candidates.map((one) => [one.tool.id, one.tool] as const),
    ...own,
  ]);
  const search: typeof planning.search = async (query, limit) => {
    const found = await planning.search(query, limit);
    for (const one of found) if (!tools.has(one.tool.id)) tools.set(one.tool.id, one.tool);
    return found;
  };
  return {
    ...{ plan, step, tool, trouble, candidates },
    request: { ...planning, tools, search },
    outputOf: (id) => {
      const stepRun = stepRunOf(run, id);
      return stepRun.status === "completed" ? stepRun.output : undefined;
    },
    isFrozen: (id) => {
      const stepRun = stepRunOf(run, id);
      const all = [stepRun, ...itemRunsOf(run, stepRun)];
      return isFinishedStep(stepRun) || all.some((one) => openAttempt(one) !== null);
    },
  };
}

/** What the person said when they denied a repair, read as a request to change what is left of the plan. */
async function asTold(situation: RepairSituation, run: Run): Promise<Repair[]> {
  const { plan, step, request, isFrozen } = situation;
  if (situation.trouble.kind !== "unexpected" && !situation.trouble.isHarmless) return [];
  const denied = stepRunOf(run, step.id).repairs.flatMap((one) =>
    one.outcome === "denied" && one.reason !== "" ? [one.reason] : [],
  );
  const last = denied.at(-1);
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
        parts: whole,
      },
      reason: "It is what your reason asks for.",
      waitMinutes: null,
    },
  ];
}
