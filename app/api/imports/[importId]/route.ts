import { findImport } from "@/lib/db/imports";
import { notFound } from "@/lib/http/problem";
import { importParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: importParamsSchema }, async ({ params }) => {
  const found = await findImport(params.importId);
  if (!found) throw notFound("import", params.importId);
  return json(found);
});
