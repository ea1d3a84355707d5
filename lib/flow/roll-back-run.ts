// Taking back what a run did is a run of a plan made of the undos, the latest effect first: approvals, attempts, crashes
// and history are those of any other run.
import { insertPlan } from "@/lib/db/plans";
import { lockRollbacks, rollbackState } from "@/lib/db/rollbacks";
import { runTransaction } from "@/lib/db/run-transaction";
import { insertRun } from "@/lib/db/runs";
import { newId, type RunId, type StepId, stepIdSchema } from "@/lib/domain/ids";
import { defaultPolicy, type Plan, type Step } from "@/lib/domain/plan";
import type { Ledger, Rollback } from "@/lib/domain/rollback";
import { enqueueRun } from "@/lib/engine/enqueue-run";
import { readLedger, type Undo } from "./read-ledger";

export type RolledBack =
  | { kind: "started"; runId: RunId }
  /** A rollback of it is under way, or what could be undone is not what the person saw. */
  | { kind: "conflict"; ledger: Ledger }
  /** The run still goes on, or nothing of it can be undone. */
  | { kind: "refused"; message: string; ledger: Ledger }
  | { kind: "not-found" };

/**
 * Starts the run that undoes what can be undone of another and of those nested in it. One rollback is started at a time,
 * so that no effect is undone by two: who comes second finds it under way. Each undo asks for approval as any effect does.
 *
 * @param request.hash of the ledger the person saw
 */
export async function rollBackRun(request: { runId: RunId; hash: string }): Promise<RolledBack> {
  const { runId, hash } = request;
  const read = await readLedger(runId);
  if (!read) return { kind: "not-found" };
  const { ledger, undos, plan } = read;
  const { start } = ledger;
  if (start.kind === "not-now") return { kind: "refused", message: start.reason, ledger };
  if (start.kind === "under-way" || ledger.hash !== hash) return { kind: "conflict", ledger };
  const undoing = planOf(plan, undos);
  const rollback: Rollback = {
    runId,
    undoes: undos.map(({ entry, toolId }, index) => {
      return { stepId: stepIdOf(index), effect: entry.effect, toolId };
    }),
  };
  const id = newId("run");
  const isStarted = await runTransaction(async (tx, client) => {
    await lockRollbacks(tx);
    if ((await rollbackState(runId, tx)) !== read.state) return false;
    await insertPlan(undoing, "person", { purpose: "rollback", querier: tx });
    await insertRun({ id, planId: undoing.id, planRevision: 1, goal: undoing.goal, rollback }, tx);
    await enqueueRun(id, client);
    return true;
  });
  if (isStarted) return { kind: "started", runId: id };
  // Somebody else was first.
  const now = await readLedger(runId);
  return now ? { kind: "conflict", ledger: now.ledger } : { kind: "not-found" };
}

const stepIdOf = (index: number): StepId => stepIdSchema.parse(`s${index + 1}`);

const itemWords = (item: number | null) => (item === null ? "" : `, item ${item + 1}`);

/** One undo after the other: what was done last is taken back first. */
function planOf(plan: Plan, undos: readonly Undo[]): Plan {
  const steps = undos.map(({ entry, toolId, bindings }, index): Step => {
    const { stepTitle, effect, within } = entry;
    const item = itemWords(effect.item);
    const where = within.map(
      (one) => ` in the run of "${one.stepTitle.slice(0, 100)}"${itemWords(one.item)}`,
    );
    return {
      id: stepIdOf(index),
      title: `Undo: ${stepTitle.slice(0, 150)}${item}`,
      toolId,
      inputs: bindings,
      after: index === 0 ? [] : [stepIdOf(index - 1)],
      why: {
        words: "",
        reason: `It takes back what "${stepTitle.slice(0, 200)}"${item} did${where.join(",")}.`,
      },
      position: null,
    };
  });
  return {
    id: newId("plan"),
    revision: 1,
    goal: `Roll back: ${plan.goal}`,
    fileIds: [],
    planner: "embedded",
    notes: [],
    steps,
    unserved: [],
    policy: defaultPolicy,
    timeZone: plan.timeZone,
    createdAt: new Date().toISOString(),
  };
}
