// What the embedded planner doesn't understand of a request to change a plan, read by a model: its changes become parts of
// the same proposal, judged like all others.
import type { StepId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Unrefined } from "@/lib/domain/refinement";
import type { PlanningRequest } from "@/lib/planning/embedded/planning-request";
import type { Proposal, Proposed } from "@/lib/planning/embedded/refine/proposal";
import { PlanWriter } from "./plan-writer";
import { offeredTools, planningPrompt } from "./planning-prompt";
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
  for (const group of grouped(changes)) propose(proposal, group, { words, model: model.name });
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

const stepOf = (change: PlanChange): StepId | null => {
  if (change.kind === "add-step") return change.step.id;
  return "stepId" in change ? change.stepId : null;
};

/** Changes that follow each other and are about one step are one thing to the person. */
function grouped(changes: readonly PlanChange[]): PlanChange[][] {
  const groups: PlanChange[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    const isMore = first && stepOf(first) === stepOf(change) && !/^(?:add|remove)-step$/.test(change.kind);
    if (group && isMore) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

function propose(
  proposal: Proposal,
  changes: readonly PlanChange[],
  { words, model }: { words: string; model: string },
): void {
  const [first] = changes;
  if (!first) return;
  const said = words.replaceAll("\n", ", ").slice(0, 300);
  const reason =
    (first.kind === "add-step" && first.step.why.reason) || `So ${model} reads what you ask for.`;
  proposal.propose({
    ...described(proposal.plan, changes, proposal),
    ...{ words: said, reason, changes: [...changes], byModel: true },
  });
}

/** What the first of some changes of one step is, in the words proposals have. */
function described(
  plan: Plan,
  [first, ...rest]: readonly PlanChange[],
  { request }: Pick<Proposal, "request">,
): Pick<Proposed, "kind" | "title"> {
  const step = plan.steps.find(({ id }) => first && id === stepOf(first));
  const name = `“${step?.title ?? ""}”`;
  const label = (input: string) =>
    `“${(step && request.tools.get(step.toolId)?.input.properties?.[input]?.title) ?? input}”`;
  switch (first?.kind) {
    case "add-step": {
      const tool = request.tools.get(first.step.toolId);
      const by = tool && tool.title !== first.step.title ? `, done by “${tool.title}”` : "";
      return { kind: "add", title: `Add “${first.step.title}”${by}` };
    }
    case "swap-tool":
      return { kind: "swap", title: `Use “${request.tools.get(first.toolId)?.title ?? ""}” for ${name}` };
    case "remove-step":
      return { kind: "remove", title: `Remove ${name}` };
    case "set-condition":
      return {
        kind: "condition",
        title: first.condition ? `Do ${name} only on a condition` : `Always do ${name}`,
      };
    case "set-repeat":
      return {
        kind: "repeat",
        title: first.repeat ? `Do ${name} once for each item` : `Do ${name} just once`,
      };
    case "add-dependency": {
      const other = plan.steps.find(({ id }) => id === first.dependsOn);
      return { kind: "order", title: `Do ${name} after “${other?.title ?? ""}”` };
    }
    case "rename-step":
      return { kind: "rename", title: `Call ${name} “${first.title}”` };
    case "clear-input":
      return {
        kind: "value",
        title: rest.length > 0 ? `Change ${name}` : `Leave ${label(first.input)} of ${name} empty`,
      };
    case "bind-input":
      return { kind: "value", title: `Change ${rest.length > 0 ? "" : `${label(first.input)} of `}${name}` };
    default:
      return { kind: "value", title: `Change ${name}` };
  }
}
