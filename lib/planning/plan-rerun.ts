// What a run of some steps of a plan takes over from an earlier run, what it does again, and what it leaves out. Pure: the
// same for the page that says it beforehand and the server that does it.
import type { StepId, ToolId } from "@/lib/domain/ids";
import { dependenciesOf, type Plan, readStepsOf, type Step } from "@/lib/domain/plan";
import type { RerunScope } from "@/lib/domain/rerun";
import { itemRunsOf, type Run, stepRunOf } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { doesOf } from "./plan-in-run";
import { ancestorsOf, dependentsOf } from "./topological-order";

export interface RerunForecast {
  /** Their recorded outputs are taken over; nothing of them is repeated. */
  taken: StepId[];
  /** Done in this run. */
  runs: StepId[];
  /** Those of them that changed something in the earlier run, or may have. */
  repeats: StepId[];
  /** Not done in this run, with the reason. */
  left: { stepId: StepId; reason: string }[];
}

export function planRerun(wanted: {
  /** The earlier run, and its plan as it was in it. */
  run: Run;
  before: Pick<Plan, "steps">;
  /** The plan as it is run now. */
  plan: Pick<Plan, "steps">;
  tools: ReadonlyMap<ToolId, Tool>;
  stepId: StepId;
  scope: RerunScope;
}): RerunForecast {
  const { run, plan, tools, stepId, scope } = wanted;
  const { steps } = plan;
  const stepById = new Map(steps.map((step) => [step.id, step]));
  const runs = new Set<StepId>([stepId, ...(scope === "from" ? dependentsOf(steps, stepId) : [])]);
  const isRecorded = recordedIn(wanted);
  const isLeftByCondition = (id: StepId) => {
    const { status, condition } = stepRunOf(run, id);
    return status === "skipped" && condition?.holds === false && isRecorded.isSame(id);
  };
  // What the steps read has to be there: recorded, or done again with what that reads.
  const queue = [...runs];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const step = stepById.get(id);
    for (const read of step ? readStepsOf(step) : []) {
      if (runs.has(read) || isRecorded.isDone(read) || isLeftByCondition(read)) continue;
      runs.add(read);
      queue.push(read);
    }
  }
  const others = steps.filter(({ id }) => !runs.has(id));
  // What something in this run makes anew is not what was read then.
  const isStale = (id: StepId) => [...ancestorsOf(steps, id)].some((one) => runs.has(one));
  const isTaken = (id: StepId) => isRecorded.isDone(id) && (!isStale(id) || isNeeded(steps, runs, id));
  const title = stepById.get(stepId)?.title ?? stepId;
  return {
    taken: others.flatMap(({ id }) => (isTaken(id) ? [id] : [])),
    runs: steps.flatMap(({ id }) => (runs.has(id) ? [id] : [])),
    repeats: steps.flatMap(({ id, toolId }) =>
      runs.has(id) && tools.get(toolId)?.effect !== "read" && mayHaveDone(run, id) ? [id] : [],
    ),
    left: others.flatMap(({ id }) => {
      if (isTaken(id)) return [];
      const then = stepRunOf(run, id);
      if (isLeftByCondition(id) && then.status === "skipped") return [{ stepId: id, reason: then.reason }];
      const what = scope === "from" ? `from "${title}" on` : `"${title}" alone`;
      return [{ stepId: id, reason: `Not part of this run, which is of ${what}.` }];
    }),
  };
}

/** Whether any of the steps that are done reads it. */
function isNeeded(steps: readonly Step[], runs: ReadonlySet<StepId>, id: StepId): boolean {
  return steps.some((step) => runs.has(step.id) && dependenciesOf(step).includes(id));
}

/** Which steps the earlier run has recorded as they are now, they and all they rest on. */
function recordedIn({
  run,
  before,
  plan,
}: {
  run: Run;
  before: Pick<Plan, "steps">;
  plan: Pick<Plan, "steps">;
}) {
  const old = new Map(before.steps.map((step) => [step.id, doesOf(step)]));
  const changed = new Set(plan.steps.flatMap((step) => (old.get(step.id) === doesOf(step) ? [] : [step.id])));
  const isSame = (id: StepId) =>
    !changed.has(id) && [...ancestorsOf(plan.steps, id)].every((one) => !changed.has(one));
  return { isSame, isDone: (id: StepId) => stepRunOf(run, id).status === "completed" && isSame(id) };
}

/** True where the step was called in the earlier run, whatever came of it. */
function mayHaveDone(run: Run, id: StepId): boolean {
  const stepRun = stepRunOf(run, id);
  const all = [stepRun, ...itemRunsOf(run, stepRun)];
  return all.some((one) => one.attempts.length > 0 || one.takenFrom !== null);
}
