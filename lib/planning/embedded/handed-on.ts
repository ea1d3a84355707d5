// What an intent hands on from earlier steps, and what it calls it.
import type { Binding } from "@/lib/domain/binding";
import type { DraftStep } from "./draft";
import { recipientsOf, refersBack } from "./planning-context";
import { objectOf } from "./read-clause";
import { isMessageNoun } from "./read-content";
import type { Situation } from "./situation";
import { inputFields } from "./tool-fields";

export const constant = (value: string): Binding => ({ kind: "literal", value, origin: "constant" });
/** A text of the person's own words. */
export const typedText = (value: string, words: string): Binding => ({
  kind: "literal",
  value,
  origin: "person",
  words: words.slice(0, 500),
});

/** The steps whose results an intent hands on: those that supply it, else the newest, else all it can mean. */
export function handedOn({ context, draft }: Situation): DraftStep[] {
  const { intent } = context;
  // What only decides, or is gone through, is not what a message with words of its own is about.
  const isAside = (step: DraftStep) => {
    const aside = context.intents[step.intent]?.aside ?? null;
    if (intent.content !== null) return intent.repeat !== null || aside !== null;
    // "every customer in the file gets an email": not with the whole file in it.
    return intent.repeat !== null && (aside?.tokens === intent.repeat.tokens || readsFile(step));
  };
  const known = draft.steps.filter((step) => !isAside(step));
  const main = known.filter((step) => step.isMain && step.tool.effect === "read");
  const supply = main.filter((step) => {
    const served = context.intents[step.intent];
    return (
      served?.isSupply === true &&
      served.words !== "" &&
      served.start >= intent.start &&
      served.end <= intent.end
    );
  });
  if (supply.length > 0) return supply;
  const object = objectOf(intent)?.words ?? "";
  const made = known.filter((step) => step.isMain && (step.tool.effect === "read" || !isTelling(step)));
  if (/^(?:it|this|that|the (?:result|answer|chart|summary|report|table|list|file))$/i.test(object))
    return made.slice(-1);
  if (/^(?:both|everything|all(?: of (?:it|them))?|them both)$/i.test(object)) {
    return made.filter((step) => !isRecipientLookup(step));
  }
  const read = new Set(
    main.flatMap((step) =>
      Object.values(step.inputs).flatMap((binding) => (binding.kind === "output" ? [binding.stepId] : [])),
    ),
  );
  return made.filter((step) => !read.has(step.id) && !isRecipientLookup(step));
}

const readsFile = (step: DraftStep) => inputFields(step.tool).some((field) => field.meaning === "file");

const isTelling = (step: DraftStep) =>
  inputFields(step.tool).some((field) => /^(?:email|phone|chat)$/.test(field.meaning) && field.isRequired);
/** "find the on-call engineer and text her": the step found whom to write to, not what. */
const isRecipientLookup = (step: DraftStep) =>
  inputFields(step.tool).some((field) => field.isRequired && field.meaning === "party");

/** What a message is about: "a summary of quarterly sales data", "the five customers with the highest revenue". */
export function topicOf({ context }: Pick<Situation, "context">, step: DraftStep | undefined): string {
  const { intent } = context;
  const named = objectOf(intent);
  const object = named && !recipientsOf(intent).includes(named) ? named.words : "";
  const subject = step?.subject ?? "";
  const isWrapper =
    /^(?:a |the |an |short |brief )*(?:summary|report|overview|analysis|chart|graph|plot|table|list)$/i.test(
      object,
    );
  if (isWrapper && subject !== "" && !new RegExp(`\\b${object.split(" ").at(-1)}\\b`, "i").test(subject)) {
    return `${object} of ${subject.replace(/^(?:a|an) /i, "the ")}`;
  }
  const made = madeBy(context, step);
  if (made && subject !== "" && refersBack(object)) return `${made} of ${subject}`;
  if (subject !== "")
    return /^(?:the|a|an|my|our|your|this|all|how|what|who)\b/i.test(subject) ? subject : `the ${subject}`;
  return isPointing(object) || isMessageNoun(object) ? "" : object;
}

const madeNouns = new Map([
  ["summarize", "a summary"],
  ["summarise", "a summary"],
  ["analyze", "an analysis"],
  ["analyse", "an analysis"],
  ["compare", "a comparison"],
  ["chart", "a chart"],
  ["plot", "a chart"],
  ["graph", "a chart"],
]);

const isPointing = (words: string) => /^(?:it|them|this|that|these|those|everything|both)?$/i.test(words);

/** "it", after "summarize …", is a summary. */
function madeBy(context: Situation["context"], step: DraftStep | undefined): string | null {
  const verb = step && context.intents[step.intent]?.verb;
  return (verb && madeNouns.get(verb)) ?? null;
}
