import { newestRevision } from "@/lib/db/plans";
import { type ScheduledPlan, schedulePlan, switchSchedule } from "@/lib/flow/manage-schedules";
import { notFound, refused } from "@/lib/http/problem";
import { planParamsSchema, scheduleRequestSchema, scheduleSwitchSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route({ params: planParamsSchema, body: scheduleRequestSchema }, async (request) => {
  const { planId } = request.params;
  const revision = request.body.revision ?? (await newestRevision(planId));
  if (revision === null) throw notFound("plan", planId);
  const scheduled = await schedulePlan({ ...request.body, planId, revision });
  return answer(scheduled, () => notFound("revision", String(revision), `the plan ${planId}`));
});

export const PATCH = route(
  { params: planParamsSchema, body: scheduleSwitchSchema },
  async ({ params: { planId }, body }) =>
    answer(await switchSchedule(planId, body.isOn), () => notFound("schedule", planId)),
);

function answer(scheduled: ScheduledPlan, missing: () => Error): Response {
  switch (scheduled.kind) {
    case "scheduled":
      return json(scheduled.schedule);
    case "refused":
      throw refused(scheduled.message);
    case "not-found":
      throw missing();
    default:
      return scheduled satisfies never;
  }
}
