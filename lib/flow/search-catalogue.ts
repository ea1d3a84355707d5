import { connectedKinds } from "@/lib/db/connections";
import { pageOfTools, toolGroups } from "@/lib/db/tool-list";
import type { Candidate } from "@/lib/domain/candidate";
import { importedFrom } from "@/lib/domain/tool";
import {
  countFacets,
  isWanted,
  mostFound,
  type ToolFilters,
  type ToolGroup,
  type ToolSearch,
} from "@/lib/domain/tool-search";
import { candidateOf, searchTools } from "@/lib/retrieval/search-tools";

/** A page of the tools nearest to a query, best first; without a query, of the catalogue by title. */
export async function searchCatalogue(request: {
  query: string;
  limit: number;
  offset?: number;
  filters?: ToolFilters;
}): Promise<ToolSearch> {
  const kinds = await connectedKinds();
  const { query, limit, offset = 0, filters = {} } = request;
  if (query.trim() === "") {
    const [tools, groups] = await Promise.all([
      pageOfTools({ filters, connectedKinds: kinds, limit, offset }),
      toolGroups(kinds),
    ]);
    return {
      candidates: tools.map((tool) => candidateOf(tool, kinds)),
      total: groups.reduce((sum, group) => sum + (isWanted(group, filters) ? group.tools : 0), 0),
      facets: countFacets(groups, filters),
    };
  }
  const find = (by: ToolFilters) =>
    searchTools({ query, limit: mostFound, filters: by, connectedKinds: kinds });
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const [all, wanted] = await Promise.all([find({}), isFiltered ? find(filters) : null]);
  const found = wanted ?? all;
  // What is only found with the filters counts too.
  const counted = new Map([...all, ...found].map((candidate) => [candidate.tool.id, candidate]));
  return {
    candidates: found.slice(offset, offset + limit),
    total: found.length,
    facets: countFacets([...counted.values()].map(groupOf), filters),
  };
}

function groupOf({ tool, connected }: Candidate): ToolGroup {
  return {
    kind: tool.source.kind,
    id: importedFrom(tool)?.id ?? null,
    title: importedFrom(tool)?.title ?? null,
    effect: tool.effect,
    connected,
    tools: 1,
  };
}
