// Who a message goes to: others instead, more of them, or fewer.
import { type Binding, sourceSteps } from "@/lib/domain/binding";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { requiredInputs } from "@/lib/domain/tool";
import { type InputField, inputFields } from "@/lib/planning/embedded/tool-fields";
import { dependentsOf } from "@/lib/planning/topological-order";
import { addressField } from "./address-field";
import { numberedSteps } from "./find-step";
import type { Proposal } from "./proposal";
import { inputsFor } from "./restate";
import type { Wish } from "./wish";

/** Those some words name, as a step's address input would have them; null when they name nobody it can reach. */
async function addressees(proposal: Proposal, step: Step, field: InputField, words: string) {
  const tool = proposal.toolOf(step);
  if (!tool) return null;
  const dependents = dependentsOf(proposal.plan.steps, step.id);
  const given = proposal.plan.steps.filter(({ id }) => id !== step.id && !dependents.has(id));
  const to = words.replace(/^(?:to|at|for)\s+/i, "");
  const made = await inputsFor(proposal, {
    toolId: tool.id,
    words: `${tool.title} to ${to} saying hello`,
    given,
  });
  const binding = made?.step.inputs[field.name];
  if (!made || !binding || binding.kind === "question") return null;
  const read = new Set(sourceSteps(binding));
  return { binding, brought: made.brought.filter(({ id }) => read.has(id)) };
}

/** Each address, or list of them, that a binding is made of. */
export const itemsOf = (binding: Binding): Binding[] =>
  binding.kind === "list"
    ? binding.items
    : binding.kind === "literal" && Array.isArray(binding.value)
      ? binding.value.map((value) => ({ ...binding, value }))
      : [binding];

/** How many addresses, or lists of them, a step's message goes to. */
export function recipientCount(proposal: Proposal, step: Step): number {
  const field = addressField(proposal, step);
  const binding = field && step.inputs[field.name];
  return binding ? itemsOf(binding).length : 0;
}

/** One binding for several: a literal list where all are, else a list of bindings. */
function joined(items: readonly Binding[]): Binding {
  const [only] = items;
  if (only && items.length === 1 && only.kind === "output") return only;
  const literals = items.flatMap((item) => (item.kind === "literal" ? [item] : []));
  if (literals.length < items.length) return { kind: "list", items: [...items] };
  const words = [...new Set(literals.flatMap(({ words: said }) => said ?? []))].join(", ").slice(0, 500);
  const origin = literals.every((one) => one.origin === "constant") ? "constant" : "person";
  return { kind: "literal", value: literals.map(({ value }) => value), origin, ...(words ? { words } : {}) };
}

/** Sends a step's message to others, or to more; false when the words name nobody it can reach. */
export async function setRecipients(
  proposal: Proposal,
  wish: Wish,
  { step, words, isMore, input }: { step: Step; words: string; isMore: boolean; input?: string },
): Promise<boolean> {
  const tool = proposal.toolOf(step);
  const main = addressField(proposal, step);
  const field = (input && tool && inputFields(tool).find(({ name }) => name === input)) || main;
  if (!main || !field) return false;
  if (step.repeat) return setRepeatedRecipients(proposal, wish, { step, words, isMore });
  const found = await addressees(proposal, step, main, words);
  if (!found || (isMore && !field.isList)) return false;
  const now = step.inputs[field.name];
  const kept = isMore && now && now.kind !== "question" ? itemsOf(now) : [];
  const known = new Set(kept.map((item) => JSON.stringify(plain(item))));
  const items = [
    ...kept,
    ...itemsOf(found.binding).filter((item) => !known.has(JSON.stringify(plain(item)))),
  ];
  const binding = field.isList ? joined(items) : found.binding;
  const stillRead = new Set(sourceSteps(binding));
  const read = isMore ? [] : sourcesOnlyFor(proposal, step, now).filter(({ id }) => !stillRead.has(id));
  proposal.propose({
    kind: "value",
    title: isMore ? `Send “${step.title}” to ${words} too` : `Send “${step.title}” to ${words}`,
    words: wish.words,
    reason:
      found.brought.length > 0
        ? `The address of ${words} is looked up first.`
        : `${words} is where it is to go.`,
    changes: [
      ...found.brought.map((one): PlanChange => ({ kind: "add-step", step: withWords(one, wish.words) })),
      { kind: "bind-input", stepId: step.id, input: field.name, binding },
      ...(isMore ? [] : readdressed(proposal, step, now, words)),
      ...read.map((one): PlanChange => ({ kind: "remove-step", stepId: one.id })),
    ],
  });
  return true;
}

