// Where a plan with another tool for a part of the goal is about as good, somebody else may be asked which it is.
import type { Tool } from "@/lib/domain/tool";
import type { Branch } from "./finish-plan";
import type { PlanningRequest } from "./planning-request";
import type { FillingContext } from "./situation";
import type { Option } from "./weigh-tools";

export interface RankedOption extends Option {
  nearness: number;
}

/** An intent with what it can be done with, best first. */
export interface WeighedIntent {
  context: FillingContext;
  options: readonly RankedOption[];
}

/** Plans worth less than the best by no more than this are as good an answer; a step that fits is worth two or more. */
const margin = 0.1;
const mostAlike = 4;
const mostQuestions = 3;

/**
 * The intents with what was decided: of tools whose plans are alike, only the chosen one stays. The very same list where
 * nothing was asked or nobody answered.
 * @param branches the plans there are, best first
 */
export async function settleAmbiguity(
  { chooseTool }: PlanningRequest,
  weighed: readonly WeighedIntent[],
  branches: readonly Branch[],
): Promise<readonly WeighedIntent[]> {
  if (!chooseTool) return weighed;
  const asked = weighed
    .map((one) => ({ one, alike: alikeOf(one, branches) }))
    .filter(({ alike }) => alike.length > 1)
    .slice(0, mostQuestions);
  const settled = new Map<WeighedIntent, WeighedIntent>();
  await Promise.all(
    asked.map(async ({ one, alike }) => {
      const chosen = await chooseTool(one.context.intent.words, alike);
      if (chosen === null) return;
      const others = new Set(alike.filter(({ id }) => id !== chosen));
      settled.set(one, { ...one, options: one.options.filter(({ tool }) => !others.has(tool)) });
    }),
  );
  return settled.size === 0 ? weighed : weighed.map((one) => settled.get(one) ?? one);
}

/** The tools the best plans have for an intent, where they are worth about as much. */
function alikeOf({ context }: WeighedIntent, branches: readonly Branch[]): Tool[] {
  const { intent } = context;
  const [best] = branches;
  if (!best || intent.isSupply) return [];
  const near = branches.filter(({ score }) => score >= best.score - margin);
  const tools = near.flatMap(({ draft }) =>
    draft.steps.filter((step) => step.isMain && step.intent === intent.position).map(({ tool }) => tool),
  );
  return [...new Set(tools)].slice(0, mostAlike);
}
