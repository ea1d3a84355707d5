import type { Said } from "@/lib/ai/trouble-text";
import { modelInUse } from "@/lib/ai/usable-model";
import { findFiles } from "@/lib/db/files";
import { findPlan } from "@/lib/db/plans";
import { loadRun } from "@/lib/db/runs";
import { findTools } from "@/lib/db/tools";
import type { RunId, StepId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import {
  isFinishedRun,
  isFinishedStep,
  isTroubledStep,
  itemRunsOf,
  openAttempt,
  type Run,
  stepRunOf,
  type TriedRepair,
} from "@/lib/domain/run";
import { retryAfterMs } from "@/lib/engine/decide-after-call";
import type { RepairSituation } from "@/lib/planning/embedded/repair/situation";
import { failureOf, troubleOf } from "@/lib/planning/embedded/repair/trouble";
import { planInRun } from "@/lib/planning/plan-in-run";
import { rankCandidates } from "./find-candidates";
import { gatherPlanning } from "./gather-planning";

export interface TroubledStep {
  run: Run;
  situation: RepairSituation;
  /** Repairs that were taken or denied, the oldest first. */
  tried: readonly TriedRepair[];
}

export type FoundTrouble =
  | { kind: "found"; troubled: TroubledStep }
  /** The step is in no trouble (any more). */
  | { kind: "conflict"; run: Run }
  | { kind: "not-found" };

/** Tools that are looked at for a step. */
const mostCandidates = 12;

/** A step in trouble with all that repairs are made of. */
export async function findTrouble({
  runId,
  stepId,
}: {
  runId: RunId;
  stepId: StepId;
}): Promise<FoundTrouble> {
  const run = await loadRun(runId);
  const plan = run && (await findPlan(run.planId, run.planRevision));
  if (!run || !plan) return { kind: "not-found" };
  const inRun = planInRun(plan, run);
  const step = inRun.steps.find(({ id }) => id === stepId);
  if (!step) return { kind: "not-found" };
  const situation = await situationOf(run, inRun, step);
  if (!situation) return { kind: "conflict", run };
  return { kind: "found", troubled: { run, situation, tried: stepRunOf(run, stepId).repairs } };
}

/** What was said of the trouble: by the service, or by whoever judged what the step gave, without what was found there. */
export function saidOf(run: Run, step: Step): Said {
  const failure = failureOf(run, step);
  if (failure) return { message: failure.message, evidence: failure.evidence };
  const stepRun = stepRunOf(run, step.id);
  const odd = [stepRun, ...itemRunsOf(run, stepRun)].filter(isTroubledStep)[0];
  if (odd?.status !== "unexpected") return { message: "", evidence: null };
  const checks = odd.observation.checks.map(({ found: _value, ...check }) => ({ ...check }));
  return {
    message: "What the step gave is not what was expected of it.",
    evidence: { verdict: odd.observation.verdict, checks },
  };
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
