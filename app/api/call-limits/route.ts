import { callLimits } from "@/lib/flow/manage-call-limits";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json(await callLimits()));
