import type { StoredFile } from "@/lib/domain/file";
import { env } from "@/lib/env";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { fitThreshold } from "@/lib/retrieval/search-tools";
import { gatherFacts } from "./gather-facts";
import { gatherTools } from "./gather-tools";

/** All the embedded planner is given for some words: tools, facts, files. `notes`: what couldn't be found out. */
export async function gatherPlanning(wanted: {
  goal: string;
  files: readonly StoredFile[];
  now: Date;
  timeZone: string;
  /** Whether a language model writes texts when asked to. */
  writesTexts: boolean;
}): Promise<{ planning: PlanningRequest; notes: string[] }> {
  const { goal, now, timeZone, writesTexts } = wanted;
  const facts = await gatherFacts(wanted.files);
  const gathered = await gatherTools(goal);
  const { databases, connectedKinds } = facts;
  const planning: PlanningRequest = {
    goal,
    now,
    timeZone,
    files: facts.files,
    nearest: gathered.nearest,
    tools: gathered.tools,
    facts: { databases, connectedKinds, fitThreshold, writesTexts, mostItems: env().LAMPLIGHT_MAX_ITEMS },
    search: (query, limit) => gathered.search({ query, limit, connectedKinds }),
  };
  return { planning, notes: facts.notes };
}
