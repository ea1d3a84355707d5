// What a run did to the world outside, and what the runs nested in it did: steps that consist of a run did what that did.
import { findRevision } from "@/lib/db/plans";
import { runsWithin } from "@/lib/db/rollbacks";
import { listNewEvents } from "@/lib/db/runs";
import { findCurrentTools } from "@/lib/db/tools";
import type { RunId, ToolId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import { reduceRun } from "@/lib/domain/reduce-run";
import type { NestedAt } from "@/lib/domain/rollback";
import type { Run } from "@/lib/domain/run";
import type { RunEvent } from "@/lib/domain/run-event";
import type { Tool } from "@/lib/domain/tool";
import { type CalledEffect, listEffects } from "@/lib/planning/list-effects";

/** An effect of a run or of one nested in it. */
export interface EffectWithin extends CalledEffect {
  within: NestedAt[];
}

export interface RunEffects {
  run: Run;
  plan: Plan;
  /** The latest first. */
  effects: EffectWithin[];
  /** The tools they were called with, and those that undo them. */
  tools: ReadonlyMap<ToolId, Tool>;
  /** A nested run that still goes on. */
  goesOn: RunId | null;
}

/** Runs whose events are read at once. */
const atOnce = 50;

/** Null when there is no such run. */
export async function listRunEffects(runId: RunId): Promise<RunEffects | null> {
  const runIds = await runsWithin(runId);
  const top = await readRun(runId);
  if (!top) return null;
  const places = new Map<RunId, NestedAt[]>([[runId, []]]);
  const tools = new Map(top.tools);
  const effects: EffectWithin[] = top.effects.map((called) => ({ ...called, within: [] }));
  let goesOn: RunId | null = null;
  const nestedIds = runIds.filter((id) => id !== runId);
  for (let from = 0; from < nestedIds.length; from += atOnce) {
    const read = await Promise.all(nestedIds.slice(from, from + atOnce).map(readRun));
    for (const nested of read) {
      if (nested?.run.trigger?.kind !== "run") continue;
      const { run } = nested;
      const { stepTitle, item, runId: parentId } = nested.run.trigger;
      const within = [...(places.get(parentId) ?? []), { runId: run.id, stepTitle, item }];
      places.set(run.id, within);
      if (run.finishedAt === null) goesOn = run.id;
      for (const [id, tool] of nested.tools) tools.set(id, tool);
      for (const called of nested.effects) {
        effects.push({ ...called, effect: { ...called.effect, runId: run.id }, within });
      }
    }
  }
  // The step is told what its run came to; what that did stands there.
  const own = effects.filter(({ nestedRunId }) => nestedRunId === null || !places.has(nestedRunId));
  // In one run the order is that of its events, whatever the clock says of them.
  own.reverse().sort((a, b) => b.lastAt.localeCompare(a.lastAt));
  return { run: top.run, plan: top.plan, effects: own, tools, goesOn };
}

interface ReadRun {
  run: Run;
  plan: Plan;
  effects: CalledEffect[];
  tools: Map<ToolId, Tool>;
}

async function readRun(runId: RunId): Promise<ReadRun | null> {
  const events = await listNewEvents(runId, 0);
  const run = reduceRun(events);
  if (!run) return null;
  const plans = await plansOf(run, events);
  const plan = plans.get(run.planRevision);
  if (!plan) return null;
  const tools = await toolsOf(run, plans);
  return { run, plan, tools, effects: listEffects({ events, plans, tools }) };
}

async function plansOf(run: Run, events: readonly RunEvent[]): Promise<Map<number, Plan>> {
  const revisions = events.flatMap(({ body }) =>
    body.type === "run-queued" || body.type === "plan-revised" ? [body.planRevision] : [],
  );
  const found = await Promise.all(
    [...new Set(revisions)].map((revision) => findRevision(run.planId, revision)),
  );
  return new Map(found.flatMap((plan) => (plan ? [[plan.revision, plan]] : [])));
}

/** The tools the run has used, and those that undo what they do. */
async function toolsOf(run: Run, plans: ReadonlyMap<number, Plan>): Promise<Map<ToolId, Tool>> {
  const planned = [...plans.values()].flatMap(({ steps }) => steps.map(({ toolId }) => toolId));
  const swapped = Object.values(run.steps).flatMap(({ amended }) => amended?.toolId ?? []);
  const tools = await findCurrentTools([...new Set([...planned, ...swapped])]);
  const undoing = [...tools.values()].flatMap(({ undo }) => (undo.kind === "tool" ? [undo.toolId] : []));
  return new Map([...(await findCurrentTools([...new Set(undoing)])), ...tools]);
}
