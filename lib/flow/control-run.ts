import { withdrawApprovals } from "@/lib/db/approvals";
import type { Querier } from "@/lib/db/client";
import { withdrawQuestions } from "@/lib/db/questions";
import { runTransaction } from "@/lib/db/run-transaction";
import { type Appended, appendEvents } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import { isFinishedRun, openNestedRuns, type Run } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { storableJson } from "@/lib/domain/storable-json";

export type RunControl = "cancel" | "pause" | "resume";

export type ControlledRun =
  | { kind: "done"; run: Run }
  /** The run is not in a state for it; `run` is as it is now. */
  | { kind: "conflict"; run: Run }
  | { kind: "not-found" };

function controlEvents(run: Run, action: RunControl, reason: string): RunEventBody[] {
  if (isFinishedRun(run)) return [];
  switch (action) {
    case "cancel":
      return [{ type: "run-canceled", reason }];
    case "pause":
      return run.status === "paused" ? [] : [{ type: "run-paused" }];
    case "resume":
      return run.status === "paused" ? [{ type: "run-resumed" }] : [];
    default:
      return action satisfies never;
  }
}

/**
 * Cancels, pauses or resumes a run, and with it the runs its steps wait for. A paused run starts nothing new; calls in
 * flight end. A canceled run aborts them, and takes back what it still asks of a person.
 */
export async function controlRun(request: {
  runId: RunId;
  action: RunControl;
  reason?: string;
}): Promise<ControlledRun> {
  const { runId, action } = request;
  const reason = storableJson(request.reason?.trim() || "Canceled by a person.");
  const appended = await runTransaction((tx) => control({ runId, action, reason }, tx));
  if (!appended) return { kind: "not-found" };
  return { kind: appended.events.length > 0 ? "done" : "conflict", run: appended.run };
}

interface Control {
  runId: RunId;
  action: RunControl;
  reason: string;
}

async function control({ runId, action, reason }: Control, tx: Querier): Promise<Appended | null> {
  const appended = await appendEvents(tx, runId, (run) => controlEvents(run, action, reason));
  if (appended && appended.events.length > 0) {
    if (isFinishedRun(appended.run)) await withdrawAll(runId, tx);
    await controlNested(appended.run, action, tx);
  }
  return appended;
}

/** Nobody is asked any more. */
async function withdrawAll(runId: RunId, tx: Querier): Promise<void> {
  await withdrawApprovals(runId, tx);
  await withdrawQuestions(runId, tx);
}

/** What is done to a run is done to those its steps wait for: locked from the outermost in, as everywhere. */
async function controlNested(run: Run, action: RunControl, tx: Querier): Promise<void> {
  const reason = "The run that started it has ended.";
  for (const runId of openNestedRuns(run)) await control({ runId, action, reason }, tx);
}

/** After a run has ended before its steps did: takes back what it asks, and cancels the runs its steps wait for. */
export async function endEarly(run: Run, tx: Querier): Promise<void> {
  await withdrawAll(run.id, tx);
  await controlNested(run, "cancel", tx);
}
