// "monthly instead of quarterly": a part of the goal said in other words, planned again, and laid over the steps it made.
import { sourceSteps } from "@/lib/domain/binding";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { readGoal } from "@/lib/planning/embedded/read-goal";
import { withSteps } from "@/lib/planning/stand-ins";
import { dependentsOf } from "@/lib/planning/topological-order";

import { numberedSteps } from "./find-step";
import type { Proposal } from "./proposal";
import { planAmong } from "./restate";
import { retellings } from "./retellings";
import type { Wish } from "./wish";
import { unquoted } from "./wish-readers";

const article = /^(?:the|a|an|by|per|in|for|from|to) /i;

/** Steps that serve the same words of the goal. */
function groupsOf(steps: readonly Step[]): Step[][] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.why.words.trim() === "") continue;
    groups.set(step.why.words, [...(groups.get(step.why.words) ?? []), step]);
  }
  return [...groups.values()];
}

/** Offers what is different when the words of a part of the goal are. False when that changes no step it made. */
export async function restatePlan(
  proposal: Proposal,
  wish: Wish,
  { to, of }: { to: string; of: string | null },
): Promise<boolean> {
  const steps = numberedSteps(proposal.plan);
  for (const group of groupsOf(steps)) {
    const words = group[0]?.why.words ?? "";
    const said = saidOtherwise(proposal, words, unquoted(to), of && unquoted(of));
    if (!said) continue;
    const after = new Set(group.flatMap(({ id }) => [id, ...dependentsOf(steps, id)]));
    const given = steps.filter(({ id }) => !after.has(id));
    const [now, then] = [
      await planAmong(proposal, given, { goal: words }),
      await planAmong(proposal, given, { goal: said }),
    ];
    const changes = laidOver(group, now.steps, then.steps);
    if (!changes || changes.length === 0) continue;
    const titles = (of ? [] : group).flatMap((step): PlanChange[] => {
      const title = saidOtherwise(proposal, step.title, unquoted(to), of && unquoted(of));
      return title && title !== step.title
        ? [{ kind: "rename-step", stepId: step.id, title: title.slice(0, 200) }]
        : [];
    });
    const texts = of
      ? retellings(proposal, group, [unquoted(of).replace(article, "")], unquoted(to).replace(article, ""))
      : [];
    const done = proposal.propose({
      kind: "value",
      title: `Plan “${words.slice(0, 100)}” as “${said.slice(0, 100)}”`,
      words: wish.words,
      reason: "These words of the goal are read as if they had been said so from the beginning.",
      changes: [...changes, ...titles, ...texts],
    });
    return done !== null || proposal.unrefined.some((one) => one.words === wish.words);
  }
  return false;
}

/** The words with one thing for another: what is named, or the value of the same kind. */
function saidOtherwise({ request }: Proposal, words: string, to: string, of: string | null): string | null {
  if (of) {
    const bare = of.replace(article, "");
    const at = wordAt(words, bare);
    return at < 0 ? null : words.slice(0, at) + to.replace(article, "") + words.slice(at + bare.length);
  }
  const by = /^(?:by|per) /i.test(to) ? /\b(?:by|per) [\p{L}-]+(?: and [\p{L}-]+)?/iu.exec(words) : null;
  if (by) return words.slice(0, by.index) + to + words.slice(by.index + by[0].length);
  const [value] = readGoal(to, request).values;
  const same = value && readGoal(words, request).values.find(({ kind }) => kind === value.kind);
  if (value && same) return words.slice(0, same.start) + value.words + words.slice(same.end);
  const grain = /^(daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)$/i.exec(to);
  const other = grain && /\b(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)\b/i.exec(words);
  if (grain && other) return words.slice(0, other.index) + to + words.slice(other.index + other[0].length);
  return /^(?:by|per|for|in|of|from|since|only|top) /i.test(to)
    ? `${words.replace(/[.!]+$/, "")} ${to}`
    : null;
}

/** Where some words stand in a text, as whole words; -1 where they don't. */
function wordAt(text: string, words: string): number {
  const isLetter = (at: number) => /[\p{L}\p{N}]/u.test(text.charAt(at));
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  return at < 0 || isLetter(at - 1) || isLetter(at + words.length) ? -1 : at;
}

/** What differs between two plans of the same steps, as changes of the steps that are there; null when they don't match. */
function laidOver(group: readonly Step[], now: readonly Step[], then: readonly Step[]): PlanChange[] | null {
  if (now.length !== then.length || now.length !== group.length) return null;
  const pairs = group.map((step, place) => ({ step, before: now[place], after: then[place] }));
  if (
    pairs.some((pair) => pair.before?.toolId !== pair.step.toolId || pair.after?.toolId !== pair.step.toolId)
  )
    return null;
  const standIns = new Map(
    pairs.flatMap((pair) =>
      [pair.before, pair.after].flatMap((one) => (one ? [[one.id, pair.step.id] as const] : [])),
    ),
  );
  return pairs.flatMap(({ step, before, after }): PlanChange[] => {
    const [old, next] = [withSteps(before?.inputs ?? {}, standIns), withSteps(after?.inputs ?? {}, standIns)];
    const names = new Set([...Object.keys(old), ...Object.keys(next)]);
    return [...names].flatMap((input): PlanChange[] => {
      if (JSON.stringify(old[input]) === JSON.stringify(next[input])) return [];
      const binding = next[input];
      // What a person has put there meanwhile is theirs.
      const isOwn = JSON.stringify(step.inputs[input]) !== JSON.stringify(old[input]);
      if (isOwn && step.inputs[input]?.kind === "literal") return [];
      if (binding)
        return sourceSteps(binding).length > 8
          ? []
          : [{ kind: "bind-input", stepId: step.id, input, binding }];
      return Object.hasOwn(step.inputs, input) ? [{ kind: "clear-input", stepId: step.id, input }] : [];
    });
  });
}
