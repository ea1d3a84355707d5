import { summarizeServers } from "@/lib/db/mcp-servers";
import { json, route } from "@/lib/http/route";
import { isStdioAllowed } from "@/lib/tools/mcp/connect-server";

export const GET = route({}, async () =>
  json({ servers: await summarizeServers(), canStartPrograms: isStdioAllowed() }),
);
