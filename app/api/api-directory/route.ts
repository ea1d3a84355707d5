import { findDirectory } from "@/lib/flow/manage-directory";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json(await findDirectory()));
