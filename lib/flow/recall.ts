// What planning is told of earlier plans: those for goals like this one with the tools that served them, and values the
// person usually chooses. Memory helps; a plan is made without it when it can't be read.
import { givenValues } from "@/lib/db/corrections";
import type { SimilarEpisode } from "@/lib/domain/episode";
import type { ToolId } from "@/lib/domain/ids";
import { timesToRemember } from "@/lib/domain/remembered-value";
import { describeError } from "@/lib/engine/describe-error";
import type { PlanningRequest, UsualValue } from "@/lib/planning/embedded/planning-request";
import { similarEpisodes } from "@/lib/retrieval/find-episodes";

/** More alike than what is worth showing: it speaks for a tool. */
const enoughAlike = 0.75;

type Recalled = Required<Pick<PlanningRequest, "usedBefore" | "similar" | "usual">>;

export async function recall(goal: string): Promise<Recalled> {
  try {
    const [similar, usual] = await Promise.all([similarEpisodes({ goal, limit: 5 }), usualValues()]);
    return { usedBefore: toolsUsedBefore(similar), similar, usual };
  } catch (error) {
    console.error("What is remembered could not be read.", describeError(error));
    return { usedBefore: new Map(), similar: [], usual: new Map() };
  }
}

function toolsUsedBefore(similar: readonly SimilarEpisode[]): Map<ToolId, string> {
  const used = new Map<ToolId, string>();
  for (const episode of similar) {
    if (episode.outcome !== "completed" || episode.similarity < enoughAlike) continue;
    for (const { toolId } of episode.tools) if (!used.has(toolId)) used.set(toolId, episode.goal);
  }
  return used;
}

/** Of each input the value given in most plans. */
async function usualValues(): Promise<Map<ToolId, UsualValue[]>> {
  const usual = new Map<ToolId, UsualValue[]>();
  for (const { toolId, input, value, plans } of await givenValues()) {
    const values = usual.get(toolId) ?? [];
    if (plans.length < timesToRemember || values.some((one) => one.input === input)) continue;
    usual.set(toolId, [...values, { input, value, times: plans.length }]);
  }
  return usual;
}
