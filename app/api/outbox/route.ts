import { listDeliveries } from "@/lib/db/deliveries";
import { outboxQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: outboxQuerySchema }, async ({ query }) =>
  json({
    deliveries: await listDeliveries({
      limit: query.limit,
      before: query.before,
    }),
  }),
);
