import { listDescribedConnections } from "@/lib/flow/describe-connections";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json({ connections: await listDescribedConnections() }));
