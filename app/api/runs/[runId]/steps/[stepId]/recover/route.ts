import { recoverStep } from "@/lib/flow/recover-step";
import { changedRunResponse } from "@/lib/http/control-run-route";
import { refused } from "@/lib/http/problem";
import { itemQuerySchema, recoveryRequestSchema, runStepParamsSchema } from "@/lib/http/requests";
import { route } from "@/lib/http/route";

export const POST = route(
  { params: runStepParamsSchema, query: itemQuerySchema, body: recoveryRequestSchema },
  async ({ params, query, body }) => {
    const recovered = await recoverStep({ ...params, ...query, recovery: body });
    if (recovered.kind === "refused") {
      throw refused([recovered.message, ...recovered.problems.map(({ message }) => message)].join(" "), {
        problems: recovered.problems,
      });
    }
    return changedRunResponse(recovered, params.runId, params.stepId);
  },
);
