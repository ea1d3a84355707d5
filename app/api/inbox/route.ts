import { loadInbox } from "@/app/inbox/load-inbox";
import { inboxCounts } from "@/lib/db/inbox";
import { inboxRequestSchema } from "@/lib/domain/inbox";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: inboxRequestSchema }, async ({ query }) =>
  json(query.only === "counts" ? { counts: await inboxCounts() } : await loadInbox(query)),
);
