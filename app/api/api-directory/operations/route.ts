import { findDirectoryApi, listDirectoryOperations } from "@/lib/db/api-directory";
import { notFound } from "@/lib/http/problem";
import { directoryApiQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: directoryApiQuerySchema }, async ({ query }) => {
  const api = await findDirectoryApi(query.id);
  if (!api) throw notFound("API", query.id);
  return json({ api, operations: await listDirectoryOperations(query.id) });
});
