import { listRememberedValues } from "@/lib/flow/manage-memory";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json({ values: await listRememberedValues() }));
