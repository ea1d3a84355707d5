import { findServer, listServerTools, publicServer } from "@/lib/db/mcp-servers";
import { notFound } from "@/lib/http/problem";
import { serverParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: serverParamsSchema }, async ({ params }) => {
  const server = await findServer(params.serverId);
  if (!server) throw notFound("MCP server", params.serverId);
  return json({ server: publicServer(server), tools: await listServerTools(server.id) });
});
