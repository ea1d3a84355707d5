import { listConnectionKinds } from "@/lib/connections/find-form";
import { connectionKindsQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: connectionKindsQuerySchema }, async ({ query }) =>
  json({ kinds: await listConnectionKinds(query.q, query.limit) }),
);
