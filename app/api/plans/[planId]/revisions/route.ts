import { listRevisions } from "@/lib/db/plans";
import { notFound } from "@/lib/http/problem";
import { planParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: planParamsSchema }, async ({ params }) => {
  const revisions = await listRevisions(params.planId);
  if (revisions.length === 0) throw notFound("plan", params.planId);
  return json({ revisions });
});
