import { findApiUse } from "@/lib/flow/remove-api";
import { notFound } from "@/lib/http/problem";
import { apiParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: apiParamsSchema }, async ({ params }) => {
  const use = await findApiUse(params.apiId);
  if (!use) throw notFound("API", params.apiId);
  return json(use);
});
