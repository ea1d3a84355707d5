import { refinementOf } from "@/lib/flow/refine-plan";
import { notFound, refused } from "@/lib/http/problem";
import { planParamsSchema, refinementRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: planParamsSchema, body: refinementRequestSchema },
  async ({ params, body, request }) => {
    const refined = await refinementOf({ planId: params.planId, ...body, signal: request.signal });
    switch (refined.kind) {
      case "refined":
        return json(refined.refinement);
      case "refused":
        throw refused(refined.message);
      case "not-found":
        throw notFound("revision", String(body.revision), `the plan ${params.planId}`);
      default:
        return refined satisfies never;
    }
  },
);
