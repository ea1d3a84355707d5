// "send it to ops@acme.example instead", "Oslo instead of Paris", "change the subject to …": other values for inputs.
import type { Binding } from "@/lib/domain/binding";
import type { Json } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import { checkValue } from "@/lib/planning/check-value";
import { readGoal } from "@/lib/planning/embedded/read-goal";
import { tagWords } from "@/lib/planning/embedded/tag-words";
import { type InputField, inputFields, type Meaning } from "@/lib/planning/embedded/tool-fields";
import { capitalize, contentStems, numberOf, overlap, stem } from "@/lib/planning/embedded/words";
import { addressField } from "./address-field";
import { findStep, listOf, numberedSteps } from "./find-step";
import type { Proposal } from "./proposal";
import { unquoted, type Wish } from "./read-request";
import { setRecipients } from "./recipients";
import { retellings } from "./retellings";

/** What some words are as the value of an input; null when they are none. */
export function valueFor(proposal: Proposal, field: InputField, words: string): Json | null {
  const { values } = readGoal(words, proposal.request);
  const said = unquoted(words.trim().replace(/[.;]$/, ""));
  const ofKind = (kinds: string) => values.find(({ kind }) => kinds.split(" ").includes(kind))?.value ?? null;
  const raw = (): Json | null => {
    switch (field.meaning) {
      case "email":
      case "phone":
      case "chat":
      case "url":
        return ofKind(field.meaning);
      case "date": {
        const time = values.find((value) => value.kind === "time");
        return time?.kind === "time" ? time.time.from : null;
      }
      case "instant":
        return ofKind("time");
      case "count":
      case "number":
        return numberOf(said) ?? ofKind("number");
      case "boolean":
        return /^(?:yes|on|true|with)\b/i.test(said)
          ? true
          : /^(?:no|off|false|without)\b/i.test(said)
            ? false
            : null;
      case "choice":
        return (
          (field.item.enum ?? []).find(
            (option) => overlap(contentStems(String(option)), said.split(/\s+/).map(stem)) === 1,
          ) ?? null
        );
      case "text":
        return said === words.trim() ? `${capitalize(said)}${/[.!?]$/.test(said) ? "" : "."}` : said;
      case "subject":
      case "instructions":
        return capitalize(said);
      case "place":
      case "party":
      case "person-name":
      case "query":
      case "file-name":
        return said.replace(/^(?:in|for|at|from|to)\s+/i, "");
      case "other":
      case "template":
        return field.item.type === "string" ? said : null;
      case "airport":
      case "id":
      case "file":
      case "table":
      case "values":
        return null;
      default:
        return field.meaning satisfies never;
    }
  };
  const value = raw();
  if (value === null) return null;
  const shaped = field.isList ? [value] : value;
  return checkValue(shaped, field.schema) === null ? shaped : null;
}

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
  propose(proposal, wish, { step, field, value: made, words: value });
  return true;
}

function propose(
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
      propose(proposal, wish, { step, field, value, words: to });
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

/** An address by itself, "ops@acme.example instead": for the message that takes its kind. False when none does. */
export async function placeAddress(
  proposal: Proposal,
  wish: Wish,
  { to, of }: { to: string; of: Step | null },
): Promise<boolean> {
  const { values } = readGoal(to, proposal.request);
  const value = values.find(({ kind }) => /^(?:email|phone|chat)$/.test(kind));
  if (!value) return false;
  const steps = of ? [of] : numberedSteps(proposal.plan).reverse();
  const takers = steps.filter((step) => addressField(proposal, step)?.meaning === value.kind);
  const named = takers.length > 1 ? await findStep(proposal, to, (step) => takers.includes(step)) : null;
  const [taker, ...others] = named?.kind === "found" ? [named.step] : takers;
  if (!taker) return false;
  if (others.length > 0) {
    const all = numberedSteps(proposal.plan);
    const list = listOf([...takers].reverse(), all);
    const example = `${value.words} instead in step ${all.indexOf(taker) + 1}`;
    proposal.leave(wish.words, `“${value.words}” could be for ${list}. Say of which, such as “${example}”.`);
    return true;
  }
  const words = values.filter(({ kind }) => kind === value.kind).map((one) => one.words);
  return setRecipients(proposal, wish, { step: taker, words: words.join(" and "), isMore: false });
}

const anyKind: readonly Meaning[] = ["choice", "place", "airport", "count", "number"];

/** A value by itself, "Oslo instead", "a pie chart instead": for the step that takes its kind. False when none does. */
export function placeValue(
  proposal: Proposal,
  wish: Wish,
  { to, of }: { to: string; of: Step | null },
): boolean {
  const [value] = readGoal(to, proposal.request).values;
  if (value?.kind !== "time" && contentStems(to).length > 3) return false;
  const meanings: readonly Meaning[] =
    value?.kind === "time" ? ["date", "instant"] : value?.kind === "url" ? ["url"] : anyKind;
  const steps = of ? [of] : numberedSteps(proposal.plan).reverse();
  const isPerson = tagWords(to).some(({ tags }) => tags.has("Person") && !tags.has("Place"));
  for (const meaning of isPerson ? ["person-name" as const] : meanings) {
    const words = meaning === "place" || isPerson ? nameIn(to) : to;
    if (meaning === "place" && !/^\p{Lu}/u.test(words)) continue;
    for (const step of steps) {
      const tool = proposal.toolOf(step);
      for (const field of tool ? inputFields(tool) : []) {
        const known = step.inputs[field.name];
        // What nothing was said of is not what is meant, except for a choice, which names itself.
        const isOpen =
          known?.kind === "literal" || known?.kind === "question" || (meaning === "choice" && !known);
        if (field.meaning !== meaning || field.isList || !isOpen) continue;
        const made = valueFor(proposal, field, words);
        if (made === null || (known?.kind === "literal" && known.value === made)) continue;
        propose(proposal, wish, { step, field, value: made, words });
        return true;
      }
    }
  }
  return false;
}

const nameIn = (words: string) =>
  words.replace(/^(?:(?:the )?(?:weather|forecast|flights?|trip)\s+)?(?:in|for|at|from|to|on|of)\s+/i, "");
