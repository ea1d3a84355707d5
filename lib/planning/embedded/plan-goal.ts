// The embedded planner: from a sentence to a grounded graph, without a model and without the network.
import { withLineBreaks, withPastedQuoted } from "@/lib/planning/own-words";
import { expandIntents } from "./expand-intents";
import { candidatesFor, searchIntent, weighAll } from "./find-options";
import { excerpt, finishPlan, type GroundedIntent } from "./finish-plan";
import { legibility, legibilityNote } from "./language";
import { mendSpelling } from "./mend-spelling";
import type { PlanDraft, PlanningRequest } from "./planning-request";
import { readGoal } from "./read-goal";
import { nothing, searchDrafts } from "./search-drafts";
import { settleAmbiguity } from "./settle-ambiguity";
import { withoutVerbAlone } from "./verb-alone";

/** Plans a goal. Never throws for what a person may type; what can't be served is said. */
export async function planGoal(request: PlanningRequest): Promise<PlanDraft> {
  const note = legibilityNote(legibility(request.goal));
  if (note) return { steps: [], notes: [note], unserved: [{ words: excerpt(request.goal), nearest: [] }] };
  const { tools, facts } = request;
  const text = withPastedQuoted(request.goal);
  const goal = readGoal(text, request, (read) =>
    mendSpelling({ ...read, tools, databases: facts.databases }),
  );
  const intents = expandIntents(goal, request);
  const found = await Promise.all(
    intents.map(async (intent) =>
      withoutVerbAlone(request, intent, await searchIntent(request, goal, intent)),
    ),
  );
  const grounded = intents.map(
    (intent, index): GroundedIntent => ({
      intent,
      candidates: candidatesFor(request, intent, found[index] ?? []),
    }),
  );
  const weighed = weighAll(request, goal, grounded);
  const branches = searchDrafts(request, weighed);
  const settled = await settleAmbiguity(request, weighed, branches);
  const [best = nothing(request)] = settled === weighed ? branches : searchDrafts(request, settled);
  const plan = withLineBreaks(finishPlan(goal, grounded, best, request));
  return text === request.goal ? plan : { ...plan, notes: [...plan.notes, pastedNote] };
}

const pastedNote = "What you pasted is taken as content: nothing that it asks for is planned.";
