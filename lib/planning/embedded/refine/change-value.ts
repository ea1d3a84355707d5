// "send it to ops@acme.example instead", "Oslo instead of Paris", "change the subject to …": other values for inputs.
import type { Binding } from "@/lib/domain/binding";
import type { Json } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import { type InputField, inputFields } from "@/lib/planning/embedded/tool-fields";
import { contentStems, overlap } from "@/lib/planning/embedded/words";
import { addressField } from "./address-field";
import { findStep, listOf, numberedSteps, stepOrLeave } from "./find-step";
import type { Proposal } from "./proposal";
import { setRecipients } from "./recipients";
import { retellings } from "./retellings";
import { valueFor } from "./value-for";
import type { Wish } from "./wish";
import { unquoted } from "./wish-readers";

const literal = (value: Json, words: string): Binding => ({
  kind: "literal",
  value,
  origin: "person",
  words: words.slice(0, 500),
});

const aliases: readonly [RegExp, RegExp][] = [
  [/^(?:message|body|text|wording|content)s?$/i, /^text$/],
  [/^(?:recipients?|receivers?|addressees?|to|addresse?s?|e-?mail addresse?s?)$/i, /^(?:email|phone|chat)$/],
  [/^(?:phone )?numbers?$/i, /^phone$/],
  [/^channel|destination$/i, /^chat$/],
  [/^(?:file ?)?name$/i, /^file-name$/],
  [/^(?:city|town|place|location)$/i, /^place$/],
  [/^(?:day|date)$/i, /^date$/],
  [/^(?:kind|type|form)$/i, /^choice$/],
];

/** How much an input is what people call it, 0 to 1. */
function calledAlike(field: InputField, name: string): number {
  const alias = aliases.find(([pattern]) => pattern.test(name));
  if (alias?.[1].test(field.meaning)) return 1;
  const wanted = contentStems(name);
  return Math.max(
    ...field.names.map((names) =>
      wanted.length === 0 ? 0 : (overlap(wanted, names) + overlap(names, wanted)) / 2,
    ),
    0,
  );
}

/** The inputs some words name, the likeliest first: those of a named step, of those that have a value before others. */
function inputsCalled(
  proposal: Proposal,
  name: string,
  only: Step | null,
): { step: Step; field: InputField }[] {
  const bare = name
    .replace(/^(?:the|its|my|their)\s+/i, "")
    .replace(/ (?:line|field|input)$/i, "")
    .trim();
  const ranked = numberedSteps(proposal.plan)
    .filter(({ id }) => !only || only.id === id)
    .flatMap((step) => {
      const tool = proposal.toolOf(step);
      return (tool ? inputFields(tool) : []).map((field) => ({
        step,
        field,
        score:
          calledAlike(field, bare) +
          (Object.hasOwn(step.inputs, field.name) ? 0.2 : 0) +
          (field.isRequired ? 0.1 : 0),
        alike: calledAlike(field, bare),
      }));
    })
    .filter(({ alike }) => alike >= 0.75)
    .sort((a, b) => b.score - a.score);
  const best = ranked[0]?.score ?? 0;
  const firsts = ranked.filter(({ score }) => score >= best - 0.05);
  return firsts.filter(({ step }, place) => firsts.findIndex((one) => one.step.id === step.id) === place);
}

