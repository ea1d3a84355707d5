import { receiveFile } from "@/lib/http/receive-file";
import { json, route } from "@/lib/http/route";

export const POST = route({}, async ({ request }) => json(await receiveFile(request), 201));
