import { rehearsePlan } from "@/lib/flow/rehearse-plan";
import { notFound, refused } from "@/lib/http/problem";
import { planParamsSchema, rehearsalQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route(
  { params: planParamsSchema, query: rehearsalQuerySchema },
  async ({ params, query }) => {
    const result = await rehearsePlan({ planId: params.planId, ...query });
    switch (result.kind) {
      case "rehearsed":
        return json(result.rehearsal);
      case "refused":
        throw refused(result.message);
      case "not-found":
        throw notFound("plan", params.planId);
      default:
        return result satisfies never;
    }
  },
);
