import { listRevisions } from "@/lib/db/plans";
import { planParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: planParamsSchema }, async ({ params }) =>
  json({ revisions: await listRevisions(params.planId) }),
);
