import { listPlans } from "@/lib/db/plans";
import { listQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: listQuerySchema }, async ({ query }) =>
  json({
    plans: await listPlans({ limit: query.limit, before: query.before ? new Date(query.before) : undefined }),
  }),
);
