import { findDirectory } from "@/lib/flow/install-directory";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json(await findDirectory()));
