import { findTools } from "@/lib/db/tools";
import { type Candidate, noReasons } from "@/lib/domain/candidate";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { withIndex } from "./ensure-index";
import { nearestTools, type RankedTool, type RankRequest, rankTools } from "./rank-tools";

/** Below this score nothing fits: what is found is only the nearest. */
export const fitThreshold = 0.5;

/**
 * The tools nearest to a query, best first; at most `limit`. Those below `fitThreshold` are near misses.
 * @param request.connectedKinds kinds that have a connection, for `connected`.
 * What a step would fill is left empty: the query is no step.
 */
export async function searchTools(
  request: RankRequest & { connectedKinds: ReadonlySet<string> },
): Promise<Candidate[]> {
  const ranked = await rankedTools(request);
  const tools = await findTools(ranked.map((found) => toolIdSchema.parse(found.id)));
  return ranked.flatMap((found) => {
    // One that was removed or switched off a moment ago is not there.
    const tool = tools.get(toolIdSchema.parse(found.id));
    return tool && !tool.off ? [candidateOf(tool, request.connectedKinds, found)] : [];
  });
}

/** The same as ids with their evidence, for whoever needs little of the tools themselves. */
export function rankedTools(request: RankRequest): Promise<RankedTool[]> {
  return withIndex((index) => rankTools(index, request));
}

/** Only the ids, without evidence. */
export function nearestToolIds(request: RankRequest): Promise<string[]> {
  return withIndex((index) => nearestTools(index, request));
}

/** A tool as a candidate that no step was looked at for; without `found`, one that wasn't searched for. */
export function candidateOf(
  tool: Tool,
  connectedKinds: ReadonlySet<string>,
  found?: Omit<RankedTool, "id">,
): Candidate {
  return {
    tool,
    score: found?.score ?? 0,
    fits: (found?.score ?? 0) >= fitThreshold,
    similarity: found?.similarity ?? 0,
    matchedWords: found?.matchedWords ?? [],
    reasons: found?.reasons ?? noReasons,
    connected: tool.connectionKind === null || connectedKinds.has(tool.connectionKind),
    filled: [],
    missingInputs: [],
    record: null,
  };
}
