// Where two tools fit a part of the goal about as well, somebody else may be asked which it is.
import type { Candidate } from "@/lib/domain/candidate";
import type { GroundedIntent } from "./finish-plan";
import type { PlanningRequest } from "./planning-request";

/** How near to the best a candidate's score has to be to be as good an answer. */
const nearBest = 0.85;
const mostAlike = 4;
const mostQuestions = 3;

/** The intents with what was decided: of tools that are alike, only the chosen one stays. */
export async function settleAmbiguity(
  request: PlanningRequest,
  grounded: readonly GroundedIntent[],
): Promise<readonly GroundedIntent[]> {
  const { chooseTool } = request;
  if (!chooseTool) return grounded;
  const ambiguous = grounded.filter((one) => alikeOf(one).length > 1).slice(0, mostQuestions);
  return Promise.all(
    grounded.map(async (one) => {
      if (!ambiguous.includes(one)) return one;
      const alike = alikeOf(one);
      const chosen = await chooseTool(
        one.intent.words,
        alike.map(({ tool }) => tool),
      );
      if (chosen === null) return one;
      const given = new Set(alike.filter(({ tool }) => tool.id !== chosen));
      return { ...one, candidates: one.candidates.filter((candidate) => !given.has(candidate)) };
    }),
  );
}

/** The candidates of an intent that fit it about as well as the best. */
function alikeOf({ intent, candidates }: GroundedIntent): Candidate[] {
  const fitting = candidates.filter(({ fits }) => fits);
  const best = Math.max(0, ...fitting.map(({ score }) => score));
  if (intent.isSupply) return [];
  return fitting.filter(({ score }) => score >= best * nearBest).slice(0, mostAlike);
}
