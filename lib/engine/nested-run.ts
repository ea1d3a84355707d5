// Steps whose tool is a plan: the run they consist of is started with their attempt, in one transaction, and waited for
// by nobody. Whoever comes by once it has ended tells the step, so that the run above rests for as long as it takes.
import { db } from "@/lib/db/client";
import { listRunsToPassOn, markPassedOn } from "@/lib/db/nested-runs";
import { findRevision } from "@/lib/db/plans";
import { appendEvents, insertRun, loadRun } from "@/lib/db/runs";
import { findCurrentTools } from "@/lib/db/tools";
import { newId, type RunId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Plan } from "@/lib/domain/plan";
import { isFinishedRun, openAttempt, placeInEvent, type Run, runAt, stepRunOf } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { Tool } from "@/lib/domain/tool";
import type { Trigger } from "@/lib/domain/trigger";
import type { WholeOutput } from "@/lib/domain/whole-output";
import { prepareNestedRun } from "@/lib/flow/prepare-nested-run";
import { expectedOf } from "@/lib/planning/expectations";
import { judgeOutput } from "@/lib/planning/judge-output";
import { lastStepOf } from "@/lib/planning/plan-tool";
import { ToolError } from "@/lib/tools/tool-contract";
import type { ActiveRun } from "./active-run";
import { type Coming, failInstead, mostBytesOf, runWith, toolOf, whenStill } from "./attempt-call";
import { weighOutput } from "./call-tool";
import { type CallOutcome, decideAfterCall } from "./decide-after-call";
import { type StepFacts, stepInRun } from "./decide-next";
import { log } from "./engine-log";
import { enqueueRun } from "./enqueue-run";
import { readWhole } from "./whole-outputs";

type Nested = Extract<Trigger, { kind: "run" }>;
type Files = Parameters<typeof readWhole>[1];

/** A run that has ended, and what it is for the step that started it. */
interface Ended {
  run: Run;
  nestedPlan: Plan;
  trigger: Nested;
  tool: Tool | null;
  /** All of what it gave; undefined where it gave nothing. */
  whole: Json | undefined;
}

/** Starts the run a step's attempt consists of: attempt, run and the workers' being told are one transaction (R2). */
export async function startNestedRun(active: ActiveRun, facts: StepFacts, coming: Coming): Promise<void> {
  const { plan, run, item } = facts;
  const { attempt, inputs } = coming.move;
  const { provenance } = runAt(runWith(run, coming.before), facts);
  const step = stepInRun(plan, run, facts.stepId, item);
  const parent = { run, goal: plan.goal };
  const prepared = await prepareNestedRun({ parent, step, item, tool: toolOf(facts), inputs, provenance });
  if (prepared.kind === "refused") {
    await failInstead(active, facts, coming, prepared.failure);
    return;
  }
  const before = coming.take ? await coming.take() : coming.before;
  if (before === null) return;
  const nestedRunId = newId("run");
  await active.append(
    whenStill(
      facts,
      { ...coming, before },
      { type: "attempt-started", ...placeInEvent(facts), attempt, inputs, nestedRunId },
    ),
    async (tx, client) => {
      await insertRun({ id: nestedRunId, ...prepared.nested }, tx);
      await enqueueRun(nestedRunId, client);
    },
  );
}

/** Tells the steps that started them of runs that have ended. Any number of workers may: each is told once. */
export async function passOnEnded(files: Files): Promise<void> {
  for (const runId of await listRunsToPassOn(100)) {
    try {
      await passOn(runId, files);
    } catch (error) {
      log().warn({ err: error, run: runId }, "the end of a nested run could not be passed on yet");
    }
  }
}

