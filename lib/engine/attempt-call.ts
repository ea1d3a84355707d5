import type { Querier } from "@/lib/db/client";
import { pauseService } from "@/lib/db/service-pauses";
import type { CallCost, ModelUse } from "@/lib/domain/call-cost";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { Observation } from "@/lib/domain/expectation";
import { reduceRun } from "@/lib/domain/reduce-run";
import type { Run } from "@/lib/domain/run";
import { isFinishedRun, openAttempt, placeInEvent, runAt } from "@/lib/domain/run";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { maxOutputBytes, maxWholeBytes, type Tool } from "@/lib/domain/tool";
import type { ToolFailure } from "@/lib/domain/tool-error";
import { expectedOf } from "@/lib/planning/expectations";
import { judgeOutput } from "@/lib/planning/judge-output";
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import type { ActiveRun } from "./active-run";
import { askDuringCall, SlotHolder, withdrawAsked } from "./ask-during-call";
import { type CalledOutcome, callTool } from "./call-tool";
import { askedPatienceMs, type CallOutcome, decideAfterCall } from "./decide-after-call";
import {
  type ConnectionReference,
  decideNext,
  looksUp,
  type NextMove,
  type StepFacts,
  stepInRun,
} from "./decide-next";
import { log } from "./engine-log";
import { persistently } from "./persistently";
import { recordProgress } from "./record-progress";
import type { Means } from "./run-step";
import { serviceOf } from "./service-limits";
import { keepWhole } from "./whole-outputs";
import type { WorkerContext } from "./worker-context";

type StartAttempt = Extract<NextMove, { kind: "start-attempt" }>;

const isSame = (one: NextMove, other: NextMove) => canonicalJson(one) === canonicalJson(other);

/** The run once these have happened, at a time that no decision rests on. */
export function runWith(run: Run, bodies: readonly RunEventBody[]): Run {
  const events = bodies.map((body, index): RunEvent => {
    return { runId: run.id, seq: run.seq + index + 1, at: run.queuedAt, body };
  });
  return reduceRun(events, run) ?? run;
}

/** The events that may come before a move are not recorded yet: they are in the transaction of what comes next. */
export interface Coming {
  move: StartAttempt;
  before: RunEventBody[];
  /** What the run is at as long as those have not happened. */
  at?: NextMove["kind"];
  /** Gives those at the last moment; null when they are not to be had any more, and nothing is called. */
  take?: () => Promise<RunEventBody[] | null>;
}

/** `more`, after what comes before it, if the move is still the one to take. */
export function whenStill(
  facts: StepFacts,
  { move, before, at = "resolve-inputs" }: Coming,
  more: RunEventBody,
): (run: Run) => RunEventBody[] {
  return (run) => {
    const now = new Date();
    if (run.planRevision !== facts.plan.revision) return [];
    if (before.length > 0 && decideNext({ ...facts, run, now }).kind !== at) return [];
    const next = decideNext({ ...facts, run: runWith(run, before), now });
    return isSame(next, move) ? [...before, more] : [];
  };
}

/**
 * Makes an attempt: records that it starts, calls the tool, records what came of it. That it starts is recorded
 * before anything is sent, so that a crash in between never looks as if nothing had happened (R2).
 */
export async function attemptCall(
  active: ActiveRun,
  facts: StepFacts,
  coming: Coming,
  means: Means,
): Promise<void> {
  const { worker } = means;
  const called = { tool: toolOf(facts), connection: facts.connection };
  await inPlace(active, called, means, async (reached, place) => {
    if ("failure" in reached) {
      await failInstead(active, facts, coming, reached.failure);
      return;
    }
    const connection = reached.open;
    // With the connection as it was opened: it may have been pointed elsewhere a moment ago (A3).
    const opened: StepFacts = { ...facts, connection };
    const { attempt, inputs } = coming.move;
    const before = coming.take ? await coming.take() : coming.before;
    if (before === null) return;
    const { events } = await active.append(
      whenStill(
        opened,
        { ...coming, before },
        { type: "attempt-started", ...placeInEvent(facts), attempt, inputs },
      ),
      withdrawAsked(facts.run, facts),
    );
    if (events.length > 0) await callAndRecord(active, opened, coming.move, { worker, connection, place });
  });
}

/** A call's connection, opened; or why it can't be. */
type Reached = { open: OpenConnection | null } | { failure: ToolFailure };

/** Does something that calls a tool once it may: with a place among the calls of its service, and the lease held. */
export async function inPlace(
  active: ActiveRun,
  { tool, connection }: { tool: Tool; connection: ConnectionReference | null },
  { worker, shared }: Means,
  act: (reached: Reached, place: SlotHolder) => Promise<void>,
): Promise<void> {
  const places = [...shared, ...worker.limits.placesOf(tool, connection), worker.slots];
  const place = await SlotHolder.take(places, active.id);
  try {
    // Looked at last: whoever had the place before may have been told.
    const pauseMs = worker.limits.pauseMs(serviceOf(tool, connection));
    if (pauseMs > 0) {
      place.giveBack();
      await active.changed(active.run.seq, pauseMs);
      return;
    }
    await worker.lease.whenHeld();
    if (worker.isStopping) return;
    await act(await reach(connection, worker), place);
  } finally {
    place.giveBack();
  }
}

/** The tool that is called. */
export function toolOf({ tools, plan, run, stepId, item }: StepFacts): Tool {
  const tool = tools.get(stepInRun(plan, run, stepId, item).toolId);
  if (!tool) throw new Error(`step ${stepId} is called without its tool`);
  return tool;
}

