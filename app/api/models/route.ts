import { listModels } from "@/lib/flow/manage-models";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json(await listModels()));
