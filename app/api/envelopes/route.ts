import { listEnvelopes } from "@/lib/db/envelopes";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json({ envelopes: await listEnvelopes() }));
