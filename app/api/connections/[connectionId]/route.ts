import { describeConnection } from "@/lib/flow/describe-connections";
import { notFound } from "@/lib/http/problem";
import { connectionParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: connectionParamsSchema }, async ({ params }) => {
  const connection = await describeConnection(params.connectionId);
  if (!connection) throw notFound("connection", params.connectionId);
  return json(connection);
});
