import { proposeRepair } from "@/lib/flow/propose-repair";
import { takeRepair } from "@/lib/flow/take-repair";
import { changedRunResponse } from "@/lib/http/control-run-route";
import { refused } from "@/lib/http/problem";
import { runStepParamsSchema, takeRepairRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: runStepParamsSchema }, async ({ params }) => {
  const proposed = await proposeRepair(params);
  return proposed.kind === "proposed"
    ? json(proposed.proposal)
    : changedRunResponse(proposed, params.runId, params.stepId);
});

export const POST = route(
  { params: runStepParamsSchema, body: takeRepairRequestSchema },
  async ({ params, body }) => {
    const taken = await takeRepair({ ...params, ...body });
    if (taken.kind === "refused") {
      throw refused([taken.message, ...taken.problems.map(({ message }) => message)].join(" "), {
        problems: taken.problems,
      });
    }
    return changedRunResponse(taken, params.runId, params.stepId);
  },
);
