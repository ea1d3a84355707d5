import { schedulePlan, switchSchedule, unschedulePlan } from "@/lib/flow/manage-schedules";
import { askedRevision, publishedOr, removedOr } from "@/lib/http/published-plan";
import { planParamsSchema, scheduleRequestSchema, scheduleSwitchSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: planParamsSchema, body: scheduleRequestSchema },
  async ({ params: { planId }, body }) => {
    const revision = await askedRevision(planId, body.revision);
    const scheduled = await schedulePlan({ ...body, planId, revision });
    return json(publishedOr(scheduled, "revision", String(revision), `the plan ${planId}`).schedule);
  },
);

export const PATCH = route(
  { params: planParamsSchema, body: scheduleSwitchSchema },
  async ({ params: { planId }, body }) =>
    json(publishedOr(await switchSchedule(planId, body.isOn), "schedule", planId).schedule),
);

export const DELETE = route({ params: planParamsSchema }, async ({ params: { planId } }) =>
  removedOr(await unschedulePlan(planId), "schedule", planId),
);
