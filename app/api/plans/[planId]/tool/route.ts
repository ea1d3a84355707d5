import { newestRevision } from "@/lib/db/plans";
import { type PublishedPlanTool, publishPlanTool, switchPlanTool } from "@/lib/flow/manage-plan-tools";
import { notFound, refused } from "@/lib/http/problem";
import { planParamsSchema, planToolRequestSchema, scheduleSwitchSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: planParamsSchema, body: planToolRequestSchema },
  async ({ params, body }) => {
    const { planId } = params;
    const revision = body.revision ?? (await newestRevision(planId));
    if (revision === null) throw notFound("plan", planId);
    const published = await publishPlanTool({ ...body, planId, revision });
    return answer(published, () => notFound("revision", String(revision), `the plan ${planId}`));
  },
);

export const PATCH = route(
  { params: planParamsSchema, body: scheduleSwitchSchema },
  async ({ params: { planId }, body }) =>
    answer(await switchPlanTool(planId, body.isOn), () => notFound("plan tool", planId)),
);

function answer(published: PublishedPlanTool, missing: () => Error): Response {
  switch (published.kind) {
    case "published":
      return json(published.planTool);
    case "refused":
      throw refused(published.message);
    case "not-found":
      throw missing();
    default:
      return published satisfies never;
  }
}
