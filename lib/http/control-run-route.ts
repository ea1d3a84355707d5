import type { RunId, StepId } from "@/lib/domain/ids";
import { type Run, stepRunOf } from "@/lib/domain/run";
import { controlRun } from "@/lib/flow/control-run";
import { conflict, notFound } from "./problem";
import { controlRequestSchema, runParamsSchema } from "./requests";
import { json, route } from "./route";

/** The answer for a change of a run, or of one of its steps, that may have come too late. */
export function changedRunResponse(
  changed: { kind: "done"; run: Run } | { kind: "conflict"; run: Run } | { kind: "not-found" },
  runId: RunId,
  stepId?: StepId,
): Response {
  switch (changed.kind) {
    case "done":
      return json(changed.run);
    case "conflict":
      throw conflict(`This can't be done now: ${stateText(changed.run, stepId)}.`, { run: changed.run });
    case "not-found":
      throw stepId === undefined ? notFound("run", runId) : notFound("step", stepId, `the run ${runId}`);
    default:
      return changed satisfies never;
  }
}

function stateText(run: Run, stepId: StepId | undefined): string {
  const step = stepId === undefined ? "" : `, and the step is ${stepRunOf(run, stepId).status}`;
  return `the run is ${run.status}${step}`;
}

/** Cancel, pause or resume. */
export function controlRunRoute(action: "cancel" | "pause" | "resume") {
  return route({ params: runParamsSchema, body: controlRequestSchema }, async ({ params, body }) =>
    changedRunResponse(await controlRun({ runId: params.runId, action, reason: body.reason }), params.runId),
  );
}
