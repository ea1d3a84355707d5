import { listPlanTools } from "@/lib/flow/manage-plan-tools";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json({ planTools: await listPlanTools() }));
