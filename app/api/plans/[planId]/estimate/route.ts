import { estimateOf } from "@/lib/flow/estimate-plan";
import { notFound } from "@/lib/http/problem";
import { estimateQuerySchema, planParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route(
  { params: planParamsSchema, query: estimateQuerySchema },
  async ({ params, query }) => {
    const before = query.before === undefined ? undefined : new Date(query.before);
    const estimate = await estimateOf({ planId: params.planId, revision: query.revision, before });
    if (!estimate) throw notFound("plan", params.planId);
    return json(estimate);
  },
);
