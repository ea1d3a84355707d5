import { browseCatalogue } from "@/lib/flow/browse-catalogue";
import { searchQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: searchQuerySchema }, async ({ query }) => {
  const { q, limit, offset, ...filters } = query;
  return json(await browseCatalogue({ query: q, limit, offset, filters }));
});