/** "change the subject to …". False when no input is called that. */
export async function setValue(
  proposal: Proposal,
  wish: Wish,
  { what, value }: { what: string; value: string },
): Promise<boolean> {
  const [, named, owner] = /^(.+?) (?:of|in|on|for) (.+)$/i.exec(what) ?? [];
  const possessive = /^(?:the )?(.+?)(?:['’]s) (.+)$/i.exec(what);
  const of = owner ?? possessive?.[1];
  const found = of ? await findStep(proposal, of) : null;
  const only = found?.kind === "found" ? found.step : null;
  if (of && !only && /^step \d+$/i.test(of)) return (await stepOrLeave(proposal, wish, of)) !== null || true;
  const places = inputsCalled(proposal, only ? (named ?? possessive?.[2] ?? what) : what, only);
  const [place, ...others] = places;
  if (!place) return false;
  const all = numberedSteps(proposal.plan);
  if (others.length > 0) {
    proposal.leave(
      wish.words,
      `“${what}” could be that of ${listOf(
        places.map(({ step }) => step),
        all,
      )}. Say of which, such as “the ${place.field.title.toLowerCase()} of step ${all.indexOf(place.step) + 1}”.`,
    );
    return true;
  }
  const { step, field } = place;
  const isAddress = /^(?:email|phone|chat)$/.test(field.meaning);
  if (
    isAddress &&
    (await setRecipients(proposal, wish, { step, words: value, isMore: false, input: field.name }))
  )
    return true;
  const made = valueFor(proposal, field, value);
  if (made === null) {
    const options = field.item.enum
      ? ` It is one of ${field.item.enum.slice(0, 8).map(String).join(", ")}.`
      : "";
    proposal.leave(wish.words, `“${value}” is no value for “${field.title}” of “${step.title}”.${options}`);
    return true;
  }
  proposeValue(proposal, wish, { step, field, value: made, words: value });
  return true;
}

export function proposeValue(
  proposal: Proposal,
  wish: Wish,
  { step, field, value, words }: { step: Step; field: InputField; value: Json; words: string },
): void {
  const before = step.inputs[field.name];
  const was =
    before?.kind === "literal" && typeof before.value === "string" ? [before.value, before.words ?? ""] : [];
  const isNamed = /^(?:place|date|party|query|person-name|airport)$/.test(field.meaning);
  const retold = isNamed
    ? retellings(
        proposal,
        [step],
        was.filter((one) => one.length > 2),
        unquoted(words),
      )
    : [];
  proposal.propose({
    kind: "value",
    title: `Set “${field.title}” of “${step.title}” to ${typeof value === "string" ? `“${short(value)}”` : JSON.stringify(value)}`,
    words: wish.words,
    reason:
      retold.length > 0
        ? `“${words}” fits this input, and is what texts of the plan speak of too.`
        : `“${words}” fits this input.`,
    changes: [
      { kind: "bind-input", stepId: step.id, input: field.name, binding: literal(value, words) },
      ...retold,
    ],
  });
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** "Oslo instead of Paris": the input that holds the one gets the other. False when none does. */
export async function replaceValue(
  proposal: Proposal,
  wish: Wish,
  { to, of }: { to: string; of: string },
): Promise<boolean> {
  const name = unquoted(of)
    .replace(/^(?:in|for|at|from|to|on|by|the)\s+/i, "")
    .toLowerCase();
  const isIt = (value: Json | undefined) =>
    typeof value === "string" || typeof value === "number"
      ? String(value).toLowerCase() === name
      : Array.isArray(value) && value.some(isIt);
  for (const step of numberedSteps(proposal.plan)) {
    const tool = proposal.toolOf(step);
    for (const field of tool ? inputFields(tool) : []) {
      const binding = step.inputs[field.name];
      if (binding?.kind !== "literal") continue;
      const saidSo =
        binding.words?.toLowerCase().replace(/^(?:in|for|at|from|to|on|by|the)\s+/i, "") === name;
      if (!isIt(binding.value) && !saidSo) continue;
      if (addressField(proposal, step)?.name === field.name) {
        if (await setRecipients(proposal, wish, { step, words: to, isMore: false })) return true;
      }
      const value = valueFor(proposal, field, to);
      if (value === null) continue;
      proposeValue(proposal, wish, { step, field, value, words: to });
      return true;
    }
  }
  // A person looked up for a message.
  for (const step of numberedSteps(proposal.plan)) {
    const field = addressField(proposal, step);
    const binding = field && step.inputs[field.name];
    if (
      binding &&
      binding.kind === "literal" &&
      JSON.stringify(binding.value).toLowerCase().includes(`"${name}"`)
    ) {
      return setRecipients(proposal, wish, { step, words: to, isMore: false });
    }
  }
  return false;
}
