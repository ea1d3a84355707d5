// "use SMS instead": another tool for a step, with what the swap panel's own code makes of its values and readers.
import type { Candidate } from "@/lib/domain/candidate";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Tool } from "@/lib/domain/tool";
import { questionFor } from "@/lib/planning/embedded/ask";
import { rebindStep } from "@/lib/planning/rebind-step";
import { swapChanges } from "@/lib/planning/swap-changes";
import { addressField } from "./address-field";
import { listOf, numberedSteps, vesselIn, vesselOf } from "./find-step";
import type { Proposal } from "./proposal";
import { setRecipients } from "./recipients";
import type { Wish } from "./wish";

/** The tool some words ask for; null with the nearest when none fits. */
export async function toolFor(
  { request }: Proposal,
  words: string,
): Promise<{ tool: Tool | null; nearest: readonly Candidate[] }> {
  const found = (await request.search(words.slice(0, 400), 10)).filter(
    ({ tool }) => request.tools.has(tool.id) && !tool.off,
  );
  const vessel = vesselIn(words);
  const byVessel = vessel ? found.find(({ tool }) => vesselOf(tool) === vessel) : undefined;
  const [best] = found;
  const fits = byVessel ?? (best && best.score >= request.facts.fitThreshold ? best : undefined);
  return { tool: fits?.tool ?? null, nearest: found };
}

/** The steps a tool could take the place of, those whose values and purpose it takes over best. */
function stepsFor(proposal: Proposal, to: Tool): Step[] {
  const { plan, request } = proposal;
  const way = vesselOf(to);
  const ranked = numberedSteps(plan)
    .flatMap((step) => {
      const from = proposal.toolOf(step);
      if (!from || from.id === to.id || (from.effect === "read") !== (to.effect === "read")) return [];
      if ((vesselOf(from) !== null) !== (way !== null)) return [];
      const swap = rebindStep({ plan, step, from, to, tools: request.tools });
      // Of several messages it is not said which.
      const score = way ? 0 : swap.kept.length - swap.missing.length * 0.5 - swap.broken.length;
      return [{ step, score }];
    })
    .sort((a, b) => b.score - a.score);
  const best = ranked[0]?.score;
  return best === undefined || best < 0
    ? []
    : ranked.filter(({ score }) => score === best).map(({ step }) => step);
}

/** One of several people is not those who were meant: where only one can be reached, it is asked who. */
function reachingAll(proposal: Proposal, step: Step, tool: Tool, inputs: Step["inputs"]): Step["inputs"] {
  const field = addressField(proposal, { ...step, toolId: tool.id });
  const binding = field && inputs[field.name];
  if (!field || field.isList || binding?.kind !== "output") return inputs;
  if (!binding.path.some((segment) => typeof segment === "number")) return inputs;
  return {
    ...inputs,
    [field.name]: { kind: "question", question: questionFor(field, false), suggestions: [] },
  };
}

/** Offers to give a step the tool some words ask for. False when no tool or no step is meant. */
export async function swapStep(
  proposal: Proposal,
  wish: Wish,
  { to, of }: { to: string; of: Step | null },
): Promise<boolean> {
  const { tool } = await toolFor(proposal, to);
  if (!tool) return false;
  const steps = of ? [of] : stepsFor(proposal, tool);
  const [step, ...others] = steps;
  if (!step) return false;
  if (others.length > 0) {
    const all = numberedSteps(proposal.plan);
    proposal.leave(
      wish.words,
      `${tool.title} could take the place of ${listOf(steps, all)}. Say of which, such as “${to} instead of step ${all.indexOf(step) + 1}”.`,
    );
    return true;
  }
  const from = proposal.toolOf(step);
  if (from?.id === tool.id) return false;
  const { plan, request } = proposal;
  const rebinding = rebindStep({ plan, step, from, to: tool, tools: request.tools });
  const after = { ...step, toolId: tool.id, inputs: reachingAll(proposal, step, tool, rebinding.inputs) };
  const whole = { ...rebinding, inputs: after.inputs };
  const changes: PlanChange[] = swapChanges(step, tool, whole);
  const field = addressField(proposal, after);
  const done = proposal.propose({
    kind: "swap",
    title: `Use “${tool.title}” for “${step.title}”`,
    words: wish.words,
    reason: `It is the tool nearest to “${to}”${from ? `; now it is ${from.title}` : ""}.`,
    changes,
  });
  const said =
    /#[\p{L}\p{N}_-]+|@[\p{L}\p{N}._-]+|\+\d[\d -]+|\S+@\S+/u.exec(to)?.[0] ?? /\bto\s+(.+)$/i.exec(to)?.[1];
  const now = done && proposal.plan.steps.find(({ id }) => id === step.id);
  if (!now || !field || !said || /^(?:the )?(?:slack|chat|sms|e-?mail)/i.test(said)) return true;
  if (await setRecipients(proposal, wish, { step: now, words: said, isMore: false })) proposal.joinLast(done);
  return true;
}
