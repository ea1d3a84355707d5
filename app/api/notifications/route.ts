import { listRecipients } from "@/lib/db/notification-recipients";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json({ recipients: await listRecipients() }));
