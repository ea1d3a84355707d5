import { searchDirectory } from "@/lib/flow/search-directory";
import { directorySearchQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: directorySearchQuerySchema }, async ({ query }) =>
  json(await searchDirectory({ query: query.q, limit: query.limit, offset: query.offset })),
);
