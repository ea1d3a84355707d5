import { denyRepair } from "@/lib/flow/deny-repair";
import { changedRunResponse } from "@/lib/http/control-run-route";
import { denyRepairRequestSchema, runStepParamsSchema } from "@/lib/http/requests";
import { route } from "@/lib/http/route";

export const POST = route(
  { params: runStepParamsSchema, body: denyRepairRequestSchema },
  async ({ params: { runId, stepId }, body: { key, title, reason } }) =>
    changedRunResponse(await denyRepair({ runId, repair: { stepId, key, title }, reason }), runId, stepId),
);
