import { z } from "zod";
import { loadInbox } from "@/app/inbox/load-inbox";
import { inboxCounts } from "@/lib/db/inbox";
import { json, route } from "@/lib/http/route";

/** `only=counts`: without the things themselves, for the badge that asks every few seconds. */
const querySchema = z.object({ only: z.literal("counts").optional() });

export const GET = route({ query: querySchema }, async ({ query }) =>
  json(query.only === "counts" ? { counts: await inboxCounts() } : await loadInbox()),
);
