import { listWebhooks } from "@/lib/flow/manage-webhooks";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json({ webhooks: await listWebhooks() }));
