import { listRuns } from "@/lib/db/runs";
import { listQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: listQuerySchema }, async ({ query }) =>
  json({
    runs: await listRuns({ limit: query.limit, before: query.before ? new Date(query.before) : undefined }),
  }),
);
