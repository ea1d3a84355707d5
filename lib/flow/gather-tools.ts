// The tools a goal is planned with: as many as may serve it, however many the catalogue has.
import { plannableVersions } from "@/lib/db/plannable-tools";
import { findTools } from "@/lib/db/tools";
import type { Candidate } from "@/lib/domain/candidate";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import type { ReadParts } from "@/lib/retrieval/rank-tools";
import { nearestToolIds, searchTools } from "@/lib/retrieval/search-tools";

export interface GatheredTools {
  /** Those found for the goal as a whole, best first. */
  nearest: readonly ToolId[];
  /** Grows by what `search` finds. */
  tools: ReadonlyMap<ToolId, Tool>;
  search: (request: Parameters<typeof searchTools>[0]) => Promise<Candidate[]>;
}

/** Found for the goal as a whole; what a part of it needs is searched for again while it is planned. */
const foundForGoal = 60;
const mostKept = 4000;
/** Tools as they were read: planning remembers things about them. */
const kept = new Map<ToolId, Tool>();

/** The built-in tools, those nearest to the goal, and what goes with them. */
export async function gatherTools(goal: string): Promise<GatheredTools> {
  const before: ReadParts = new Map();
  const found = await nearestToolIds({ query: goal, limit: foundForGoal, before });
  const nearest = found.map((id) => toolIdSchema.parse(id));
  const versions = await plannableVersions(nearest);
  const wanted = [...versions.keys()];
  if (kept.size > mostKept) kept.clear();
  for (const [id, tool] of await findTools(wanted.filter((id) => kept.get(id)?.version !== versions.get(id))))
    kept.set(id, tool);
  const tools = new Map<ToolId, Tool>();
  for (const id of wanted) {
    const tool = kept.get(id);
    if (tool) tools.set(id, tool);
  }
  return {
    nearest,
    tools,
    search: async (request) => {
      const candidates = await searchTools({ ...request, before });
      for (const { tool } of candidates) if (!tools.has(tool.id)) tools.set(tool.id, tool);
      return candidates;
    },
  };
}
