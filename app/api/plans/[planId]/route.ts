import { findPlanningSummary } from "@/lib/db/plans";
import { changePlan } from "@/lib/flow/change-plan";
import { reviewPlan } from "@/lib/flow/review-plan";
import { conflict, notFound, refused } from "@/lib/http/problem";
import { planChangeRequestSchema, planParamsSchema, planQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: planParamsSchema, query: planQuerySchema }, async ({ params, query }) => {
  const review = await reviewPlan(params.planId, query.revision);
  if (!review) throw notFound("plan", params.planId);
  const { plan, tools, problems } = review;
  return json({ ...plan, tools, problems, planning: await findPlanningSummary(plan.id) });
});

export const PATCH = route(
  { params: planParamsSchema, body: planChangeRequestSchema },
  async ({ params, body }) => {
    const changed = await changePlan({ planId: params.planId, ...body, author: "api" });
    switch (changed.kind) {
      case "changed":
        return json({ ...changed.plan, problems: changed.problems });
      case "stale":
        throw conflict(
          `The plan is at revision ${changed.current.revision} by now, not ${body.revision}. Your changes are kept in the plan ${changed.copy.id}.`,
          { current: changed.current, copy: changed.copy },
        );
      case "refused":
        throw refused(changed.problems.map((problem) => problem.message).join(" "), {
          problems: changed.problems,
        });
      case "not-found":
        throw notFound("revision", String(body.revision), `the plan ${params.planId}`);
      default:
        return changed satisfies never;
    }
  },
);