/** The title and the greeting name those it goes to now. */
function readdressed(proposal: Proposal, step: Step, before: Binding | undefined, now: string): PlanChange[] {
  const was = before ? namesOf(proposal, before).map((name) => name.replace(/^(?:the|our|my) /i, "")) : [];
  const to = now.replace(/^to /i, "");
  const lower = step.title.toLowerCase();
  const spans = was.flatMap((name) => {
    const start = name.length > 2 ? lower.indexOf(name.toLowerCase()) : -1;
    return start < 0 ? [] : [{ start, end: start + name.length }];
  });
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  const place = spans.length > 0 ? { head: step.title.slice(0, start), tail: step.title.slice(end) } : null;
  const title = place
    ? `${place.head.replace(/\b(?:the|our|my) $/i, "")}${to}${place.tail}`.slice(0, 200)
    : step.title;
  const changes: PlanChange[] = title === step.title ? [] : [{ kind: "rename-step", stepId: step.id, title }];
  const isName = !/[@#+]|\band\b|,/.test(now);
  for (const [input, binding] of Object.entries(step.inputs)) {
    const [first, ...rest] = binding.kind === "template" ? binding.parts : [];
    if (typeof first !== "string" || !/^Hello\b[^,\n]*,/.test(first)) continue;
    const name = to.replace(/^(?:the|our|my) /i, "");
    const greeting = isName ? `Hello ${/^\p{Lu}/u.test(name) ? name.split(" ")[0] : name},` : "Hello,";
    const text = first.replace(/^Hello\b[^,\n]*,/, greeting);
    if (text !== first) {
      changes.push({
        kind: "bind-input",
        stepId: step.id,
        input,
        binding: { kind: "template", parts: [text, ...rest] },
      });
    }
  }
  return changes;
}

/** Whom a binding names: addresses as typed, people and teams as they were looked up. */
function namesOf(proposal: Proposal, binding: Binding): string[] {
  return itemsOf(binding).flatMap((item): string[] => {
    if (item.kind === "literal") return [String(item.value), ...(item.words ? [item.words] : [])];
    return sourceSteps(item).flatMap((id) => {
      const source = proposal.plan.steps.find((one) => one.id === id);
      return Object.values(source?.inputs ?? {}).flatMap((one) =>
        one.kind === "literal" ? [String(one.value)] : [],
      );
    });
  });
}

/** Of a message that goes to each of a list: the list is another one. */
function setRepeatedRecipients(
  proposal: Proposal,
  wish: Wish,
  { step, words, isMore }: { step: Step; words: string; isMore: boolean },
): boolean {
  const [source] = step.repeat ? sourceSteps(step.repeat.over) : [];
  const from = proposal.plan.steps.find(({ id }) => id === source);
  const tool = from ? proposal.toolOf(from) : null;
  const field = tool
    ? inputFields(tool).find(({ meaning, isRequired }) => isRequired && meaning === "party")
    : undefined;
  if (!from || !field || isMore || /[@#+]/.test(words)) {
    proposal.leave(
      wish.words,
      `“${step.title}” is done once for each item of a list, and goes to what the item says. Say “just once” first, then whom it should go to.`,
    );
    return true;
  }
  const value = words.replace(/^(?:to|at|for) /i, "");
  proposal.propose({
    kind: "value",
    title: `Set “${field.title}” of “${from.title}” to “${value}”`,
    words: wish.words,
    reason: `“${step.title}” goes to each of those it finds.`,
    changes: [
      {
        kind: "bind-input",
        stepId: from.id,
        input: field.name,
        binding: { kind: "literal", value, origin: "person", words: words.slice(0, 500) },
      },
    ],
  });
  return true;
}

const plain = (item: Binding) => (item.kind === "literal" ? item.value : item);

export const withWords = (step: Step, words: string): Step => ({
  ...step,
  why: { ...step.why, words: words.slice(0, 500) },
});

/** The look-ups that nothing but this input reads: they go with whom they looked up. */
function sourcesOnlyFor({ plan, request }: Proposal, step: Step, binding: Binding | undefined): Step[] {
  return (binding ? sourceSteps(binding) : []).flatMap((id) => {
    const source = plan.steps.find((one) => one.id === id);
    const isRead = source && request.tools.get(source.toolId)?.effect === "read";
    const readers = plan.steps.filter((one) =>
      JSON.stringify([one.inputs, one.condition, one.repeat, one.after]).includes(`"${id}"`),
    );
    const elsewhere = Object.values(step.inputs).filter(
      (other) => other !== binding && sourceSteps(other).includes(id),
    );
    return source &&
      isRead &&
      source.why.words === step.why.words &&
      readers.length === 1 &&
      elsewhere.length === 0
      ? [source]
      : [];
  });
}

/** "leave out Marcus": one of those a message goes to. False when nobody of that name gets one. */
export async function dropRecipient(
  proposal: Proposal,
  wish: Wish,
  words: string,
  only: Step | null,
): Promise<boolean> {
  const name = words.replace(/^(?:the|to)\s+/i, "").toLowerCase();
  for (const step of numberedSteps(proposal.plan).reverse()) {
    const tool = proposal.toolOf(step);
    const fields = tool
      ? inputFields(tool).filter(({ meaning }) => /^(?:email|phone|chat)$/.test(meaning))
      : [];
    if (!tool || (only && only.id !== step.id)) continue;
    for (const field of fields) {
      const binding = step.inputs[field.name];
      if (!binding) continue;
      const items = itemsOf(binding);
      const rest = items.filter((item) => !isNamed(proposal, item, name));
      if (rest.length === items.length) continue;
      const isAll = rest.length === 0;
      if (isAll && requiredInputs(tool).includes(field.name)) {
        proposal.leave(
          wish.words,
          `Nobody would get “${step.title}” any more. Say who should, such as “send it to ops@acme.example instead”, or “drop step ${numberedSteps(proposal.plan).indexOf(step) + 1}”.`,
        );
        return true;
      }
      const gone = items.filter((item) => !rest.includes(item)).flatMap(sourceSteps);
      const changes: PlanChange[] = isAll
        ? [{ kind: "clear-input", stepId: step.id, input: field.name }]
        : [{ kind: "bind-input", stepId: step.id, input: field.name, binding: joined(rest) }];
      const done = proposal.propose({
        kind: "value",
        title: `Don't send “${step.title}” to ${words}`,
        words: wish.words,
        reason: `${words} is one of those it goes to.`,
        changes,
      });
      for (const id of done ? gone : []) {
        const source = proposal.plan.steps.find((one) => one.id === id);
        const isRead = proposal.plan.steps.some((one) =>
          JSON.stringify([one.inputs, one.condition, one.repeat]).includes(`"${id}"`),
        );
        if (source && !isRead) dropUnread(proposal, wish, source, done);
      }
      return true;
    }
  }
  return false;
}

/** A look-up of somebody who gets nothing any more. */
function dropUnread(proposal: Proposal, wish: Wish, source: Step, needed: string | null): void {
  proposal.propose(
    {
      kind: "remove",
      title: `Remove “${source.title}” as well`,
      words: wish.words,
      reason: "Nothing reads what it gives any more.",
      changes: [{ kind: "remove-step", stepId: source.id }],
    },
    needed ? [needed] : [],
  );
}

/** True when some words, in lower case, name whom an item reaches. */
export function isNamed(proposal: Proposal, item: Binding, name: string): boolean {
  const said = (binding: Binding) =>
    binding.kind === "literal" ? `${JSON.stringify(binding.value)} ${binding.words ?? ""}`.toLowerCase() : "";
  if (item.kind === "literal") return wordIn(said(item), name);
  return sourceSteps(item).some((id) => {
    const source = proposal.plan.steps.find((one) => one.id === id);
    return Object.values(source?.inputs ?? {}).some((binding) => wordIn(said(binding), name));
  });
}

/** True when a name stands in a text as a whole word; both in lower case. */
export function wordIn(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return (
    name.length > 1 &&
    at >= 0 &&
    !/[\p{L}\p{N}]/u.test(text.charAt(at + name.length)) &&
    !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))
  );
}
