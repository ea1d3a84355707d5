import { connectedKinds } from "@/lib/db/connections";
import { findPlan } from "@/lib/db/plans";
import { runTransaction } from "@/lib/db/run-transaction";
import { appendEvents, loadRun } from "@/lib/db/runs";
import { findTools } from "@/lib/db/tools";
import type { RunId, StepId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Recovery } from "@/lib/domain/recovery";
import {
  isFinishedRun,
  isTroubledStep,
  itemRunsOf,
  placeInEvent,
  type Run,
  type StepRun,
  stepRunOf,
} from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { storableJson } from "@/lib/domain/storable-json";
import { maxOutputBytes } from "@/lib/domain/tool";
import { completionEvent } from "@/lib/engine/decide-after-call";
import { env } from "@/lib/env";
import { withFittingExpectations } from "@/lib/planning/expectations";
import { judgeOutput, unmetWords } from "@/lib/planning/judge-output";
import { planInRun } from "@/lib/planning/plan-in-run";
import { partOf } from "@/lib/planning/read-places";
import { rebindReaders } from "@/lib/planning/rebind-readers";
import { validatePlan } from "@/lib/planning/validate-plan";
import { checkSchema, describeProblems } from "@/lib/tools/check-schema";
import { type ControlledRun, endEarly } from "./control-run";
import { reviseRun } from "./revise-run";

export type RecoveredStep =
  | ControlledRun
  /** The changed step is not usable, or a call can't have given what is said. */
  | { kind: "refused"; message: string; problems: PlanProblem[] };

/** A run ends once, and a repair is taken once, however many items it is about. */
function withoutRepeats(events: RunEventBody[]): RunEventBody[] {
  const end = events.find((event) => event.type === "run-failed");
  if (end) return [end];
  return events.map((event, place) => {
    if (event.type !== "step-postponed" || place === 0) return event;
    const { repair: _taken, ...other } = event;
    return other;
  });
}

/** What is wrong with a changed step in its run's plan. */
async function amendedProblems(plan: Plan, amended: Step): Promise<PlanProblem[]> {
  const changed: Plan = {
    ...plan,
    steps: plan.steps.map((step) => (step.id === amended.id ? amended : step)),
  };
  const tools = await findTools(changed.steps.map((step) => step.toolId));
  const problems = validatePlan({
    plan: changed,
    tools,
    connectedKinds: await connectedKinds(),
    mostItems: env().LAMPLIGHT_MAX_ITEMS,
  });
  return problems.filter((problem) => problem.stepId === amended.id || problem.code === "cycle");
}

/** The step as the person changed it; null when it stays as it is. */
async function amendedStep(step: Step, recovery: Recovery): Promise<Step | null> {
  if (recovery.kind === "edit") return { ...step, inputs: storableJson(recovery.inputs) };
  if (recovery.kind === "swap") {
    const { toolId } = recovery;
    const swapped = { ...step, toolId, inputs: storableJson(recovery.inputs) };
    const tool = (await findTools([toolId])).get(toolId);
    return tool ? withFittingExpectations(swapped, tool) : swapped;
  }
  return null;
}

function recoveryEvents(
  step: Step,
  stepRun: StepRun,
  recovery: Recovery,
  amended: Step | null,
): RunEventBody[] {
  // Nobody has to wait for what was put off.
  const isPutOff = stepRun.status === "retrying" && recovery.kind === "retry";
  if (!isTroubledStep(stepRun) && !isPutOff) return [];
  const place = placeInEvent(stepRun);
  switch (recovery.kind) {
    case "retry":
    case "edit":
    case "swap":
      return [{ type: "step-retried", ...place, amended }];
    case "wait": {
      // What may have been done is for a person to settle, however late.
      if (stepRun.status !== "failed") return [];
      const until = new Date(Date.now() + recovery.minutes * 60_000).toISOString();
      const { repair } = recovery;
      return [{ type: "step-postponed", ...place, until, ...(repair ? { repair } : {}) }];
    }
    case "skip":
      return [{ type: "step-skipped", ...place, reason: "Skipped by a person." }];
    case "stop": {
      const why = reasonOf(step, stepRun);
      return [{ type: "run-failed", reason: `Stopped at "${step.title}": ${why}` }];
    }
    case "confirm-completed":
      return stepRun.status === "outcome-unknown" ? [confirmedEvent(step, stepRun, recovery.output)] : [];
    case "look-up": {
      const last = stepRun.attempts.at(-1);
      if (stepRun.status !== "outcome-unknown" || !last) return [];
      const asked = { lookAt: new Date().toISOString(), looks: 1, byPerson: true as const };
      const { failure } = stepRun;
      return [{ type: "outcome-uncertain", ...place, attempt: last.attempt, failure, ...asked }];
    }
    case "accept":
      return stepRun.status === "unexpected" ? [{ type: "step-accepted", ...place }] : [];
    default:
      return recovery satisfies never;
  }
}

/** What a person says a call gave; an expectation of theirs that it does not meet is asked about as ever. */
function confirmedEvent(step: Step, stepRun: StepRun, output?: Json): RunEventBody {
  const expected = { source: "person" as const, expectations: step.expect ?? [] };
  const observation = output === undefined ? null : judgeOutput(step, expected, output);
  return completionEvent(stepRun, { output: output ?? null, receipt: null, source: "person", observation });
}

