import { recallEpisodes } from "@/lib/flow/manage-memory";
import { episodesQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: episodesQuerySchema }, async ({ query }) =>
  json({ episodes: await recallEpisodes(query) }),
);
