import { findTools } from "@/lib/db/tools";
import { toolIdSchema } from "@/lib/domain/ids";
import { notFound } from "@/lib/http/problem";
import { toolParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: toolParamsSchema }, async ({ params }) => {
  const toolId = toolIdSchema.parse(params.toolId);
  const tool = (await findTools([toolId])).get(toolId);
  if (!tool) throw notFound("tool", toolId);
  return json(tool);
});
