import { cancelPlanning } from "@/lib/flow/watch-planning";
import { planParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route({ params: planParamsSchema }, async ({ params }) =>
  json({ canceled: cancelPlanning(params.planId) }),
);
