// What is remembered, for those who look at it and remove it.
import { forgetValues, givenValues } from "@/lib/db/corrections";
import { forgetEpisodes, listEpisodes } from "@/lib/db/episodes";
import { findTools } from "@/lib/db/tools";
import type { Episode, SimilarEpisode } from "@/lib/domain/episode";
import type { PlanId, ToolId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { type RememberedValue, timesToRemember } from "@/lib/domain/remembered-value";
import { removeEpisodes, similarEpisodes } from "@/lib/retrieval/find-episodes";

/** Those for goals like `q`, the most alike first; without it all, newest first. */
export async function recallEpisodes(request: {
  q: string;
  limit: number;
  before?: string;
}): Promise<(Episode | SimilarEpisode)[]> {
  const { q, limit, before } = request;
  if (q.trim() !== "") return similarEpisodes({ goal: q, limit });
  return listEpisodes({ limit, ...(before ? { before: new Date(before) } : {}) });
}

/** All values a person gave inputs, those given most often first. */
export async function listRememberedValues(): Promise<RememberedValue[]> {
  const given = await givenValues();
  const tools = await findTools([...new Set(given.map(({ toolId }) => toolId))]);
  return given.flatMap((value) => {
    const tool = tools.get(value.toolId);
    if (!tool) return [];
    const inputTitle = tool.input.properties?.[value.input]?.title ?? value.input;
    return [{ ...value, toolTitle: tool.title, inputTitle, isUsed: value.plans.length >= timesToRemember }];
  });
}

/** Forgets what became of a plan; its runs stay in the History. */
export async function forgetEpisode(planId: PlanId): Promise<void> {
  await forgetEpisodes(planId);
  await removeEpisodes(planId);
}

export async function forgetValue(of: { toolId: ToolId; input: string; value: Json }): Promise<void> {
  await forgetValues(of);
}

/** Forgets all episodes and all values. */
export async function forgetEverything(): Promise<void> {
  await Promise.all([forgetEpisodes(), forgetValues()]);
  await removeEpisodes();
}
