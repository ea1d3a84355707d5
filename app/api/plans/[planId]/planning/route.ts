import { findPlanningRecord } from "@/lib/db/plans";
import { notFound } from "@/lib/http/problem";
import { planParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: planParamsSchema }, async ({ params }) => {
  const record = await findPlanningRecord(params.planId);
  if (!record) throw notFound("record of planning", params.planId);
  return json(record);
});
