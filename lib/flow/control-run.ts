import { withdrawApprovals } from "@/lib/db/approvals";
import { db } from "@/lib/db/client";
import { withdrawQuestions } from "@/lib/db/questions";
import { appendEvents } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import { isFinishedRun, type Run } from "@/lib/domain/run";
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
 * Cancels, pauses or resumes a run. A paused run starts nothing new; calls in flight end. A canceled run aborts
 * them, and takes back what it still asks of a person.
 */
export async function controlRun(request: {
  runId: RunId;
  action: RunControl;
  reason?: string;
}): Promise<ControlledRun> {
  const { runId, action } = request;
  const reason = storableJson(request.reason?.trim() || "Canceled by a person.");
  const appended = await db().transaction(async (tx) => {
    const result = await appendEvents(tx, runId, (run) => controlEvents(run, action, reason));
    if (result && isFinishedRun(result.run) && result.events.length > 0) {
      await withdrawApprovals(runId, tx);
      await withdrawQuestions(runId, tx);
    }
    return result;
  });
  if (!appended) return { kind: "not-found" };
  return { kind: appended.events.length > 0 ? "done" : "conflict", run: appended.run };
}
