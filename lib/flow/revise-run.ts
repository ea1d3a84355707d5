import { withdrawApproval } from "@/lib/db/approvals";
import type { Querier } from "@/lib/db/client";
import { connectedKinds } from "@/lib/db/connections";
import { findPlan, insertRevision, lockNewestRevision, type PlanAuthor } from "@/lib/db/plans";
import { withdrawQuestion } from "@/lib/db/questions";
import { runTransaction } from "@/lib/db/run-transaction";
import { appendEvents, loadRun } from "@/lib/db/runs";
import type { RunId, StepId } from "@/lib/domain/ids";
import { dependenciesOf, type Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { RepairChoice } from "@/lib/domain/repair";
import {
  isFinishedRun,
  isFinishedStep,
  isTroubledStep,
  itemRunsOf,
  openAttempt,
  type Run,
  type StepRun,
  stepRunOf,
} from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { storableJson } from "@/lib/domain/storable-json";
import { env } from "@/lib/env";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import { differenceBetween, type PlanDifference, planInRun } from "@/lib/planning/plan-in-run";
import { revisionProblems } from "@/lib/planning/revision-problems";
import { toolsOf } from "./change-plan";

export type RevisedRun =
  | { kind: "done"; run: Run }
  /** The run is over or at another revision, or a step that would change has ended or is being called. */
  | { kind: "conflict"; run: Run }
  | { kind: "refused"; message: string; problems: PlanProblem[] }
  | { kind: "not-found" };

export interface RevisionRequest {
  runId: RunId;
  /** The revision of the run's plan that the changes were made to. */
  revision: number;
  changes: PlanChange[];
  /** The step in trouble that they are to mend. */
  mends: StepId;
  /** The proposal they are of; null where the person changed the step themselves. */
  repair: Pick<RepairChoice, "key" | "title"> | null;
}

/**
 * Changes what is left of the plan of a run, which goes on with it: the one way in which the plan of a run becomes
 * another. What has ended is frozen, and a call under way is waited for. All of it happens, or nothing: the revision is
 * stored with the events that say what begins anew. Whatever changed asks for approval as if it had never been asked;
 * what did not keeps what was approved of it.
 */
export async function reviseRun(request: RevisionRequest): Promise<RevisedRun> {
  const { runId, revision, mends } = request;
  const before = await loadRun(runId);
  const plan = before && (await findPlan(before.planId, revision));
  if (!before || !plan) return { kind: "not-found" };
  if (isFinishedRun(before) || before.planRevision !== revision) return { kind: "conflict", run: before };
  const base = planInRun(plan, before);
  if (!base.steps.some(({ id }) => id === mends)) return { kind: "not-found" };
  const changes = storableJson(request.changes);
  const made = await madePlan(base, changes, mends);
  if (made.kind === "refused") return made;
  const difference = differenceBetween(base, made.plan);
  if (isNothing(difference)) {
    return { kind: "refused", message: "That would leave the run as it is.", problems: [] };
  }
  const author: PlanAuthor = request.repair ? "planner" : "person";
  const revised: Revision = { ...request, base, plan: made.plan, changes, difference, author };
  return runTransaction((tx) => store(revised, tx));
}

interface Revision extends RevisionRequest {
  base: Plan;
  plan: Plan;
  difference: PlanDifference;
  author: PlanAuthor;
}

type Made = { kind: "made"; plan: Plan } | { kind: "refused"; message: string; problems: PlanProblem[] };

/** The plan with the changes, if every step they speak of could be run. */
async function madePlan(base: Plan, changes: PlanChange[], mends: StepId): Promise<Made> {
  const tools = await toolsOf(base, changes);
  const applied = applyPlanChanges(base, changes, tools);
  if (applied.kind === "refused") {
    return { kind: "refused", message: "The step can't run like this.", problems: applied.problems };
  }
  const problems = revisionProblems({
    ...{ plan: applied.plan, changes, mends, tools },
    connectedKinds: await connectedKinds(),
    mostItems: env().LAMPLIGHT_MAX_ITEMS,
  });
  if (problems.length > 0) return { kind: "refused", message: "The step can't run like this.", problems };
  return { kind: "made", plan: applied.plan };
}

const isNothing = ({ revised, added, dropped }: PlanDifference) =>
  revised.length + added.length + dropped.length === 0;

/** Stores the revision and has the run go on with it, under the locks of both. */
async function store(wanted: Revision, tx: Querier): Promise<RevisedRun> {
  const { runId, revision, base, changes, difference, author } = wanted;
  const newest = await lockNewestRevision(base.id, tx);
  if (newest === null) return { kind: "not-found" };
  const next: Plan = { ...wanted.plan, revision: newest + 1, createdAt: new Date().toISOString() };
  let asked: Asked = { approvals: [], questions: [] };
  const appended = await appendEvents(tx, runId, (run) => {
    if (!canBeRevised(run, wanted)) return [];
    asked = askedBy(run, difference);
    return revisionEvents(run, wanted, next);
  });
  if (!appended) return { kind: "not-found" };
  if (appended.events.length === 0) return { kind: "conflict", run: appended.run };
  const current = newest === revision ? null : await findPlan(base.id, newest, tx);
  const isStored = await insertRevision(next, changes, author, tx);
  if (!isStored) throw new Error(`plan ${base.id} is locked at ${newest}, and was changed`);
  if (current) await keepEdited(current, next, tx);
  for (const id of asked.approvals) await withdrawApproval(id, tx);
  for (const id of asked.questions) await withdrawQuestion(id, tx);
  return { kind: "done", run: appended.run };
}

/** The plan was edited since the run began: that stays its newest revision, and the run's lies before it. */
async function keepEdited(current: Plan, made: Plan, tx: Querier): Promise<void> {
  const { steps, policy } = current;
  const kept: Plan = { ...current, revision: made.revision + 1, createdAt: made.createdAt };
  await insertRevision(kept, [{ kind: "restore", steps, policy }], "planner", tx);
}

/** Whether all that would change is still to be done, and nothing of it is under way. */
function canBeRevised(run: Run, { revision, mends, difference, plan }: Revision): boolean {
  if (isFinishedRun(run) || run.planRevision !== revision) return false;
  const mended = stepRunOf(run, mends);
  if (![mended, ...itemRunsOf(run, mended)].some(isTroubledStep)) return false;
  const touched = [...difference.revised, ...difference.dropped];
  const isFree = (one: StepRun) => openAttempt(one) === null && one.status !== "looking-up";
  const areFree = touched.every((stepId) => {
    const stepRun = stepRunOf(run, stepId);
    if (isFinishedStep(stepRun)) return false;
    return [stepRun, ...itemRunsOf(run, stepRun)].every(isFree);
  });
  // Nobody may come to read what was dropped.
  const isWhole = plan.steps.every((step) =>
    dependenciesOf(step).every((id) => !difference.dropped.includes(id)),
  );
  return areFree && isWhole;
}

function revisionEvents(run: Run, { mends, repair, base, plan, difference }: Revision, next: Plan) {
  const events: RunEventBody[] = [
    {
      type: "plan-revised",
      planRevision: next.revision,
      ...(repair ? { repair: { ...repair, stepId: mends } } : {}),
    },
  ];
  const repeatOf = (of: Plan, id: StepId) =>
    JSON.stringify(of.steps.find((step) => step.id === id)?.repeat ?? null);
  for (const stepId of difference.revised) {
    const items = itemRunsOf(run, stepRunOf(run, stepId)).filter((item) => !isFinishedStep(item));
    for (const { item } of items) if (item !== null) events.push({ type: "step-revised", stepId, item });
    // Of a repeated step, what has ended of it stays.
    const keepsItems = items.length > 0 && repeatOf(base, stepId) === repeatOf(plan, stepId);
    if (!keepsItems) events.push({ type: "step-revised", stepId });
  }
  for (const stepId of difference.dropped) events.push({ type: "step-dropped", stepId });
  return events;
}

interface Asked {
  approvals: Extract<StepRun, { status: "waiting-approval" }>["approvalId"][];
  questions: Extract<StepRun, { status: "waiting-answer" }>["questionId"][];
}

/** What the steps that change ask of a person now. */
function askedBy(run: Run, { revised, dropped }: PlanDifference): Asked {
  const all = [...revised, ...dropped].flatMap((stepId) => {
    const stepRun = stepRunOf(run, stepId);
    return [stepRun, ...itemRunsOf(run, stepRun)];
  });
  return {
    approvals: all.flatMap((one) => (one.status === "waiting-approval" ? [one.approvalId] : [])),
    questions: all.flatMap((one) => (one.status === "waiting-answer" ? [one.questionId] : [])),
  };
}
