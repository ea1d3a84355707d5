// What the embedded planner doesn't understand of a request to change a plan, read by a model: its changes become parts of
// the same proposal, judged like all others.
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Unrefined } from "@/lib/domain/refinement";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import type { Proposal } from "@/lib/planning/embedded/refine/proposal";
import { PlanWriter } from "./plan-writer";
import { offeredTools, planningPrompt } from "./planning-prompt";
import { proposeChanges } from "./propose-changes";
import { noChanges, type Writing, writeInRounds } from "./write-in-rounds";

const candidateLimit = 15;
/** Somebody waits before the box. */
const patienceMs = 60_000;

/** Asks for what was left unread of a proposal; whatever goes wrong, the proposal stands as it was, and says so. */
export async function refineWithModel(
  writing: Writing & { request: PlanningRequest },
  proposal: Proposal,
): Promise<void> {
  const { model, request } = writing;
  const { unread, plan } = proposal;
  const words = unread.map((one) => one.words).join("\n");
  // Words and values count as the person's where they stand in what they ask now, or in what the plan is for.
  const writer = new PlanWriter(plan, { ...request, goal: `${words}\n\n${plan.goal}` });
  const [noted, lacked] = [new Set(writer.notes), new Set(writer.missing())];
  const changes: PlanChange[] = [];
  const candidates = await request.search(words.slice(0, 400), candidateLimit);
  const tools = offeredTools(request, candidates, plan);
  const written = await writeInRounds(
    { timeoutMs: patienceMs, ...writing, onChange: (change) => changes.push(change) },
    writer,
    {
      task: "refine",
      prompt: planningPrompt({ ...request, goal: words }, { tools, plan, planGoal: plan.goal }),
      flaws: ({ items }) => (items === 0 ? [noChanges] : writer.missing().filter((one) => !lacked.has(one))),
    },
  );
  if (written.kind === "broken" || (written.kind === "flawed" && changes.length === 0)) {
    proposal.note(`${model.name} was asked as well, and could not help: ${written.reason}`);
    return;
  }
  proposeChanges(proposal, changes, {
    words: words.replaceAll("\n", ", ").slice(0, 300),
    reason: `So ${model.name} reads what you ask for.`,
  });
  if (proposal.parts.some(({ byModel }) => byModel)) settle(proposal, unread, writer.unserved, model.name);
  else proposal.note(`${model.name} was asked as well, and would change nothing.`);
  if (written.kind === "flawed")
    proposal.note(`Not all that ${model.name} wrote was taken: ${written.reason}`);
  for (const note of writer.notes) if (!noted.has(note)) proposal.note(note);
}

/** What was left is read now, but for what the model says nobody can do. */
function settle(
  proposal: Proposal,
  unread: readonly Unrefined[],
  unserved: readonly string[],
  model: string,
): void {
  proposal.takeBack(unread);
  for (const words of unserved) proposal.leave(words, `Neither the planner nor ${model} has a tool for it.`);
}
