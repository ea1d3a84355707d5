import { retentionState } from "@/lib/flow/manage-retention";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json(await retentionState()));
