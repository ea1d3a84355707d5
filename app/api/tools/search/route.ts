import { searchCatalogue } from "@/lib/flow/search-catalogue";
import { searchQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: searchQuerySchema }, async ({ query }) => {
  const { q, limit, offset, ...filters } = query;
  return json(await searchCatalogue({ query: q, limit, offset, filters }));
});