async function reach(connection: ConnectionReference | null, { parts }: WorkerContext): Promise<Reached> {
  if (!connection) return { open: null };
  try {
    return { open: await parts.openConnection(connection.id) };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const { kind, message, evidence } = error;
    return { failure: { kind, message, evidence } };
  }
}

/** Records that nothing can be called as things are. */
export async function failInstead(
  active: ActiveRun,
  facts: StepFacts,
  coming: Coming,
  failure: ToolFailure,
): Promise<void> {
  const failed: RunEventBody = { type: "step-failed", ...placeInEvent(facts), failure };
  // Nothing of what would come before the call has happened.
  const isThere = (run: Run) => decideNext({ ...facts, run, now: new Date() }).kind === coming.at;
  const decide = coming.take
    ? (run: Run) => (isThere(run) ? [failed] : [])
    : whenStill(facts, coming, failed);
  await active.append(decide);
}

async function callAndRecord(
  active: ActiveRun,
  facts: StepFacts,
  move: StartAttempt,
  call: { worker: WorkerContext; connection: OpenConnection | null; place: SlotHolder },
): Promise<void> {
  const { worker, connection, place } = call;
  const tool = toolOf(facts);
  const { inputs, idempotencyKey, attempt } = move;
  const where = { run: active.id, step: facts.stepId, item: facts.item, tool: tool.id, attempt };
  const startedAt = performance.now();
  const told = { stepId: facts.stepId, item: facts.item, attempt };
  const progress = recordProgress(active, told);
  const models: ModelUse[] = [];
  // A process that was stopped for a while (R4) must not send what another worker may have taken over.
  const outcome: CalledOutcome = worker.lease.isHeld()
    ? await callTool(
        {
          ...{
            tool,
            inputs,
            connection,
            idempotencyKey,
            mostOutputBytes: mostBytesOf(facts),
            timeZone: facts.plan.timeZone,
            ended: active.ended,
          },
          maySend: () => worker.lease.isHeld(),
          reportProgress: progress.report,
          askPerson: askDuringCall(active, told, place),
          onModelUse: (use) => models.push(use),
        },
        worker.parts,
      )
    : notSent;
  await progress.stop();
  log().info(
    { ...where, outcome: outcome.kind, ms: Math.round(performance.now() - startedAt) },
    "called a tool",
  );
  const recorded = await keepWhole(outcome, { title: tool.title, files: worker.parts.files });
  const patienceMs = askedPatienceMs(outcome);
  if (patienceMs > 0) worker.limits.pause(serviceOf(tool, connection), patienceMs);
  await persistently("record what a call came to", async () => {
    const cost = { priceUsd: tookPlace(outcome) ? await priceOf(worker, tool) : null, models };
    return active.append(
      (run) => outcomeEvents(run, facts, { outcome, recorded, tool, attempt, cost }),
      withinOutcome(),
    );
  });

  /** What is stored along: nothing, mostly. */
  function withinOutcome(): ((tx: Querier) => Promise<void>) | undefined {
    const withdraw = withdrawAsked(active.run, facts);
    if (patienceMs === 0) return withdraw;
    return async (tx) => {
      await withdraw?.(tx);
      await pauseService(serviceOf(tool, connection), patienceMs, tx);
    };
  }
}

const priceOf = async ({ parts }: WorkerContext, tool: Tool) => (await parts.priceOf?.(tool.id)) ?? null;

/** What an output may weigh; what an item gives stands in the list of what all gave, and there it is whole. */
export const mostBytesOf = ({ item }: { item: number | null }) =>
  item === null ? maxWholeBytes : maxOutputBytes;

/** What nobody did is paid for by nobody. */
const tookPlace = (outcome: CallOutcome) => outcome.kind === "completed" || outcome.effectUncertain;

const notSent: CalledOutcome = {
  kind: "failed",
  effectUncertain: false,
  failure: {
    kind: "transient",
    message: "The worker had lost touch with the database, so nothing was sent.",
    evidence: null,
  },
};

/** What a call gave beside what was expected of the step as it is in this run. */
function observationOf(
  run: Run,
  { plan, stepId, item }: StepFacts,
  { outcome, tool }: { outcome: CallOutcome; tool: Tool },
): Observation | null {
  if (outcome.kind !== "completed") return null;
  const step = stepInRun(plan, run, stepId, item);
  return judgeOutput(step, expectedOf(plan, step, tool), outcome.output);
}

function outcomeEvents(
  run: Run,
  facts: StepFacts,
  call: { outcome: CallOutcome; recorded: CallOutcome; tool: Tool; attempt: number; cost: CallCost },
): RunEventBody[] {
  const stepRun = runAt(run, facts);
  // Recorded already, by a commit whose answer was lost.
  if (openAttempt(stepRun)?.attempt !== call.attempt) return [];
  const { cost, recorded, tool, attempt } = call;
  const isFree = cost.priceUsd === null && cost.models.length === 0;
  const costs: RunEventBody[] = isFree
    ? []
    : [{ type: "attempt-cost", ...placeInEvent(facts), attempt: call.attempt, cost }];
  return [
    ...costs,
    decideAfterCall({
      ...{ outcome: recorded, tool, attempt },
      observation: recorded.kind === "failed" ? null : observationOf(run, facts, call),
      looksUp: looksUp(tool, facts.plan.policy),
      place: { stepId: facts.stepId, item: facts.item },
      tries: stepRun.tries,
      isRunFinished: isFinishedRun(run),
      now: new Date(),
      random: Math.random(),
    }),
  ];
}
