import { importTools } from "@/lib/flow/import-tools";
import { refused } from "@/lib/http/problem";
import { importRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route({ body: importRequestSchema, maxBodyBytes: 11_000_000 }, async ({ body }) => {
  const imported = await importTools(body);
  if (imported.kind === "refused") throw refused(imported.message);
  const { apiId, title, tools, warnings } = imported;
  return json({ apiId, title, tools, warnings }, 201);
});
