import { pendingApprovals } from "@/lib/db/approvals";
import { pendingQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: pendingQuerySchema }, async () =>
  json({ approvals: await pendingApprovals() }),
);
