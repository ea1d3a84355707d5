import { connectedKinds } from "@/lib/db/connections";
import { allTools } from "@/lib/db/tools";
import type { Candidate } from "@/lib/domain/candidate";
import { searchTools } from "@/lib/retrieval/search-tools";

/** The tools nearest to a query, best first; without a query, the catalogue by title. */
export async function searchCatalogue(request: { query: string; limit: number }): Promise<Candidate[]> {
  const connected = await connectedKinds();
  if (request.query.trim() !== "") return searchTools({ ...request, connectedKinds: connected });
  const tools = (await allTools()).sort((a, b) => a.title.localeCompare(b.title));
  return tools.slice(0, request.limit).map((tool) => ({
    tool,
    score: 0,
    similarity: 0,
    matchedWords: [],
    connected: tool.connectionKind === null || connected.has(tool.connectionKind),
    missingInputs: [],
  }));
}
