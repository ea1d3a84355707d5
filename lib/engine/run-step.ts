// One step of a run, from whatever state it is in to its end: look, decide, act, and look again. Everything it
// knows is in the run's events, so it can begin anew after any crash.
import { setTimeout as delay } from "node:timers/promises";
import { currentDefaultOfKind } from "@/lib/db/connections";
import { isDatabaseAway } from "@/lib/db/database-away";
import { FencedError } from "@/lib/db/runs";
import { findCurrentTools } from "@/lib/db/tools";
import type { StepId } from "@/lib/domain/ids";
import { type Plan, readStepsOf } from "@/lib/domain/plan";
import {
  isFinishedRun,
  isFinishedStep,
  needsPerson,
  openAttempt,
  placeInEvent,
  type Run,
  runAt,
  type StepPlace,
  type StepStatus,
} from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { ToolFailure } from "@/lib/domain/tool-error";
import { env } from "@/lib/env";
import type { ActiveRun } from "./active-run";
import { attemptCall, type Coming, runWith, toolOf } from "./attempt-call";
import { decideNext, type StepFacts, stepInRun } from "./decide-next";
import { log } from "./engine-log";
import { type ApprovalMove, findEnvelope } from "./find-envelope";
import { lookUp } from "./look-up";
import { startNestedRun } from "./nested-run";
import { persistently } from "./persistently";
import { isStillNext, record, unknownEvent } from "./record-move";
import { resolveItems } from "./resolve-items";
import { resolveStep } from "./resolve-step";
import { type Places, Slots } from "./slots";
import { readWholes } from "./whole-outputs";
import { park, type WorkerContext } from "./worker-context";

/** Faults of Lamplight itself in a row after which a step is left to a person instead of tried again (R11). */
const maxFaults = 5;
/** However far off a retry is said to be, the step looks again after this time: the clock may have been wrong. */
const maxSleepMs = 60 * 60_000;

/** Runs a step, or one item of a repeated one, to its end, and says what that is. Throws `FencedError` when another worker took the run over. */
export function runStep(
  active: ActiveRun,
  place: StepPlace,
  worker: WorkerContext,
  shared: readonly Places[] = [],
): Promise<StepStatus> {
  return active.working(() => advanceToEnd(active, place, { worker, shared }));
}

async function advanceToEnd(active: ActiveRun, place: StepPlace, means: Means): Promise<StepStatus> {
  for (let faults = 0; ; ) {
    active.assertOwned();
    if (means.worker.isStopping) await park();
    try {
      const status = await advance(active, place, means);
      if (status !== null) return status;
      faults = 0;
    } catch (error) {
      if (error instanceof FencedError) throw error;
      const isAway = isDatabaseAway(error);
      if (!isAway) faults += 1;
      log()[isAway ? "warn" : "error"](
        { err: error, run: active.id, step: place.stepId, item: place.item },
        "a step could not go on",
      );
      if (faults >= maxFaults) {
        await persistently("record a fault", () => active.append((run) => faultEvents(run, place)));
        faults = 0;
      }
      await delay(200 * 2 ** faults);
    }
  }
}

function faultEvents(run: Run, place: StepPlace): RunEventBody[] {
  const stepRun = runAt(run, place);
  if (isFinishedRun(run) || isFinishedStep(stepRun) || needsPerson(stepRun)) return [];
  // What may have taken place is no failure, whatever went wrong in looking it up (R2).
  if (stepRun.status === "looking-up") return [unknownEvent({ run, ...place }, stepRun.attempt)];
  const message =
    "Lamplight failed at this step in a way it should not. The worker's log says more. Try again, change the step, or skip it.";
  const failure: ToolFailure = { kind: "broken-tool", message, evidence: null };
  return [{ type: "step-failed", ...placeInEvent(place), failure }];
}

/** What a step is done with: a call takes a place in each of what it shares with others. */
export interface Means {
  worker: WorkerContext;
  shared: readonly Places[];
}

/** Calls of one repeated step under way at once: the service behind it is one. */
const itemsAtOnce = 5;

/** Brings what is left of a repeated step to its end. All that needs a person is asked at once, so that it can be decided together. */
async function doItems(
  active: ActiveRun,
  stepId: StepId,
  items: readonly number[],
  { worker, shared }: Means,
): Promise<void> {
  const all = [...shared, new Slots(itemsAtOnce)];
  await active.atLeisure(() =>
    Promise.all(items.map((item) => runStep(active, { stepId, item }, worker, all))),
  );
}

