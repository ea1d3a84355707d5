import { searchCatalogue } from "@/lib/flow/search-catalogue";
import { searchQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: searchQuerySchema }, async ({ query }) =>
  json({ candidates: await searchCatalogue({ query: query.q, limit: query.limit }) }),
);