/** Why what a person says a call gave can't be that; null when it can. */
async function saidOutputProblem(step: Step, output: Json): Promise<string | null> {
  const bytes = Buffer.byteLength(JSON.stringify(output));
  if (bytes > maxOutputBytes) return `What it gave can have ${maxOutputBytes / 1024} KB at most.`;
  const tool = (await findTools([step.toolId])).get(step.toolId);
  // Of a tool that is gone nobody can say what it gives.
  const problems = tool ? checkSchema(partOf(tool.output), output) : [];
  return problems.length > 0
    ? `That is not what "${tool?.title}" gives: ${describeProblems(problems)}.`
    : null;
}

function reasonOf(step: Step, stepRun: StepRun): string {
  if (stepRun.status === "unexpected") return unmetWords(step, stepRun.observation);
  const failure = "failure" in stepRun ? stepRun.failure : null;
  return failure?.message ?? "nobody knows whether it took place.";
}

/**
 * What a recovery is about: one item of a repeated step, all of its items where none is named, or the step itself, when
 * it could not even begin with them.
 */
function concerned(run: Run, stepId: StepId, item: number | null): StepRun[] {
  const stepRun = stepRunOf(run, stepId, item);
  return item === null && isAtItems(stepRun) ? itemRunsOf(run, stepRun) : [stepRun];
}

const isAtItems = ({ repeated, status }: StepRun) => repeated !== null && status !== "failed";

/** A changed step as an edit of the run's plan; nothing where it stays as it is. */
async function changesFor(plan: Plan, step: Step, recovery: Recovery): Promise<PlanChange[]> {
  const { id: stepId } = step;
  if (recovery.kind === "edit") {
    const { inputs } = recovery;
    const left = Object.keys(step.inputs).filter((input) => !Object.hasOwn(inputs, input));
    const changed = Object.entries(inputs).filter(
      ([input, binding]) => JSON.stringify(step.inputs[input]) !== JSON.stringify(binding),
    );
    return [
      ...left.map((input): PlanChange => ({ kind: "clear-input", stepId, input })),
      ...changed.map(([input, binding]): PlanChange => ({ kind: "bind-input", stepId, input, binding })),
    ];
  }
  if (recovery.kind !== "swap") return [];
  const { toolId, inputs } = recovery;
  const swap: PlanChange = { kind: "swap-tool", stepId, toolId, inputs };
  const tools = await findTools([toolId, ...plan.steps.map((one) => one.toolId)]);
  const to = tools.get(toolId);
  if (!to) return [swap];
  const from = tools.get(step.toolId) ?? null;
  const readers = rebindReaders({ plan, step, from, to, tools, inputs });
  return [
    swap,
    ...readers.map(
      ({ stepId: reader, input, binding }): PlanChange => ({
        ...{ kind: "bind-input", stepId: reader, input, binding },
      }),
    ),
  ];
}

/**
 * Does what a person decided about a step that failed or whose outcome is unknown. A changed step is an edit of the
 * run's plan; of one item of a repeated step, it is changed for that item alone. Either is checked like any edit, and
 * asks for approval anew.
 */
export async function recoverStep(request: {
  runId: RunId;
  stepId: StepId;
  /** Of a repeated step: which item; all that need it where none is named. */
  item?: number;
  recovery: Recovery;
}): Promise<RecoveredStep> {
  const { runId, stepId, item = null, recovery } = request;
  const before = await loadRun(runId);
  const plan = before && (await findPlan(before.planId, before.planRevision));
  if (!before || !plan) return { kind: "not-found" };
  const planned = planInRun(plan, before);
  const ofStep = planned.steps.find((one) => one.id === stepId);
  const isThere = item === null || item < (stepRunOf(before, stepId).repeated?.items.length ?? 0);
  if (!ofStep || !isThere) return { kind: "not-found" };
  if (item === null && !isAtItems(stepRunOf(before, stepId))) {
    const changes = await changesFor(planned, ofStep, recovery);
    if (changes.length > 0) {
      const { planRevision: revision } = before;
      return reviseRun({ runId, revision, changes, mends: stepId, repair: null });
    }
  }
  const step = stepRunOf(before, stepId, item).amended ?? ofStep;
  if (recovery.kind === "confirm-completed" && recovery.output !== undefined) {
    const isOne = concerned(before, stepId, item).length === 1;
    const problem = isOne
      ? await saidOutputProblem(step, recovery.output)
      : "Say of each item by itself what it gave.";
    if (problem !== null) return { kind: "refused", message: problem, problems: [] };
  }
  if (recovery.kind === "look-up" && !(await findTools([step.toolId])).get(step.toolId)?.lookUp) {
    return { kind: "refused", message: "Nobody has said how its calls are looked up.", problems: [] };
  }
  const amended = await amendedStep(step, recovery);
  if (amended) {
    const problems = await amendedProblems(planned, amended);
    if (problems.length > 0) {
      return { kind: "refused", message: "The step can't run like this.", problems };
    }
  }
  const appended = await runTransaction(async (tx) => {
    const result = await appendEvents(tx, runId, (run) =>
      isFinishedRun(run)
        ? []
        : withoutRepeats(
            concerned(run, stepId, item).flatMap((one) => recoveryEvents(step, one, recovery, amended)),
          ),
    );
    if (result && isFinishedRun(result.run) && result.events.length > 0) {
      await endEarly(result.run, tx);
    }
    return result;
  });
  if (!appended) return { kind: "not-found" };
  return { kind: appended.events.length > 0 ? "done" : "conflict", run: appended.run };
}
