// A plan rehearsed: gone through once as its case says, and, where that is the erroneous one, with each step that calls
// something outside failing in turn. Pure: what it needs to know is given to it.
import type { Rehearsal } from "@/lib/client/rehearsal-schema";
import { type ConnectionId, connectionIdSchema, type StepId, type ToolId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { dependenciesOf, type Plan, readStepsOf, type Step } from "@/lib/domain/plan";
import type {
  PastOutput,
  RehearsalCase,
  RehearsalFinding,
  RehearsedFailure,
  RehearsedStep,
  SimulatedFrom,
} from "@/lib/domain/rehearsal";
import { itemRunsOf, type Run, type StepStatus, stepRunKey, stepRunOf } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import type { CallOutcome } from "@/lib/engine/decide-after-call";
import type { ConnectionReference } from "@/lib/engine/decide-next";
import { expectedOf } from "@/lib/planning/expectations";
import { assumeAnswers } from "./assume-answers";
import { findTrouble, waitingFor } from "./find-trouble";
import { placesRead } from "./read-places";
import { callsOutside, type PastFailures, type SimulatedFailure, simulateFailure } from "./simulate-failure";
import { type Simulated, simulateOutput } from "./simulate-output";
import { type Stage, type Walk, walkPlace, walkPlan } from "./walk-plan";

export interface RehearsalFacts {
  plan: Plan;
  tools: ReadonlyMap<ToolId, Tool>;
  /** By kind: those calls would go through. */
  connections: ReadonlyMap<string, ConnectionReference>;
  /** The newest first. */
  pastOutputs: readonly PastOutput[];
  pastFailures: PastFailures;
  /** Items a step may be repeated for in this installation. */
  mostItems: number;
  now: Date;
}

export interface RehearsalRequest {
  case: RehearsalCase;
  /** In the erroneous case: the step that fails in what is shown; left out, none does. */
  failing?: { stepId: StepId; error: ToolErrorKind | null };
}

/** What a run of the plan would come to. */
export async function rehearse(facts: RehearsalFacts, request: RehearsalRequest): Promise<Rehearsal> {
  const { plan, assumed } = assumeAnswers(facts.plan, facts.tools);
  const simulated = new Map<StepId, Simulated>();
  const failing = request.case === "erroneous" ? request.failing : undefined;
  const isEmpty = request.case === "empty";
  const stage = stageOf({ ...facts, plan }, { isEmpty, simulated });
  const failureOf = (step: Step, tool: Tool) => {
    const chosen = failing?.stepId === step.id ? failing.error : null;
    return simulateFailure(tool, facts.pastFailures, chosen);
  };
  const failed = failing && failureFor(facts, failing.stepId, failureOf);
  const walk = await walkPlan(failing && failed ? withFailure(stage, failing.stepId, failed) : stage);
  const whole = failed ? await walkPlan(stage) : walk;
  return {
    case: request.case,
    planId: plan.id,
    planRevision: plan.revision,
    failing: failing && failed ? { stepId: failing.stepId, error: failed.failure.kind } : null,
    run: walk.run,
    steps: plan.steps.map((step) => rehearsedStep(step, { walk, simulated, tools: facts.tools })),
    findings: [
      ...assumed,
      ...assumedConnections(facts),
      ...findTrouble({ plan, tools: facts.tools, case: request.case, walk }),
    ],
    failures: request.case === "erroneous" ? await failInTurn({ plan, stage, whole, failureOf }) : [],
  };
}

function stageOf(
  facts: RehearsalFacts,
  options: { isEmpty: boolean; simulated: Map<StepId, Simulated> },
): Stage {
  const { plan, tools, connections, pastOutputs } = facts;
  const { isEmpty, simulated } = options;
  const wanted = placesRead(plan);
  const expected = expectationsOf(plan);
  const past = Map.groupBy(pastOutputs, ({ toolId }) => toolId);
  return {
    plan,
    tools,
    now: facts.now,
    mostItems: facts.mostItems,
    connectionOf: ({ connectionKind }) => connections.get(connectionKind ?? "") ?? assumedConnection,
    expectedOf: expected,
    answerTo,
    outcomeOf: (step, tool): CallOutcome => {
      const known =
        simulated.get(step.id) ??
        simulateOutput({
          ...{ planId: plan.id, step, tool, isEmpty, expected: expected(step, tool) },
          past: past.get(tool.id) ?? [],
          wanted: wanted.get(step.id) ?? [],
        });
      simulated.set(step.id, known);
      return { kind: "completed", output: known.output, receipt: null };
    },
  };
}

/** What is expected of steps: looked for among those that read one alone, as a plan may have a thousand. */
function expectationsOf(plan: Plan): Stage["expectedOf"] {
  const readers = new Map<StepId, Step[]>();
  for (const step of plan.steps) {
    for (const read of readStepsOf(step)) readers.set(read, [...(readers.get(read) ?? []), step]);
  }
  return (step, tool) => expectedOf({ steps: readers.get(step.id) ?? [] }, step, tool);
}

function answerTo({ options }: JsonObject): string {
  const first = Array.isArray(options) ? options[0] : undefined;
  return typeof first === "string" ? first : "(your answer)";
}

/** Stands in for an account that is not there yet. */
const assumedConnection: ConnectionReference = {
  id: connectionIdSchema.parse("connection_0000000000000000") satisfies ConnectionId,
  name: "No connection yet",
  origin: "",
};

function assumedConnections({ plan, tools, connections }: RehearsalFacts): RehearsalFinding[] {
  return plan.steps.flatMap((step): RehearsalFinding[] => {
    const tool = tools.get(step.toolId);
    if (!tool || tool.connectionKind === null || connections.has(tool.connectionKind)) return [];
    const message = `"${tool.title}" has no connection yet. Rehearsed as if it had one.`;
    return [{ kind: "assumed", stepId: step.id, message, waiting: [] }];
  });
}

/** The same stage, but every call of one step fails; of a repeated one, those of its first item. */
function withFailure(stage: Stage, stepId: StepId, { failure, effectUncertain }: SimulatedFailure): Stage {
  return {
    ...stage,
    outcomeOf: (step, tool, item) =>
      step.id === stepId && (item === null || item === 0)
        ? { kind: "failed", failure, effectUncertain }
        : stage.outcomeOf(step, tool, item),
  };
}

type FailureOf = (step: Step, tool: Tool) => SimulatedFailure;

function failureFor({ plan, tools }: RehearsalFacts, stepId: StepId, failureOf: FailureOf) {
  const step = plan.steps.find(({ id }) => id === stepId);
  const tool = step && tools.get(step.toolId);
  return step && tool ? failureOf(step, tool) : undefined;
}

/**
 * Each step that calls something outside, failing from how the run is before its call. Whatever waits for it waits on;
 * whatever does not goes on as if nothing had happened: so there is no need to go through all of it again each time.
 */
async function failInTurn(parts: {
  plan: Plan;
  stage: Stage;
  whole: Walk;
  failureOf: FailureOf;
}): Promise<RehearsedFailure[]> {
  const { plan, stage, whole, failureOf } = parts;
  const failures: RehearsedFailure[] = [];
  const byId = new Map(plan.steps.map((step) => [step.id, step]));
  const whoWaits = waitingFor(plan);
  const ofStatus = (status: StepStatus) =>
    plan.steps.flatMap(({ id }) => (stepRunOf(whole.run, id).status === status ? [id] : []));
  const completed = ofStatus("completed");
  const skipped = new Set(ofStatus("skipped"));
  for (const [stepId, before] of whole.calls) {
    const step = byId.get(stepId);
    const tool = step && stage.tools.get(step.toolId);
    if (!step || !tool || !callsOutside(tool)) continue;
    const simulated = failureOf(step, tool);
    const { run, waitMs } = await walkPlace(
      withFailure(stage, stepId, simulated),
      onlyFor(step, before.run),
      before.place,
    );
    const after = stepRunOf(run, stepId, before.place.item);
    if (after.status !== "failed" && after.status !== "outcome-unknown") continue;
    const waiting = new Set(whoWaits(stepId));
    const done = completed.filter((id) => id !== stepId && !waiting.has(id));
    const notDone = [stepId, ...[...waiting].filter((id) => !skipped.has(id))];
    const calls = after.attempts.length;
    failures.push({
      ...{
        stepId,
        failure: simulated.failure,
        from: simulated.from,
        calls,
        waitMs,
        ends: after.status,
        done,
      },
      notDone,
      message: failureWords({ ends: after.status, calls, waitMs, isItem: before.place.item !== null }),
    });
  }
  return failures;
}

/** The run with what a step and its items can see of it: the rest need not be carried along a thousand times. */
function onlyFor(step: Step, run: Run): Run {
  const seen = [step.id, ...dependenciesOf(step)].map((id) => stepRunOf(run, id));
  const items = seen[0] ? itemRunsOf(run, seen[0]) : [];
  const keyed = [...seen, ...items].map((one) => [stepRunKey(one.stepId, one.item), one] as const);
  return { ...run, steps: Object.fromEntries(keyed) };
}

function failureWords(failed: {
  ends: RehearsedFailure["ends"];
  calls: number;
  waitMs: number;
  isItem: boolean;
}): string {
  const { ends, calls, waitMs, isItem } = failed;
  const seconds = Math.max(1, Math.round(waitMs / 1000)).toLocaleString("en");
  const tried = calls === 1 ? "" : `It would be tried ${calls} times within about ${seconds} s. `;
  const others = isItem ? " The other items would still be done." : "";
  if (ends === "outcome-unknown") {
    return `${tried}Whether it took place would not be known, so it would not be repeated by itself: you would be asked.${others}`;
  }
  return tried === ""
    ? `It would not be tried again by itself: it would stop there and ask you.${others}`
    : `${tried}Then it would stop there and ask you.${others}`;
}

function rehearsedStep(
  step: Step,
  found: { walk: Walk; simulated: ReadonlyMap<StepId, Simulated>; tools: ReadonlyMap<ToolId, Tool> },
): RehearsedStep {
  const { walk, simulated, tools } = found;
  const tool = tools.get(step.toolId);
  const stepRun = stepRunOf(walk.run, step.id);
  const places = stepRun.repeated ? itemRunsOf(walk.run, stepRun) : [stepRun];
  const from: SimulatedFrom | null = walk.calls.has(step.id) ? (simulated.get(step.id)?.from ?? null) : null;
  return {
    stepId: step.id,
    from,
    approvals: places.filter(({ approvedHash }) => approvedHash !== null).length,
    reasons: [...(walk.reasons.get(step.id) ?? [])],
    callsOutside: tool !== undefined && callsOutside(tool),
  };
}
