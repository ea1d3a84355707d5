import { findTools } from "@/lib/db/tools";
import type { Candidate } from "@/lib/domain/candidate";
import { toolIdSchema } from "@/lib/domain/ids";
import { withIndex } from "./ensure-index";
import { type RankRequest, rankTools } from "./rank-tools";

/** Below this score nothing fits: what is found is only the nearest. */
export const fitThreshold = 0.5;

/**
 * The tools nearest to a query, best first; at most `limit`. Those below `fitThreshold` are near misses.
 * @param request.connectedKinds kinds that have a connection, for `connected`.
 * `missingInputs` is empty: the query is no step.
 */
export async function searchTools(
  request: RankRequest & { connectedKinds: ReadonlySet<string> },
): Promise<Candidate[]> {
  const ranked = await withIndex((index) => rankTools(index, request));
  const tools = await findTools(ranked.map((found) => toolIdSchema.parse(found.id)));
  return ranked.flatMap(({ id, score, similarity, matchedWords }) => {
    // One that was removed or switched off a moment ago is not there.
    const tool = tools.get(toolIdSchema.parse(id));
    if (!tool || tool.off) return [];
    const connected = tool.connectionKind === null || request.connectedKinds.has(tool.connectionKind);
    return [{ tool, score, similarity, matchedWords, connected, missingInputs: [] }];
  });
}
