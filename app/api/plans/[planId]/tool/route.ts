import { publishPlanTool, removePlanTool, switchPlanTool } from "@/lib/flow/manage-plan-tools";
import { askedRevision, publishedOr, removedOr } from "@/lib/http/published-plan";
import { planParamsSchema, planToolRequestSchema, scheduleSwitchSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: planParamsSchema, body: planToolRequestSchema },
  async ({ params: { planId }, body }) => {
    const revision = await askedRevision(planId, body.revision);
    const published = await publishPlanTool({ ...body, planId, revision });
    return json(publishedOr(published, "revision", String(revision), `the plan ${planId}`).planTool);
  },
);

export const PATCH = route(
  { params: planParamsSchema, body: scheduleSwitchSchema },
  async ({ params: { planId }, body }) =>
    json(publishedOr(await switchPlanTool(planId, body.isOn), "plan tool", planId).planTool),
);

export const DELETE = route({ params: planParamsSchema }, async ({ params: { planId } }) =>
  removedOr(await removePlanTool(planId), "plan tool", planId),
);