/** Tells the step that started a run what that has come to. */
async function passOn(runId: RunId, files: Files): Promise<void> {
  const run = await loadRun(runId);
  if (run?.trigger?.kind !== "run" || !isFinishedRun(run)) return;
  const { trigger } = run;
  const parent = await loadRun(trigger.runId);
  const plan = parent && (await findRevision(parent.planId, parent.planRevision));
  const nestedPlan = await findRevision(run.planId, run.planRevision);
  if (!nestedPlan) throw new Error(`run ${runId} is of a plan that is gone`);
  const toolId = parent && plan ? stepOf(plan, parent, trigger)?.toolId : undefined;
  const tool = toolId ? ((await findCurrentTools([toolId])).get(toolId) ?? null) : null;
  const given = givenBy(run, nestedPlan);
  const whole = given?.whole ? await readWhole(given.whole, files) : given?.output;
  await db().transaction(async (tx) => {
    const told = await appendEvents(tx, trigger.runId, (now) =>
      plan && now.planRevision === plan.revision
        ? endOfAttempt(now, plan, { run, nestedPlan, trigger, tool, whole })
        : [],
    );
    // A revision came in between: it is looked at again at once.
    if (told && plan && told.run.planRevision !== plan.revision) return;
    await markPassedOn(runId, tx);
  });
}

/** What a run gives: the output of its last step. Null when that has none. */
function givenBy(run: Run, plan: Plan): { output: Json; whole?: WholeOutput } | null {
  const last = lastStepOf(plan);
  const stepRun = last && stepRunOf(run, last.id);
  if (stepRun?.status !== "completed") return null;
  const { output, whole } = stepRun;
  return { output, ...(whole && { whole }) };
}

function stepOf(plan: Plan, run: Run, { stepId, item }: Nested) {
  return plan.steps.some(({ id }) => id === stepId) ? stepInRun(plan, run, stepId, item) : null;
}

/** What the attempt came to that consists of a run; nothing where it has come to an end by itself. */
function endOfAttempt(parent: Run, plan: Plan, nested: Ended): RunEventBody[] {
  const { run, trigger, tool } = nested;
  const { stepId, item } = trigger;
  const stepRun = stepRunOf(parent, stepId, item);
  const open = openAttempt(stepRun);
  if (open?.nestedRunId !== run.id) return [];
  const step = stepOf(plan, parent, trigger);
  const outcome = outcomeOf(nested);
  const observation =
    step && tool && outcome.kind === "completed"
      ? judgeOutput(step, expectedOf(plan, step, tool), nested.whole ?? null)
      : null;
  return [
    decideAfterCall({
      ...{ outcome, place: { stepId, item }, attempt: open.attempt, observation, tries: stepRun.tries },
      // However often its tool says: a run that ended is not started again unasked.
      tool: { effect: tool?.effect ?? "write", idempotency: "key", retry: { attempts: 1, backoffMs: 0 } },
      ...{ isRunFinished: isFinishedRun(parent), now: new Date(), random: 1 },
    }),
  ];
}

/** A run as a call of the tool it is. */
function outcomeOf({ run, nestedPlan, tool, trigger, whole }: Ended): CallOutcome {
  const failed = (message: string): CallOutcome => ({
    kind: "failed",
    // Its steps may have changed something before it ended.
    effectUncertain: true,
    failure: { kind: "broken-tool", message, evidence: { runId: run.id, status: run.status } },
  });
  if (run.status !== "completed") {
    const what = run.status === "canceled" ? "was canceled" : "failed";
    return failed(`The run it started ${what}. ${run.reason ?? ""}`.trim());
  }
  const given = givenBy(run, nestedPlan);
  if (!given || whole === undefined) {
    const last = lastStepOf(nestedPlan);
    const what = last
      ? `its last step, "${last.title}", was ${stepRunOf(run, last.id).status}`
      : "it has no step";
    return failed(`The run it started completed and gave nothing: ${what}.`);
  }
  // Published anew meanwhile it may promise something else than this revision gave.
  const isSame = tool?.source.kind === "plan" && tool.source.planRevision === run.planRevision;
  const weighed = isSame ? weighOutput(tool, whole, mostBytesOf(trigger)) : null;
  return weighed instanceof ToolError
    ? failed(weighed.message)
    : { kind: "completed", ...given, receipt: null };
}
