// Which step of a plan some words mean: "the chart", "the mail to Claire", "step 2".
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { isPulledIn } from "@/lib/planning/embedded/draft-of";
import { inputFields, type Meaning, outputPlaces } from "@/lib/planning/embedded/tool-fields";
import { isMessenger } from "@/lib/planning/embedded/weigh-tools";
import { contentStems, overlap, stem } from "@/lib/planning/embedded/words";
import { topologicalOrder } from "@/lib/planning/topological-order";
import type { Proposal } from "./proposal";

export type FoundStep =
  | { kind: "found"; step: Step }
  /** Which of them is not said. */
  | { kind: "several"; steps: Step[] }
  | { kind: "none" };

/** The steps in the order in which people see them numbered. */
export function numberedSteps({ steps }: Pick<Plan, "steps">): Step[] {
  const order = topologicalOrder(steps) ?? steps.map(({ id }) => id);
  return order.flatMap((id) => steps.find((step) => step.id === id) ?? []);
}

const ordinals = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];

/** "step 2", "the last step": by where it stands. Undefined where no place is named. */
function byNumber(words: string, steps: readonly Step[]): Step | null | undefined {
  const number = /^(?:the )?(?:step|number|no\.?|#) ?(\d{1,4})$/i.exec(words)?.[1];
  if (number) return steps[Number(number) - 1] ?? null;
  const ordinal = /^(?:the )?(\w+)(?: (?:step|one|thing))$/i.exec(words)?.[1]?.toLowerCase();
  if (ordinal === "last" || ordinal === "final") return steps.at(-1) ?? null;
  const place = ordinal ? ordinals.indexOf(ordinal) : -1;
  return place < 0 ? undefined : (steps[place] ?? null);
}

const vessels: readonly [RegExp, Meaning][] = [
  [/\b(?:e-?)?mail(?:s|ed|ing)?\b/i, "email"],
  [/\bsms(?:es)?\b|\btexts?\b|\btexting\b|\btext messages?\b/i, "phone"],
  [/\bslack\b|\bchat\b|\bdms?\b|\bchannels?\b|\bpost(?:s|ing)?\b/i, "chat"],
];

/** The way a message goes, where words name one. */
export function vesselIn(words: string): Meaning | null {
  return vessels.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

/** The kind of address a tool brings messages to; null for one that brings none. */
export function vesselOf(tool: Tool | null): Meaning | null {
  if (!tool || !isMessenger(tool)) return null;
  return (
    inputFields(tool).find(({ isRequired, meaning }) => isRequired && /^(?:email|phone|chat)$/.test(meaning))
      ?.meaning ?? null
  );
}

const enough = 0.5;
const margin = 0.12;
/** What a step says of itself weighs more than what its tool is called. */
const shares = { title: 0.6, tool: 0.5, gives: 0.25, search: 0.35, vessel: 0.8, message: 0.5 };

const messageWords = /\b(?:messages?|messag|notifications?|notif|alerts?|notes?|announcements?)\b/i;

/** The step some words mean. `accept`: which steps come into question. */
export async function findStep(
  proposal: Proposal,
  words: string,
  accept: (step: Step) => boolean = () => true,
): Promise<FoundStep> {
  const steps = numberedSteps(proposal.plan);
  const bare = words
    .replace(/^(?:also|just|only|both)\s+/i, "")
    .replace(/[.,;!?]+$/, "")
    .trim();
  const named = byNumber(bare, steps);
  if (named !== undefined) return named && accept(named) ? { kind: "found", step: named } : { kind: "none" };
  const vessel = vesselIn(bare);
  const isMessage = messageWords.test(bare);
  const all = stemsOf(bare);
  // "the message" is any message, also where a tool is called so.
  const wanted = isMessage && !vessel ? all.filter((one) => !messageWords.test(one)) : all;
  if (all.length === 0) return { kind: "none" };
  const found = new Map(
    (await proposal.request.search(bare.slice(0, 400), 10)).map(({ tool, score }) => [tool.id, score]),
  );
  const ranked = steps
    .filter(accept)
    .flatMap((step) => {
      const tool = proposal.toolOf(step);
      if (!tool) return [{ step, score: overlap(wanted, stemsOf(step.title)) * shares.title }];
      const way = vesselOf(tool);
      if (vessel && way && way !== vessel) return [];
      const own = vessel !== null && way === vessel;
      const rest = own
        ? wanted.filter((one) => !/^(?:email|mail|sm|sms|text|slack|post|messag|chat|send)$/.test(one))
        : wanted;
      const gives = outputPlaces(tool).flatMap(({ stems }) => stems);
      const score =
        overlap(wanted, stemsOf(step.title)) * shares.title +
        overlap(wanted, stemsOf(tool.title)) * shares.tool +
        overlap(wanted, gives) * shares.gives +
        (found.get(tool.id) ?? 0) * shares.search +
        (own ? shares.vessel : 0) +
        (isMessage && way ? shares.message : 0) +
        (rest.length > 0 && own ? overlap(rest, saidBy(step)) * 0.6 : 0) -
        (isPulledIn(step, steps) ? 0.3 : 0) -
        (vessel && !way ? 0.6 : 0);
      return [{ step, score }];
    })
    .sort((a, b) => b.score - a.score);
  const [best, ...others] = ranked;
  if (!best || best.score < enough) return { kind: "none" };
  const close = others.filter(({ score }) => score > best.score - margin);
  return close.length === 0
    ? { kind: "found", step: best.step }
    : { kind: "several", steps: [best.step, ...close.map(({ step }) => step)] };
}

/** Stems of all words that mean something: of "the look-up" too. */
function stemsOf(words: string): string[] {
  const kept = contentStems(words.replace(/\blook[- ]?ups?\b/gi, "lookup look"));
  return kept.length > 0
    ? kept
    : words
        .split(/\s+/)
        .filter((word) => word.length > 2 && !/^(?:the|this|that|its|them|all|and)$/i.test(word))
        .map(stem);
}

/** Words that stand in the values of a step. */
function saidBy(step: Step): string[] {
  return contentStems(`${step.title} ${JSON.stringify(Object.values(step.inputs))}`);
}

/** Steps in words, to choose from: “A”, “B”. */
export function listOf(steps: readonly Step[], all: readonly Step[]): string {
  const number = (step: Step) => all.findIndex(({ id }) => id === step.id) + 1;
  return steps
    .slice(0, 8)
    .map((step) => `step ${number(step)} “${step.title}”`)
    .join(", ");
}

/** Says that no step, or no single one, is meant; the step where one is. */
export async function stepOrLeave(
  proposal: Proposal,
  wish: { words: string },
  words: string,
  accept?: (step: Step) => boolean,
): Promise<Step | null> {
  const found = await findStep(proposal, words, accept);
  const all = numberedSteps(proposal.plan);
  if (found.kind === "found") return found.step;
  if (found.kind === "several") {
    const [one] = found.steps;
    const place = all.findIndex(({ id }) => id === one?.id) + 1;
    proposal.leave(
      wish.words,
      `“${words}” could mean ${listOf(found.steps, all)}. Say which, such as “step ${place}”.`,
    );
    return null;
  }
  proposal.leave(
    wish.words,
    all.length === 0
      ? "The plan has no steps yet."
      : `No step of this plan is “${words}”. Its steps are ${listOf(all, all)}.`,
  );
  return null;
}
