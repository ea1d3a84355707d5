import { askForRepair } from "@/lib/flow/ask-for-repair";
import { changedRunResponse } from "@/lib/http/control-run-route";
import { runStepParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route({ params: runStepParamsSchema }, async ({ params }) => {
  const proposed = await askForRepair(params);
  return proposed.kind === "proposed"
    ? json(proposed.proposal)
    : changedRunResponse(proposed, params.runId, params.stepId);
});
