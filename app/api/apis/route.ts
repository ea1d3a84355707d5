import { listImportedApis } from "@/lib/flow/list-imported-apis";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json({ apis: await listImportedApis() }));
