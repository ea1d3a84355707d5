import type { Run } from "@/lib/domain/run";
import { controlRun } from "@/lib/flow/control-run";
import { conflict, notFound } from "./problem";
import { controlRequestSchema, runParamsSchema } from "./requests";
import { json, route } from "./route";

/** The answer for a change of a run that may have come too late. */
export function changedRunResponse(
  changed: { kind: "done"; run: Run } | { kind: "conflict"; run: Run } | { kind: "not-found" },
  runId: string,
): Response {
  switch (changed.kind) {
    case "done":
      return json(changed.run);
    case "conflict":
      throw conflict(`This can't be done any more: the run is ${changed.run.status}.`, { run: changed.run });
    case "not-found":
      throw notFound("run or step", runId);
    default:
      return changed satisfies never;
  }
}

/** Cancel, pause or resume. */
export function controlRunRoute(action: "cancel" | "pause" | "resume") {
  return route({ params: runParamsSchema, body: controlRequestSchema }, async ({ params, body }) =>
    changedRunResponse(await controlRun({ runId: params.runId, action, reason: body.reason }), params.runId),
  );
}
