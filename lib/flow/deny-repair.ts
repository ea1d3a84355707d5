import { runTransaction } from "@/lib/db/run-transaction";
import { appendEvents } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import type { RepairChoice } from "@/lib/domain/repair";
import { isFinishedRun, isTroubledStep, itemRunsOf, type Run, stepRunOf } from "@/lib/domain/run";
import { storableJson } from "@/lib/domain/storable-json";
import type { ControlledRun } from "./control-run";

/** Records that a person wants no such repair, and why if they said so: it is never proposed again in this run. */
export async function denyRepair(request: {
  runId: RunId;
  repair: RepairChoice;
  reason: string;
}): Promise<ControlledRun> {
  const { runId } = request;
  const repair = storableJson(request.repair) as RepairChoice;
  const reason = storableJson(request.reason.trim());
  const isOpen = (run: Run) => {
    const step = stepRunOf(run, repair.stepId);
    const isTroubled = [step, ...itemRunsOf(run, step)].some(isTroubledStep);
    return !isFinishedRun(run) && isTroubled && !step.repairs.some(({ key }) => key === repair.key);
  };
  const appended = await runTransaction((tx) =>
    appendEvents(tx, runId, (run) => (isOpen(run) ? [{ type: "repair-denied", repair, reason }] : [])),
  );
  if (!appended) return { kind: "not-found" };
  return { kind: appended.events.length > 0 ? "done" : "conflict", run: appended.run };
}
