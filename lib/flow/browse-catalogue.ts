import { connectedKinds } from "@/lib/db/connections";
import { findBriefs, findTraits, pageOfBriefs, type ToolTraits } from "@/lib/db/tool-briefs";
import { toolGroups } from "@/lib/db/tool-list";
import { noReasons } from "@/lib/domain/candidate";
import type { CataloguePage, FoundTool, ToolBrief } from "@/lib/domain/catalogue-page";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { countFacets, isWanted, mostFound, type ToolFilters, type ToolGroup } from "@/lib/domain/tool-search";
import type { RankedTool } from "@/lib/retrieval/rank-tools";
import { fitThreshold, rankedTools } from "@/lib/retrieval/search-tools";

interface BrowseRequest {
  query: string;
  limit: number;
  offset?: number;
  filters?: ToolFilters;
}

/** A page of the catalogue in brief, for reading while one types: by what fits a query, or by title. */
export async function browseCatalogue(request: BrowseRequest): Promise<CataloguePage> {
  const kinds = await connectedKinds();
  return request.query.trim() === "" ? listed(request, kinds) : found(request, kinds);
}

async function listed(request: BrowseRequest, kinds: ReadonlySet<string>): Promise<CataloguePage> {
  const { limit, offset = 0, filters = {} } = request;
  const [briefs, groups] = await Promise.all([
    pageOfBriefs({ filters, connectedKinds: kinds, limit, offset }),
    toolGroups(kinds),
  ]);
  return {
    tools: briefs.map((tool) => ({
      tool,
      score: 0,
      fits: true,
      reasons: noReasons,
      connected: isConnected(tool, kinds),
    })),
    total: groups.reduce((sum, group) => sum + (isWanted(group, filters) ? group.tools : 0), 0),
    facets: countFacets(groups, filters),
  };
}

async function found(request: BrowseRequest, kinds: ReadonlySet<string>): Promise<CataloguePage> {
  const { query, limit, offset = 0, filters = {} } = request;
  const find = (by: ToolFilters) =>
    rankedTools({ query, limit: mostFound, filters: by, connectedKinds: kinds });
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const [all, filtered] = await Promise.all([find({}), isFiltered ? find(filters) : null]);
  const wanted = filtered ?? all;
  const page = wanted.slice(offset, offset + limit);
  const idOf = ({ id }: RankedTool) => toolIdSchema.parse(id);
  // What is only found with the filters counts too.
  const counted = [...new Set([...all, ...wanted].map(idOf))];
  const [traits, briefs] = await Promise.all([findTraits(counted), findBriefs(page.map(idOf))]);
  return {
    tools: page.flatMap((ranked) => foundTool(ranked, briefs.get(idOf(ranked)), kinds)),
    // One that was removed a moment ago is not there.
    total: wanted.filter((ranked) => traits.has(idOf(ranked))).length,
    facets: countFacets(groupsOf(traits, kinds), filters),
  };
}

function foundTool(
  { score, reasons }: RankedTool,
  tool: ToolBrief | undefined,
  kinds: ReadonlySet<string>,
): FoundTool[] {
  // One that was removed or switched off a moment ago is not there.
  if (!tool || tool.off) return [];
  return [{ tool, score, fits: score >= fitThreshold, reasons, connected: isConnected(tool, kinds) }];
}

function groupsOf(traits: ReadonlyMap<ToolId, ToolTraits>, kinds: ReadonlySet<string>): ToolGroup[] {
  return [...traits.values()].map((one) => ({
    kind: one.kind,
    id: one.sourceId,
    title: one.sourceTitle,
    effect: one.effect,
    connected: isConnected(one, kinds),
    tools: 1,
  }));
}

const isConnected = ({ connectionKind }: Pick<ToolBrief, "connectionKind">, kinds: ReadonlySet<string>) =>
  connectionKind === null || kinds.has(connectionKind);
