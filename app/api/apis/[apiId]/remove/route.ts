import { removeApi } from "@/lib/flow/remove-api";
import { notFound } from "@/lib/http/problem";
import { apiParamsSchema, removeApiRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: apiParamsSchema, body: removeApiRequestSchema },
  async ({ params, body }) => {
    const removed = await removeApi({ ...params, ...body });
    if (removed.kind === "not-found") throw notFound("API", params.apiId);
    return json({ apiId: params.apiId });
  },
);