/** Takes one move; the step's status when it has ended, else null. */
async function advance(active: ActiveRun, place: StepPlace, means: Means): Promise<StepStatus | null> {
  const { run } = active;
  const stepRun = runAt(run, place);
  if (!openAttempt(stepRun)) {
    if (isFinishedRun(run) || isFinishedStep(stepRun)) return stepRun.status;
    if (needsPerson(stepRun)) {
      await active.atLeisure(() => active.changed(run.seq));
      return null;
    }
  }
  const plan = await active.planOf(run);
  // Its plan has it no more.
  if (!plan.steps.some(({ id }) => id === place.stepId)) return "skipped";
  const facts = await gatherFacts(plan, run, place, means);
  const move = decideNext(facts);
  switch (move.kind) {
    case "finish":
      return move.status;
    case "wait-for-person":
    case "wait-for-resume":
    case "wait-for-steps":
    case "wait-for-run":
      await active.atLeisure(() => active.changed(run.seq));
      return null;
    case "wait-until":
      await active.changed(run.seq, Math.min(maxSleepMs, Date.parse(move.at) - Date.now()));
      return null;
    case "start-attempt":
      await attempt(active, facts, { move, before: [] }, means);
      return null;
    case "look-up":
      await lookUp(active, facts, move, means);
      return null;
    case "do-items":
      await doItems(active, place.stepId, move.items, means);
      return null;
    case "resolve-items": {
      const event = await resolveItems(facts, {
        files: means.worker.parts.files,
        mostItems: env().LAMPLIGHT_MAX_ITEMS,
      });
      await active.append((now) => (isStillNext(facts, now, move) ? [event] : []));
      return null;
    }
    case "resolve-inputs": {
      const resolved = resolveStep(facts);
      const next = decideNext({ ...facts, run: runWith(run, [resolved]) });
      // Most steps have nothing to wait for in between: both are one transaction.
      if (next.kind === "start-attempt")
        await attempt(active, facts, { move: next, before: [resolved] }, means);
      else await record(active, facts, move);
      return null;
    }
    case "request-approval":
      await askOrCall(active, facts, move, means);
      return null;
    default:
      await record(active, facts, move);
      return null;
  }
}

/** Calls the tool, or starts the run it consists of. */
function attempt(active: ActiveRun, facts: StepFacts, coming: Coming, means: Means): Promise<void> {
  return toolOf(facts).source.kind === "plan"
    ? startNestedRun(active, facts, coming)
    : attemptCall(active, facts, coming, means);
}

/** Calls what is within bounds a person has set, and asks about everything else. */
async function askOrCall(
  active: ActiveRun,
  facts: StepFacts,
  move: ApprovalMove,
  means: Means,
): Promise<void> {
  const found = await findEnvelope(facts, move);
  if (found.kind === "within") {
    const { before, take } = found;
    const next = decideNext({ ...facts, run: runWith(facts.run, before) });
    if (next.kind === "start-attempt") {
      await attempt(active, facts, { move: next, before, at: move.kind, take }, means);
      return;
    }
  }
  const outside = found.kind === "outside" ? found.reasons : [];
  await record(active, { ...facts, tools: await toolsOnCard(facts) }, move, outside);
}

/** The card tells how the effect is undone, and whether up to there all effects can be: for that all tools count. */
async function toolsOnCard({ plan, tools }: StepFacts): Promise<StepFacts["tools"]> {
  const planned = await findCurrentTools(plan.steps.map(({ toolId }) => toolId));
  const known = [...planned.values(), ...tools.values()];
  const undoing = known.flatMap(({ undo }) => (undo.kind === "tool" ? [undo.toolId] : []));
  return new Map([...(await findCurrentTools(undoing)), ...planned, ...tools]);
}

async function gatherFacts(plan: Plan, run: Run, place: StepPlace, { worker }: Means): Promise<StepFacts> {
  const step = stepInRun(plan, run, place.stepId, place.item);
  const read = readStepsOf(step).map((id) => stepInRun(plan, run, id));
  const tools = await findCurrentTools([step, ...read].map((one) => one.toolId));
  const kind = tools.get(step.toolId)?.connectionKind ?? null;
  const connection = kind === null ? null : await currentDefaultOfKind(kind);
  const wholes = await readWholes(run, step, worker.parts.files);
  return { run, plan, ...place, tools, connection, wholes, now: new Date() };
}
