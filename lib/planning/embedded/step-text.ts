// What a step found, as text for a message or a document.
import type { Binding } from "@/lib/domain/binding";
import { answersDataQuestions, selectsRows } from "./data-inputs";
import type { DraftStep } from "./draft";
import { pullIn } from "./fill-chained";
import { producersOf } from "./find-producers";
import { bare, isPlural, refersBack } from "./planning-context";
import { objectOf } from "./read-clause";
import type { Filled, Situation } from "./situation";
import { inputFields, type OutputPlace, outputPlaces } from "./tool-fields";
import { namedPlace } from "./weigh-tools";
import { capitalize, splitName, stem } from "./words";

export interface StepText {
  draft: Situation["draft"];
  parts: (string | Binding)[];
  /** A sentence that can stand by itself. */
  isSentence: boolean;
  /** True when it says already what it is about. */
  hasLead?: boolean;
}

/** What a step found, as text: its own, or made from its table, or its main values one a line. */
export function stepText(situation: Situation, step: DraftStep, letter: boolean): StepText | null {
  const { draft } = situation;
  const all = isAll(situation, step);
  const output = (place: OutputPlace): Binding => {
    const path = all ? place.path.map((segment) => (segment === 0 ? "*" : segment)) : place.path;
    return { kind: "output", stepId: step.id, path };
  };
  const places = outputPlaces(step.tool).filter(
    (place) => !place.isList && place.path.every((part) => part !== "*"),
  );
  const texts = places.filter(
    (place) =>
      place.meaning === "text" || (place.meaning === "subject" && place.stems.includes(stem("summary"))),
  );
  const object = objectOf(situation.context.intent)?.words ?? "";
  const named = refersBack(object) ? null : namedPlace(step.tool, object);
  if (named && named.meaning !== "text") {
    return {
      draft,
      parts: [`${capitalize(bare(object))}: `, output(named), "."],
      isSentence: true,
      hasLead: true,
    };
  }
  const best = bestText(situation, texts, letter);
  if (best) {
    const isSentence = /summary|sentence/i.test(`${best.path.at(-1)} ${best.schema.description ?? ""}`);
    return { draft, parts: [output(best)], isSentence };
  }
  const table = outputPlaces(step.tool).find((place) => place.meaning === "table");
  if (table) {
    const made = tableText(situation, step, letter);
    if (made) return { draft: made.draft, parts: [made.binding], isSentence: false };
  }
  const file = places.find((place) => place.meaning === "file");
  if (file && inputFields(situation.tool).some((field) => field.meaning === "file")) {
    const name = places.find((place) => place.path.join(".") === "name");
    const what = capitalize(step.subject || "the file");
    const parts = [
      `${what} ${isPlural(what) ? "are" : "is"} attached`,
      ...(name ? [" as ", output(name)] : []),
      ".",
    ];
    return { draft, parts, isSentence: true, hasLead: true };
  }
  const words = places.find((place) =>
    /^(?:alt text|description|answer|result|message)$/.test(splitName(String(place.path.at(-1))).join(" ")),
  );
  if (words) return { draft, parts: [output(words)], isSentence: true };
  const facts = places.filter(
    (place) =>
      place.path.length === 1 &&
      /^(?:string|number|integer)$/.test(String(place.schema.type)) &&
      place.meaning !== "file",
  );
  const parts = facts.slice(0, 8).flatMap((place, i) => {
    const label = place.schema.title ?? capitalize(splitName(String(place.path.at(-1))).join(" "));
    return [`${i > 0 ? "\n" : ""}${label}: `, output(place)];
  });
  return parts.length > 0 ? { draft, parts, isSentence: false } : null;
}

/** "the options", "the flights": of a list that was found every item; "the cheapest flight": the first. */
function isAll({ context }: Situation, step: DraftStep): boolean {
  const object = objectOf(context.intent)?.words ?? "";
  const wanted = refersBack(object) || object === "" ? step.subject : object;
  return isPlural(wanted) && !/\b(?:cheapest|fastest|first|best|top|earliest|shortest)\b/i.test(wanted);
}

/** A whole report suits a letter, a few lines a note. */
function bestText(situation: Situation, places: readonly OutputPlace[], letter: boolean): OutputPlace | null {
  const rank = (place: OutputPlace) => {
    const about =
      `${place.path.at(-1)} ${place.schema.title ?? ""} ${place.schema.description ?? ""}`.toLowerCase();
    const isWhole = /markdown|report|whole|full/.test(about);
    // A document holds everything, a letter too if it can be laid out; a note is short.
    const fits =
      (letter && takesMarkdown(situation)) || !isMessage(situation)
        ? isWhole
        : /summary|short|sentence|few|list for a message/.test(about);
    return (fits ? 2 : 0) - (!fits && isWhole ? 1 : 0) - place.path.length * 0.6;
  };
  return [...places].sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** True for a call that reaches somebody, as against one that stores. */
const isMessage = ({ tool }: Situation) =>
  inputFields(tool).some((field) => /^(?:email|phone|chat)$/.test(field.meaning));
const takesMarkdown = ({ field }: Situation) => /markdown/i.test(field.schema.description ?? "");

/** Rows as text, by a tool that takes a table and gives text: one that describes for "a summary", else one that lists. */
function tableText(situation: Situation, step: DraftStep, letter: boolean): Filled | null {
  const { context, draft, tool, field } = situation;
  const wantsSummary = /\b(?:summar|analy|insight|trend|report|overview|highlight)/i.test(
    context.intent.words,
  );
  const makers = producersOf(context, tool, { ...field, meaning: "text" }).filter(
    (producer) =>
      answersDataQuestions(producer.tool) &&
      inputFields(producer.tool).some((input) => input.isRequired && input.meaning === "table") &&
      selectsRows(producer.tool) !== wantsSummary,
  );
  // The maker is to work on this step's rows as they are.
  const own = { ...context, intent: { ...context.intent, source: null } };
  const inFront = { ...draft, steps: draft.steps };
  const made = pullIn(
    { ...situation, context: own, draft: inFront },
    makers.slice(0, 1),
    null,
    wantsSummary ? undefined : "Write the result as text",
  );
  if (made?.binding.kind !== "output") return made;
  const maker = made.draft.steps.find(
    (one) => made.binding.kind === "output" && one.id === made.binding.stepId,
  );
  const texts = maker ? outputPlaces(maker.tool).filter((place) => place.meaning === "text") : [];
  const best = bestText(situation, texts, letter);
  const reads =
    maker &&
    Object.values(maker.inputs).some((binding) => binding.kind === "output" && binding.stepId === step.id);
  if (!best || !maker || !reads) return null;
  return { draft: made.draft, binding: { kind: "output", stepId: maker.id, path: best.path } };
}
