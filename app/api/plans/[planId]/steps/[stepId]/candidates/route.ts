import { findCandidates } from "@/lib/flow/find-candidates";
import { notFound } from "@/lib/http/problem";
import { candidatesQuerySchema, planStepParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route(
  { params: planStepParamsSchema, query: candidatesQuerySchema },
  async ({ params, query }) => {
    const candidates = await findCandidates({ ...params, limit: query.limit });
    if (!candidates) throw notFound("step", params.stepId, `the plan ${params.planId}`);
    return json({ candidates });
  },
);
